"""Full texts as headings go by the syntax file's order, as far as its labels bear the headings out."""

import pytest
from exported_study import Exported

NAMES = ["id", "submitdate", "SRT_SQ001", "SRT_SQ002", "YEARS", "WISH", "MEETS_1", "MEETS_2", "MEETS_3"]
TEXTS = [
    *("Antwoord-ID", "Datum", "Hoe gaat het? [Ik ken de taken.]", "Hoe gaat het? [Ik overleg.]"),
    *("Jaren ervaring?", "Wat kan beter?", "Met wie? [Leraar]", "Met wie? [Ouders]", "Met wie? [Niemand]"),
]
LABELS = [
    *("id", "submitdate", "[Ik ken de taken.] Hoe gaat het?", "[Ik overleg.] Hoe gaat het?"),
    *("Jaren ervaring?", "Wat kan beter?", "[Leraar] Met wie?", "[Ouders] Met wie?", "[Niemand] Met wie?"),
]
CELLS = ["1", "2024-10-01 09:04:00", "A4", "A2", "4", "", "Y", "", ""]
TIMES = ["Total time", "Group time: Leerteam", "Question time: SRT"]
FILE = "data/raw/small/lime.csv"


def spss(labels: list[str]) -> str:
    numbered = list(enumerate(zip(NAMES, labels, strict=True), start=1))
    return "\n".join(
        [
            *(f" V{place} A64" for place, _ in numbered),
            *(f'VARIABLE LABELS V{place} "{label}".' for place, (_, label) in numbered),
            *(f"RENAME VARIABLE ( V{place} = {name} )." for place, (name, _) in numbered),
        ]
    )


def r(labels: list[str]) -> str:
    return "\n".join(
        f'attributes(data)$variable.labels[{place}] <- "{label}"\nnames(data)[{place}] <- "{name}"'
        for place, (name, label) in enumerate(zip(NAMES, labels, strict=True), start=1)
    )


def table(*rows: list[str]) -> str:
    return "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows)


@pytest.fixture(params=[(".sps", spss), (".R", r)], ids=["spss", "r"])
def exported(request: pytest.FixtureRequest, study: Exported) -> Exported:
    suffix, syntax = request.param
    study.file(f"lime{suffix}", syntax(LABELS))
    return study


def test_times_at_the_end_belong_to_no_variable(exported: Exported) -> None:
    exported.file("lime.csv", table(TEXTS + TIMES, [*CELLS, "84.2", "40.1", "12.9"]))
    exported.run()
    answers = exported.answers()
    assert (answers["a1"], answers["a2"], answers["years"]) == ([4.0], [2.0], [4.0])
    assert answers["meets_teacher"] == [1.0]


def test_other_columns_at_the_end_are_no_times(exported: Exported) -> None:
    exported.file("lime.csv", table([*TEXTS, "Opmerking"], [*CELLS, "x"]))
    beside = next(path.name for path in exported.raw.iterdir() if path.suffix in (".sps", ".R"))
    assert exported.problems() == [
        f"data/raw/small/{beside}: has 9 variables, but the export has 10 columns; export both again together"
    ]


def test_two_columns_that_changed_places_exchange_no_items(exported: Exported) -> None:
    def moved(row: list[str]) -> list[str]:
        return [*row[:2], row[3], row[2], *row[4:]]

    exported.file("lime.csv", table(moved(TEXTS), moved(CELLS)))
    beside = next(path.name for path in exported.raw.iterdir() if path.suffix in (".sps", ".R"))
    assert exported.problems() == [
        f"{FILE}:1: column 3 has the heading of variable 4 in {beside}; export both again together",
        f"{FILE}:1: column 4 has the heading of variable 3 in {beside}; export both again together",
    ]


def test_labels_cut_short_or_without_marks_still_fit(study: Exported) -> None:
    study.file("lime.csv", table(TEXTS, CELLS))
    study.file("lime.sps", spss([label[:18].rstrip("?.") for label in LABELS]))
    study.run()
    assert study.answers()["a1"] == [4.0]
