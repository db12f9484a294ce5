from pathlib import Path

import pytest
from exported_study import SCAN, Exported

SCAN_WITH_OTHER = SCAN.replace(
    'nl: Niemand, en: Nobody, suffix: "3"', 'nl: Anders, en: Other, suffix: "3", other: true'
)


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Exported:
    monkeypatch.setattr("exported_study.SCAN", SCAN_WITH_OTHER.replace("accept: [A5]", "other: true"))
    return Exported.make(tmp_path)


def test_texts_of_ones_own_mean_the_answer_marked_other(study: Exported) -> None:
    cells = ["Ouders;de buurvrouw, van hiernaast;", "de buurvrouw; Leraar, ook vak", "Anders", "Ouders"]
    rows = [f'iets anders,4,3,,"{cell}"\n' for cell in cells]
    study.file("plain.csv", "a1,a2,years,wish,meets\n" + "".join(rows))
    study.run()
    answers = study.answers()
    assert answers["a1"] == [5.0] * 4
    assert answers["meets_parents"] == [1.0, 0.0, 0.0, 1.0]
    assert answers["meets_teacher"] == [0.0, 1.0, 0.0, 0.0]
    assert answers["meets_nobody"] == [1.0, 1.0, 1.0, 0.0]


def test_in_a_column_of_its_own_any_text_is_a_mark(study: Exported) -> None:
    text = "a1,a2,years,wish,meets_1,meets_2,meets_3\n4,4,3,,,,oma\n4,4,3,,1,,\n"
    study.file("plain.csv", text)
    study.run()
    assert study.answers()["meets_nobody"] == [1.0, 0.0]
    assert study.answers()["meets_teacher"] == [0.0, 1.0]
