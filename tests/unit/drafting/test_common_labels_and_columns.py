"""What common exports hold: labels of other lists, columns with odd names, e-mail and consent."""

import datetime
from pathlib import Path
from typing import Any

import exports
import pytest
import yaml

from isop_analysis.drafting.asking import Asking
from isop_analysis.drafting.new_study import Drafted, new_study
from isop_analysis.drafting.told import lines_of
from isop_analysis.study import StudyError

TODAY = datetime.date(2025, 5, 1)
SOMEWHAT = [
    "Strongly disagree",
    "Somewhat disagree",
    "Neither agree nor disagree",
    "Somewhat agree",
    "Strongly agree",
]
SOMEWHAT_NL = [exports.AGREE[0], "Enigszins mee oneens", "Neutraal", "Enigszins mee eens", exports.AGREE[4]]
HALF = ["Never", "Sometimes", "About half the time", "Most of the time", "Always"]
ITEMS = ["tq1", "tq2", "tq3", "tq4"]


def sheet(root: Path, words: list[str], items: list[str] = ITEMS, **more: list[str]) -> Path:
    """Write a workbook of items answered in these words, and other columns before them."""
    answers = exports.Answers()
    head = [*more, *items]
    rows = [
        [*(own[i] for own in more.values()), *(words[v - 1] for v in answers.items[i])]
        for i in range(exports.ROWS)
    ]
    return exports.workbook(root / "teams.xlsx", Sheet1=[head, *rows])


def drafted(root: Path, *files: Path, asking: Asking = Asking(None), closed: tuple[str, ...] = ()) -> Drafted:
    (root / "config").mkdir(exist_ok=True)
    return new_study(root, "ploegen", list(files), asking, closed, TODAY)


def text(made: Drafted) -> str:
    path = next(path for path in made.written if path.parent.name == "instruments")
    return path.read_text(encoding="utf-8")


def instrument(made: Drafted) -> dict[str, Any]:
    return dict(yaml.safe_load(text(made)))


@pytest.mark.parametrize(
    ("words", "name"),
    [(SOMEWHAT, "agree5_somewhat"), (SOMEWHAT_NL, "agree5_somewhat"), (HALF, "often5_half")],
)
def test_labels_of_five_are_five_values(words: list[str], name: str, tmp_path: Path) -> None:
    made = drafted(tmp_path, sheet(tmp_path, words))
    scale = next(one for one in instrument(made)["answer_scales"] if one["name"] == name)
    assert [one["value"] for one in scale["values"]] == [1, 2, 3, 4, 5]
    assert "never chosen" not in text(made)


def test_labels_that_nobody_chose_are_told(tmp_path: Path) -> None:
    made = drafted(tmp_path, sheet(tmp_path, [*SOMEWHAT[:3], "Agree", SOMEWHAT[4]]))
    why = 'of a known list; never chosen: "Disagree", "Somewhat agree"'
    assert f"  - name: agree7  # guessed: {why}; check\n" in text(made)
