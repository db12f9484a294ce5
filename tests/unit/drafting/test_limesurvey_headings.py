"""LimeSurvey's other headings: codes and texts are read by their codes; texts alone are refused."""

import csv
from pathlib import Path

import exports
import pytest
from test_drafted_studies import check, config, drafted, fill_in, instrument, item, source

from isop_analysis.study import StudyError

TEXTS = ["Antwoord ID", "Datum ingezonden", "Laatste pagina", "Begintaal", "Datum gestart", "Welk team?"]


def with_headings(folder: Path, codes: bool) -> Path:
    """Write an export with addresses, whose headings are codes and texts, or texts alone."""
    answers = exports.Answers()
    path = exports.limesurvey(folder, answers, syntax=False)
    head, *rows = csv.reader(path.read_text(encoding="utf-8").splitlines())
    texts = [*TEXTS, *(f"{exports.QUESTION} [{one}]" for one in exports.ITEMS), "E-mailadres"]
    called = [f"{code}. {text}" for code, text in zip([*head, "email"], texts, strict=True)]
    body = [[*row, mail] for row, mail in zip(rows, answers.mail, strict=True)]
    return exports.write(path, [called if codes else texts, *body])


def test_headings_of_codes_and_texts_are_read_by_their_codes(tmp_path: Path) -> None:
    made = drafted(tmp_path, with_headings(source(tmp_path), codes=True))
    content = instrument(made)
    assert content["sources"][0]["format"] == "limesurvey_csv"
    assert [one["name"] for one in content["items"]] == [f"pl_sq00{n}" for n in range(1, 5)]
    first = item(content, "pl_sq001")
    assert first["text"]["nl"] == exports.ITEMS[0]
    assert first["columns"] == {"limesurvey": "PL[SQ001]"}
    assert config(made)["privacy"]["dropped"] == ["email"]
    fill_in(made, "email: email")
    assert check(made) == []


def test_headings_of_texts_alone_are_refused_with_how_to_export(tmp_path: Path) -> None:
    with pytest.raises(StudyError) as caught:
        drafted(tmp_path, with_headings(source(tmp_path), codes=False))
    told = (
        "ploegen.csv:1: is an export of LimeSurvey with the questions' texts as headings; "
        "export it again with question codes, or with codes and texts, "
        "or put the syntax file (ploegen.sps or .R) beside it"
    )
    assert str(caught.value) == told
