"""Whether 3/4/2024 is in April or in March is decided from all rows of a file, or asked."""

from collections.abc import Sequence

import pytest
from exported_study import Exported

FILE = "data/raw/small/plain.csv"
SOURCE = "{{name: plain, format: plain_csv, files: 'plain*', fields: {{started: start}}{more}}}"
ASKED = (
    f"{FILE}: column 'start' doesn't tell whether the day or the month stands first; add 'dates: day_first' "
    "or 'dates: month_first' to the source plain"
)
BOTH = (
    f"{FILE}: column 'start' has dates with the day first ({{days}} rows) and with the month first "
    f"({{months}}); write them in one order"
)


def fill(study: Exported, dates: Sequence[str], more: str = "") -> None:
    study.instrument(SOURCE.format(more=more))
    study.file("plain.csv", "a1,a2,years,start\n" + "".join(f"4,4,3,{date}\n" for date in dates))
    path = study.root / "config" / "scan.yaml"
    text = path.read_text(encoding="utf-8").replace("  - name: wish\n", "  - name: wish2\n")
    path.write_text(text.split("  - name: wish2\n")[0], encoding="utf-8")


def started(study: Exported) -> list[str]:
    study.run()
    return [str(cell) for cell in study.table("received_responses")["started"]]


def test_one_american_date_changes_no_other(study: Exported) -> None:
    fill(study, [*(f"{1 + day % 12}/10/2024 9:00" for day in range(71)), "9/30/2024 9:00"])
    assert study.problems() == [ASKED]


def test_the_order_of_a_late_row_holds_for_the_first(study: Exported) -> None:
    dates = [f"{1 + day % 12}/{10 if day < 5_500 else 13 + day % 15}/2024" for day in range(8_000)]
    fill(study, dates)
    assert started(study)[:2] == ["2024-01-10 00:00:00", "2024-02-10 00:00:00"]


def test_dates_of_both_orders_are_refused(study: Exported) -> None:
    fill(study, ["30/9/2024", "9/30/2024", "1/10/2024", "13/10/2024"])
    assert study.problems() == [BOTH.format(days=2, months=1)]


@pytest.mark.parametrize(
    ("dates", "found"),
    [
        (["1-10-2024", "2-10-2024"], "2024-10-01"),
        (["1.10.2024"], "2024-10-01"),
        (["4/4/2024", "5/5/2024"], "2024-04-04"),
        (["1/10/2024", "13/10/2024"], "2024-10-01"),
        (["1/10/2024", "10/13/2024"], "2024-01-10"),
        (["2024-10-01", "2024-10-13"], "2024-10-01"),
    ],
)
def test_what_the_rows_show(study: Exported, dates: list[str], found: str) -> None:
    fill(study, dates)
    assert started(study)[0] == f"{found} 00:00:00"


def test_what_no_row_shows_is_asked_and_can_be_said(study: Exported) -> None:
    fill(study, ["1/10/2024", "2/10/2024"])
    assert study.problems() == [ASKED]
    fill(study, ["1/10/2024", "2/10/2024"], more=", dates: month_first")
    assert started(study)[0] == "2024-01-10 00:00:00"
    fill(study, ["1/10/2024", "2/10/2024"], more=", dates: day_first")
    assert started(study)[0] == "2024-10-01 00:00:00"


def test_what_is_no_date_is_told(study: Exported) -> None:
    fill(study, ["2024-10-01 09:00", "gisteren", "", "31-11-2024"])
    assert study.problems() == [
        f"{FILE}:3: column 'start' holds no date (a text of 8 characters); write it as 2024-09-30 14:05",
        f"{FILE}:5: column 'start' holds no date (a number of 8 digits); write it as 2024-09-30 14:05",
    ]
