"""What import reads is what the simulator's people answered, in every layout of every tool."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from isop_analysis.contracts import read_table
from isop_analysis.demo import raw_folder
from isop_analysis.demo.claims import Claim
from isop_analysis.demo.presets import PRESETS, Export
from isop_analysis.steps import check_study, import_answers
from isop_analysis.study import Study, load
from isop_analysis.study.instrument import Instrument

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True)
class Imported:
    """A simulated study after import, and who really answered what in each file, in its order."""

    study: Study
    truth: list[tuple[Export, list[Claim]]]
    responses: pd.DataFrame
    said: dict[tuple[int, str], tuple[float, str]]
    texts: dict[tuple[int, str], str]

    def pairs(self) -> Iterator[tuple[Export, Instrument, Claim, pd.Series]]:
        """Yield each claim with the response it was imported as."""
        for export, claims in self.truth:
            rows = self.responses[self.responses["file"].astype("str") == export.file]
            assert len(rows) == len(claims)
            for claim, (_, row) in zip(claims, rows.iterrows(), strict=True):
                yield export, self.study.instrument(export.instrument), claim, row


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    root, preset = tmp_path_factory.mktemp("demo"), PRESETS["demo"]
    truth: list[tuple[Export, list[Claim]]] = []
    original = raw_folder.claims_of

    def recorded(preset, export, responses, population):  # type: ignore[no-untyped-def]
        claims = original(preset, export, responses, population)
        truth.append((export, claims))
        return claims

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(raw_folder, "claims_of", recorded)
        raw_folder.simulate(preset, root / "data/raw/demo", ROOT)
    (root / "config").mkdir()
    shutil.copy(ROOT / "config" / "public_demo.key", root / "config")
    shutil.copy(ROOT / "config" / "demo.lock.json", root)
    for name in ("notebooks", "data/open"):
        shutil.copytree(ROOT / name, root / name)
    study = load(ROOT / preset.config, root)
    check_study.run(study)
    import_answers.run(study)
    answers = read_table("received_answers", study.restricted).astype({"item": "str", "answer_kind": "str"})
    keys = zip(answers["response"], answers["item"], strict=True)
    said = dict(zip(keys, zip(answers["answer"], answers["answer_kind"], strict=True), strict=True))
    comments = read_table("received_comments", study.restricted)
    places = zip(comments["response"], comments["item"].astype("str"), strict=True)
    texts = dict(zip(places, comments["text"], strict=True))
    return Imported(study, truth, read_table("received_responses", study.restricted), said, texts)


def test_every_answer_has_its_value_or_its_kind_of_absence(imported: Imported) -> None:
    compared, wrong = 0, []
    for export, instrument, claim, row in imported.pairs():
        for item in instrument.items:
            if item.answers == "open":
                continue
            value, kind = imported.said[row["response"], item.name]
            true = claim.answered.absent.get(item.name, "skipped")
            if export.layout == "forms" and true == "not_seen":
                true = "skipped"  # Forms doesn't tell the two apart
            given = claim.answered.values.get(item.name)
            right = (
                (value, kind) == (given, "given") if given is not None else kind == true and pd.isna(value)
            )
            compared += 1
            wrong += [] if right else [(export.file, row["file_row"], item.name, value, kind, given, true)]
    assert wrong == []
    assert compared > 15_000


def test_every_choice_is_read_from_texts_codes_and_marks(imported: Imported) -> None:
    compared = 0
    for export, instrument, claim, row in imported.pairs():
        for question in instrument.multiple_choice:
            chosen = claim.answered.choices.get(question.name)
            for option in question.options:
                value, kind = imported.said[row["response"], f"{question.name}_{option.name}"]
                if chosen or (chosen is not None and export.layout == "spss"):
                    assert (value, kind) == (float(option.name in chosen), "given")
                else:
                    assert (kind, pd.isna(value)) == ("not_seen" if chosen is None else "skipped", True)
                compared += 1
    assert compared > 5_000


def test_every_text_is_kept_as_typed(imported: Imported) -> None:
    true = {
        (row["response"], item): text
        for _, _, claim, row in imported.pairs()
        for item, text in claim.answered.texts.items()
    }
    assert imported.texts == true
    assert len(true) > 100


def test_who_where_and_when(imported: Imported) -> None:
    for export, _, claim, row in imported.pairs():
        answered = claim.answered
        typed = "" if claim.email == "anonymous" else claim.email.strip()
        assert (row["wave"], row["tool_response"]) == (answered.wave, claim.tool_response)
        assert bool(row["test"]) == (answered.truth == "test")
        assert row["started"] == str(answered.started)
        assert _text(row["team"]) == (answered.team or "")
        if export.layout.startswith("qualtrics"):
            assert (_text(row["email"]), _text(row["token"])) == (typed, claim.token)
        elif export.layout == "forms":
            assert (_text(row["email"]), _text(row["self_code"])) == (typed, claim.self_code)
        else:
            assert (_text(row["token"]), _text(row["self_code"])) == (claim.token, claim.self_code)
        if export.layout != "forms":
            assert bool(row["finished"]) == (answered.progress == 100)
        if bool(row["finished"]) or export.layout.startswith("qualtrics"):
            assert row["seconds"] == answered.seconds


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else ""
