import pytest
from exported_study import SCAN, Exported

from isop_analysis.study import StudyError


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "nl: Mee oneens",
            "nl: Mee  Eens",
            "answer_scales[0]: 'mee eens' means both 2 and 4; correct one of them",
        ),
        ("accept: [A5]", "accept: [a4]", "answer_scales[0]: 'a4' means both 4 and 5; correct one of them"),
        (
            "code: N.v.t.",
            "code: Neutral",
            "answer_scales[0]: 'neutral' means both not_applicable and 3; correct one of them",
        ),
        (
            "nl: Niemand",
            "nl: ouders",
            "multiple_choice[0]: 'ouders' means both parents and nobody; correct one of them",
        ),
    ],
)
def test_a_label_that_means_two_things(
    study: Exported, monkeypatch: pytest.MonkeyPatch, old: str, new: str, said: str
) -> None:
    assert old in SCAN
    monkeypatch.setattr("exported_study.SCAN", SCAN.replace(old, new))
    study.instrument()
    with pytest.raises(StudyError) as raised:
        study.load()
    (problem,) = raised.value.problems
    assert problem.file == "config/scan.yaml"
    assert f"{problem.path}: {problem.message}" == said
