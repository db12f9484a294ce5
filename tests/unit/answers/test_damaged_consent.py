"""A damaged row of a small table is an error, never another answer; what a no costs is told beforehand."""

from pathlib import Path

import pytest
import yaml
from exported_study import CONFIG, Exported

from isop_analysis.study import StudyError
from isop_analysis.study.participant_settings import Consent

CONSENT = """
consent: {file: consent.csv, email: e-mail, token: token, date: datum, withdrawn: null,
          purposes: {survey: vragenlijst, linking: koppelen}}
"""
HEAD = "e-mail;token;datum;vragenlijst;koppelen"
PLAIN = "{name: plain, format: plain_csv, fields: {email: mail}}"
WAVES = "  - {name: w1, cohort: '2024', school_year: 2024-2025, occasion: T1, time: 1}\n"


def study_of(root: Path, *rows: str, config: str = CONFIG + CONSENT) -> Exported:
    study = Exported.make(root, PLAIN, config=config)
    study.file("consent.csv", "\n".join([HEAD, *rows]) + "\n")
    study.file(
        "plain.csv", "a1,a2,years,wish,meets,mail\n4,4,3,,,an@x.nl\n4,4,3,,,bo@x.nl\n4,4,3,,,who@x.nl\n"
    )
    return study


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("an@x.nl;t1;2024-09-01;;nee;ja", 6),  # one ; too many: 'nee' is now in the place of 'koppelen'
        ("an@x.nl;t1;;2024-09-01;nee;", 6),
        ("an@x.nl;t1;nee;ja", 4),
    ],
)
def test_a_row_with_a_cell_too_many_or_too_few_is_an_error(tmp_path: Path, row: str, cells: int) -> None:
    said = study_of(tmp_path, "bo@x.nl;t2;2024-09-01;ja;ja", row).problems()
    assert said == [
        f"data/raw/small/consent.csv:3: has {cells} cells where the header has 5; correct the row"
    ]


def test_a_delimiter_at_the_end_of_every_row_is_forgiven(tmp_path: Path) -> None:
    assert (
        study_of(tmp_path, "an@x.nl;t1;2024-09-01;ja;ja;", "bo@x.nl;t2;2024-09-01;ja;nee;").problems() == []
    )


def test_what_is_neither_yes_nor_no_nor_a_day_is_an_error_and_unseen(tmp_path: Path) -> None:
    said = study_of(tmp_path, "an@x.nl;t1;Jan Jansen;jaa!;2024-09-01").problems()
    assert [one.split(";")[0] for one in said] == [
        "data/raw/small/consent.csv:2: column 'vragenlijst' holds a text of 4 characters",
        "data/raw/small/consent.csv:2: column 'koppelen' holds a number of 8 digits",
        "data/raw/small/consent.csv:2: column 'datum' holds no date (a text of 10 characters)",
    ]


def test_a_file_without_a_header_is_not_quoted(tmp_path: Path) -> None:
    study = study_of(tmp_path)
    study.file(
        "consent.csv", "an@x.nl;rpk2dngdr8;2024-09-18;KW10PO;nee\nbo@x.nl;33rga8buas;2024-09-17;BR13RB;ja\n"
    )
    said = study.problems()
    assert said[0] == (
        "data/raw/small/consent.csv: column 'e-mail' is missing; none of the first row's 5 cells is a "
        "heading that was expected"
    )
    assert not [one for one in said if any(cell in one for cell in ("an@", "rpk2", "KW10", "nee"))]


def test_a_rule_on_consent_needs_consent(tmp_path: Path) -> None:
    rules = "cleaning: {steps: [{rule: consent}]}\n"
    with pytest.raises(StudyError, match="rule 'consent' needs the key 'consent'"):
        study_of(tmp_path, config=CONFIG + rules).load()


@pytest.mark.parametrize("written", ["yes: [yes, ja]", "yes: ja\n  no: [no, nee]", "yes: [true]", "yes: yes"])
def test_yaml_takes_yes_for_a_boolean_and_is_understood(written: str) -> None:
    text = f"purposes: {{survey: s}}\n{written}".replace("\n  ", "\n")
    settings = Consent.model_validate(yaml.safe_load(text))
    assert set(settings.yes) & {"yes", "ja", "true"}
    assert "nee" in settings.no


def test_a_word_can_not_mean_yes_and_no() -> None:
    with pytest.raises(ValueError, match="'ja' means both yes and no"):
        Consent.model_validate({"purposes": {"survey": "s"}, "no": ["Ja"]})


def test_check_prints_what_a_no_costs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    study = study_of(tmp_path, "an@x.nl;t1;2024-09-01;nee;ja", "bo@x.nl;t2;2024-09-01;ja;nee")
    assert study.problems() == []
    said = capsys.readouterr().out.splitlines()
    assert "no to survey: 1 people; left out: 1 answers, 0 memberships" in said
    assert "in no row of the consent file, left out: 1 answers" in said
    assert not [line for line in said if "linking" in line]  # one wave needs no linking


def test_linking_that_is_not_asked_is_told_where_there_are_several_waves(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = CONFIG.replace("privacy:", WAVES + "privacy:") + CONSENT.replace(", linking: koppelen", "")
    study = study_of(tmp_path, "an@x.nl;t1;2024-09-01;ja;ja", config=config)
    (study.raw / "plain.csv").unlink()
    for wave in ("w0", "w1"):
        study.file(f"plain_{wave}.csv", "a1,a2,years,wish,meets,mail\n4,4,3,,,an@x.nl\n")
    assert study.problems() == []
    said = capsys.readouterr().out
    assert (
        "no to linking: everyone, for consent.purposes doesn't ask it; stand alone or are left out: 2 answers"
        in said
    )
