import subprocess
import sys
from pathlib import Path

import pytest
from exported_study import Exported, qualtrics

from isop_analysis.steps import check_study
from isop_analysis.study import StudyError, load
from isop_analysis.study.registration import plan_state

LIME = '"id","SRT[SQ001]","SRT[SQ002]","YEARS","WISH","MEETS"\n"1","A4","A1","3","",""\n'
PRINTED = """study small: 2 raw files, 1 instrument
file      instrument  source      rows  waves  items  dropped  notes
lime.csv  scan        limesurvey  1     w0     5/5    0        utf-8 ','
scan.csv  scan        qualtrics   2     w0     5/5    0        utf-8 ','
responses per wave: w0 3
"""


@pytest.fixture
def study(tmp_path: Path) -> Exported:
    made = Exported.make(tmp_path)
    made.file("lime.csv", LIME)
    made.file("scan.csv", qualtrics("R_1,True,an@x.nl,4,4,4,,1,,", "R_2,True,bo@x.nl,4,4,4,,1,,"))
    made.manifest()
    return made


def test_what_was_found(study: Exported, capsys: pytest.CaptureFixture[str]) -> None:
    check_study.run(study.load())
    assert capsys.readouterr().out == PRINTED + "no problems\n"
    assert not (study.root / "data" / "restricted").exists()


def test_problems_come_last_and_all_at_once(study: Exported, capsys: pytest.CaptureFixture[str]) -> None:
    study.file("lime.csv", LIME.replace("A4", "A44").replace('"3"', '"drie"'))
    study.manifest()
    with pytest.raises(StudyError) as raised:
        check_study.run(study.load())
    assert capsys.readouterr().out == PRINTED + "2 problems\n"
    assert [str(problem) for problem in raised.value.problems] == [
        "data/raw/small/lime.csv:2: column 'SRT[SQ001]' (a1): a text of 3 characters is not in the codebook "
        "(agree); did you mean 'A4'?",
        "data/raw/small/lime.csv:2: column 'YEARS' (years): a text of 4 characters is no number; a number "
        "from 0 to 60 was expected",
    ]


def test_numbers_that_cleaning_would_stop_at_are_told_before(study: Exported) -> None:
    study.file("lime.csv", LIME.replace('"3"', '"230"'))
    study.manifest()
    with pytest.raises(StudyError) as raised:
        check_study.run(study.load())
    assert [str(problem) for problem in raised.value.problems] == [
        "data/raw/small/lime.csv:2: column 'YEARS' (years): 230 is outside 0–60; correct the export or the "
        "instrument file, or let the rule out_of_range set_missing"
    ]


def test_numbers_that_cleaning_sets_to_missing_are_no_problem(study: Exported) -> None:
    study.file("lime.csv", LIME.replace('"3"', '"230"'))
    study.manifest()
    config = study.root / "config" / "config.yaml"
    rule = "\ncleaning:\n  steps:\n    - {rule: out_of_range, action: set_missing}\n"
    config.write_text(config.read_text(encoding="utf-8") + rule, encoding="utf-8")
    check_study.run(study.load())


def test_checking_loads_no_heavy_library(study: Exported) -> None:
    code = (
        "import sys; from isop_analysis.study import load; from isop_analysis.steps import check_study; "
        "check_study.run(load('config/config.yaml')); "
        "print(sorted({'pandas', 'numpy', 'pyarrow', 'scipy'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=study.root, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_state_of_the_plan_is_told(
    pytestconfig: pytest.Config, capsys: pytest.CaptureFixture[str]
) -> None:
    root = pytestconfig.rootpath
    check_study.run(load(root / "config" / "tiny" / "config.yaml", root))
    assert "\nno plan was frozen\n" in capsys.readouterr().out
    assert plan_state(load(root / "config" / "config.yaml", root)).startswith(
        "plan of 2026-11-24 (SHA-256 38fdd51670c9…): as planned; how items"
    )


def test_check_finds_what_is_wrong_with_the_key(study: Exported) -> None:
    fields = study.file("plain.csv", "a1,a2,years,wish,meets,mail\n4,4,3,,,an@x.nl\n")
    study.instrument("{name: plain, format: plain_csv, files: 'plain*', fields: {email: mail}}")
    study.manifest()
    key = study.root.parent / f"{study.root.name}.key"
    key.chmod(0o644)
    with pytest.raises(StudyError, match=r"privacy.key.file: .* can be read by others .mode 644."):
        check_study.run(study.load())
    key.unlink()
    with pytest.raises(StudyError, match=r"key is missing .the study's is [0-9a-f]{16}."):
        check_study.run(study.load())
    fields.unlink()
