"""The step that masks a study's texts: which words, whose, and what it says of decisions."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml
from small_study import cleaned, consents, make_study, members, table, teams
from test_coded_texts import codings, documents, integration

from isop_analysis.cleaning.key import read_key
from isop_analysis.cleaning.pseudonyms import HiddenNames
from isop_analysis.contracts import read_table, tables_of, write_rows, write_table
from isop_analysis.contracts.received import NAMING
from isop_analysis.qualitative.given_ids import given_id
from isop_analysis.steps import mask_texts
from isop_analysis.study import Study, StudyError

TEXTS = {
    ("talk 1", "independent"): "Ann zag adhd bij Jouke.",
    ("talk 1", "consensus"): "Ann zag adhd  bij Jouke.",
    ("talk 2", "independent"): "Ik werk op Site 1 in LT01, met Ann.",
    ("talk 3", "independent"): "Bob zei niets.",
}


def study_of(root: Path, **masking: Any) -> Study:
    (root / "config").mkdir()
    coded = {"analysis_coding": "consensus", "consensus": "agreed.qdpx"}
    settings = integration(**coded) | {"masking": {"decisions": "decided.csv"} | masking}
    (root / "config" / "integration.yaml").write_text(yaml.safe_dump(settings))
    study = make_study(root, integration="integration.yaml")
    cleaned(
        study,
        teams=teams("LT01"),
        consent=consents({"email": "ann@x.nl"}, {"email": "bob@x.nl", "interview": False}),
        members=members({"team": "LT01", "email": "ann@x.nl", "Beroep": "Leraar"}),
        documents=documents({"person": "ann@x.nl"}, {"team": "LT01"}, {"person": "bob@x.nl"}),
        codings=codings(
            {"document": "talk 1", "coding": "consensus", "start": 0, "end": 12},
            {"document": "talk 1", "start": 0, "end": 12},
            {"document": "talk 2", "start": 8, "end": 25},
        ),
    )
    rows = [{"document": one, "coding": coding, "text": text} for (one, coding), text in TEXTS.items()]
    write_table(pd.DataFrame(rows), "received_texts", study.restricted)
    for name in {"site_keys", "masking_entries", "masking_decisions", *NAMING}:
        if not (study.restricted / f"{name}.parquet").exists():
            write_rows([], name, study.restricted)
    write_rows([], "region_names", study.processed)
    return study


def masked(study: Study) -> dict[str, str]:
    """Run the step; return the masked texts by the documents' names."""
    mask_texts.run(study)
    hidden = read_table("hidden_names", study.restricted).set_index("pseudonym")["name"]
    rows = read_table("masked_texts", study.restricted)
    return dict(zip(rows["document"].map(hidden), rows["text"], strict=True))


def decide(study: Study, *ids: tuple[str, str]) -> None:
    rows = [{"doubtful": one, "decision": said, "file_row": n} for n, (one, said) in enumerate(ids, 2)]
    write_rows(rows, "masking_decisions", study.restricted)


def id_of(study: Study, words: str) -> str:
    rows = read_table("masking_doubtful", study.restricted)
    return str(rows.loc[rows["words"] == words, "doubtful"].iloc[0])


def test_the_words_of_the_analysed_coding_of_those_who_agreed_are_masked(tmp_path: Path) -> None:
    study = study_of(tmp_path)
    assert masked(study) == {
        "talk 1": "[naam] zag adhd  bij Jouke.",
        "talk 2": "Ik werk op [school] in [leerteam], met [naam].",
    }
    segments = read_table("masked_segments", study.restricted)
    # "Ann zag adhd", with adhd undecided; "op Site 1 in LT01" without anything.
    assert segments[["start", "end", "undecided"]].values.tolist() == [[0, 15, 1], [8, 33, 0]]
    (facts,) = study.table("masking").to_dict("records")
    assert (facts["documents"], facts["maskings"], facts["doubtful"], facts["undecided"]) == (2, 4, 2, 2)


def test_decisions_are_applied_and_those_of_words_that_are_gone_are_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study = study_of(tmp_path)
    masked(study)
    key = read_key(study)
    pseudonym = HiddenNames.of(key, [("document", "talk 1")]).codes["document", "talk 1"]
    assert id_of(study, "Jouke") == given_id(key, "doubtful", pseudonym, "Jouke", "0")
    gone = given_id(key, "doubtful", pseudonym, "Other", "0")
    decide(study, (id_of(study, "Jouke").upper(), "mask"), (id_of(study, "adhd"), "keep"), (gone, "mask"))
    capsys.readouterr()
    assert masked(study)["talk 1"] == "[naam] zag adhd  bij [naam]."
    assert capsys.readouterr().out == (
        "2 texts masked; 0 of 2 doubtful words not decided on\n"
        "1 decisions are of words that are not asked about any more\n"
    )
    assert read_table("masked_segments", study.restricted)["undecided"].tolist() == [0, 0]
    lines = (study.restricted / "masking_doubtful.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(";")[-1] for line in lines] == ["decision", "keep", "mask"]


def test_an_id_that_was_never_given_out_stops_the_step(tmp_path: Path) -> None:
    study = study_of(tmp_path)
    masked(study)
    decide(study, (id_of(study, "adhd"), "keep"), ("aaaaaaaaaa-aaaa", "keep"))
    with pytest.raises(StudyError) as error:
        mask_texts.run(study)
    assert str(error.value) == (
        "data/raw/small/decided.csv:3: its id was never given out by this study; copy it from the list of "
        "the last run"
    )


def test_where_deduce_is_wanted_and_absent_the_run_goes_on_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("isop_analysis.qualitative.masked_texts.deduce_finder", lambda: None)
    study = study_of(tmp_path, deduce=True)
    assert len(masked(study)) == 2
    said = "the package deduce was wanted and is not installed: lists and patterns alone were used\n"
    assert said in capsys.readouterr().out
    (facts,) = study.table("masking").to_dict("records")
    assert (facts["deduce"], facts["searched"]) == (True, False)


def test_a_study_without_coded_texts_gets_the_tables_without_rows(tmp_path: Path) -> None:
    study = cleaned(make_study(tmp_path))
    write_rows([], "received_texts", study.restricted)
    mask_texts.run(study)
    for name in tables_of("mask_texts"):
        folder = study.processed if name == "masking" else study.restricted
        assert read_table(name, folder).empty
    assert table("masking", []).empty
