"""Who chose what by profession: small groups hidden, by hand."""

import shutil
from pathlib import Path

import pytest

from isop_analysis.measurement.disclosure import Group, hidden_groups
from isop_analysis.study import StudyError, load

ROOT = Path(__file__).resolve().parents[3]

NOBODY = (0, 0)


@pytest.mark.parametrize(
    ("groups", "unknown", "hidden"),
    [
        ([("a", 9, 20), ("b", 8, 16)], NOBODY, []),
        ([("a", 9, 20), ("b", 0, 16)], NOBODY, []),
        # All minus the others would tell of the 2 of 4 in c, also when the sample tells of 15 unknown ones.
        ([("a", 9, 20), ("b", 8, 16), ("c", 2, 4)], NOBODY, ["b", "c"]),
        ([("a", 9, 20), ("b", 8, 16), ("c", 2, 4)], (7, 15), ["b", "c"]),
        # 12 of 13 chose it: the one who did not is as recognisable as one who did.
        ([("a", 12, 13), ("b", 8, 16), ("c", 9, 20)], NOBODY, ["a", "b"]),
        # Everyone minus a would be 5 of 6: the one who did not choose is of no known group.
        ([("a", 0, 6), ("b", 5, 5)], (0, 1), ["a", "b"]),
        # Two small groups that together are a small one need a third.
        ([("a", 9, 20), ("b", 1, 8), ("c", 2, 7), ("d", 6, 15)], NOBODY, ["b", "c", "d"]),
        # All minus a and b would tell of the 2 of 4 whose group is not known.
        ([("a", 9, 20), ("b", 8, 16)], (2, 4), ["b"]),
        ([("a", 9, 20), ("b", 8, 16)], (6, 12), []),
        ([("a", 2, 4)], NOBODY, ["a"]),
    ],
)
def test_small_groups_are_hidden_with_others(
    groups: list[tuple[str, int, int]], unknown: tuple[int, int], hidden: list[str]
) -> None:
    found = hidden_groups([Group(*group) for group in groups], Group("", *unknown), 5)
    assert sorted(found) == hidden


def test_the_attribute_of_choices_is_the_configs_and_must_be_declared(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "config", tmp_path / "config")
    file = tmp_path / "config/config.yaml"
    file.write_text(file.read_text().replace("choices_by: profession", "choices_by: profesion"))
    with pytest.raises(StudyError, match=r"profesion.*did you mean 'profession'"):
        load(file)
