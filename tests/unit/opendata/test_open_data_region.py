"""Golden numbers: the figures that the providers' own files were described with, see data/open/README.md."""

from pathlib import Path

import pandas as pd
import pytest

from isop_analysis.opendata import describe_region, read_disadvantage, read_final_test, region_names
from isop_analysis.study.base import Text
from isop_analysis.study.context import Area, Municipality, Region
from isop_analysis.study.problems import StudyError

OPEN = Path(__file__).parents[3] / "data" / "open"
ACHTERHOEK = {
    "0197": "Aalten",
    "1859": "Berkelland",
    "1876": "Bronckhorst",
    "0222": "Doetinchem",
    "1955": "Montferland",
    "1586": "Oost Gelre",
    "1509": "Oude IJsselstreek",
    "0294": "Winterswijk",
}
DE_LIEMERS = {"0221": "Doesburg", "0226": "Duiven", "0293": "Westervoort", "0299": "Zevenaar"}


def area(name: str, towns: dict[str, str]) -> Area:
    return Area(
        name=name,
        title=Text(nl=name, en=name),
        municipalities=[Municipality(code=code, name=town) for code, town in towns.items()],
    )


@pytest.fixture(scope="module")
def schools() -> pd.DataFrame:
    region = Region(areas=[area("achterhoek", ACHTERHOEK), area("de_liemers", DE_LIEMERS)])
    final_test = read_final_test(OPEN / "gemiddelde-eindscores-bo-sbo-2018-2019.csv", "duo.csv", ["CET"])
    disadvantage = read_disadvantage(OPEN / "achterstandsscores-scholen-2019.xlsx", "cbs.xlsx")
    return describe_region(region, final_test, disadvantage).set_index(["measure", "code"])


@pytest.mark.parametrize(
    ("code", "number", "mean", "sd", "median_group_8"),
    [
        ("achterhoek", 144, 535.8, 3.3, 20.5),
        ("de_liemers", 32, 535.7, 2.1, 26.0),
        ("NL", 6300, 535.9, 3.6, 24.0),
    ],
)
def test_final_test(
    schools: pd.DataFrame, code: str, number: int, mean: float, sd: float, median_group_8: float
) -> None:
    group = schools.loc[("pupils_group_8", code)]
    test = schools.loc[("final_test", code)]
    assert group["schools"] == number
    assert group["median"] == median_group_8
    assert round(test["mean"], 1) == mean
    assert round(test["sd"], 1) == sd


@pytest.mark.parametrize(
    ("code", "number", "per_pupil"),
    [
        ("NL", 6295, 0.870),
        ("achterhoek", 141, 0.651),
        ("de_liemers", 32, 0.753),
        ("0221", 3, 1.061),
        ("0294", 16, 0.911),
    ],
)
def test_disadvantage_per_pupil_is_pooled(
    schools: pd.DataFrame, code: str, number: int, per_pupil: float
) -> None:
    row = schools.loc[("disadvantage", code)]
    assert row["schools"] == number
    assert round(row["mean"], 3) == per_pupil


def test_highest_disadvantage_in_the_region(schools: pd.DataFrame) -> None:
    rows = schools.loc["disadvantage"]
    towns = rows[rows["level"] == "municipality"].sort_values("mean", ascending=False)
    assert list(towns["name"][:2]) == ["Doesburg", "Winterswijk"]


def test_newer_column_names_and_utf8_are_read(tmp_path: Path) -> None:
    file = tmp_path / "new.csv"
    file.write_text(
        "INSTELLINGSCODE;VESTIGINGSCODE;GEMEENTENUMMER;GEMEENTENAAM;SOORT_PO;LEERJAAR_8;CET_GEM\n"
        "16AH;16AH00;0114;Emmen – één;Bo;11;535,25\n16AH;16AH01;0114;Emmen – één;Sbo;8;\n",
        encoding="utf-8",
    )
    frame = read_final_test(file, "new.csv", ["CET"])
    assert frame.to_dict("records") == [
        {
            "school": "16AH00",
            "municipality": "0114",
            "municipality_name": "Emmen – één",
            "group_8": 11.0,
            "CET": 535.25,
        }
    ]


def test_a_renamed_column_is_said_with_the_nearest(tmp_path: Path) -> None:
    file = tmp_path / "renamed.csv"
    file.write_text("BRIN_NUMMER;SOORTPO\n00AP;Bo\n")
    with pytest.raises(StudyError) as caught:
        read_final_test(file, "data/open/renamed.csv", ["CET"])
    expected = "data/open/renamed.csv:1: header: column 'SOORT_PO' is missing; did you mean 'SOORTPO'?"
    assert str(caught.value) == expected


def test_a_truncated_workbook_is_said(tmp_path: Path) -> None:
    file = tmp_path / "cut.xlsx"
    file.write_bytes((OPEN / "achterstandsscores-scholen-2019.xlsx").read_bytes()[:5000])
    with pytest.raises(StudyError) as caught:
        read_disadvantage(file, "data/open/cut.xlsx")
    assert str(caught.value) == (
        "data/open/cut.xlsx: can't be read as a workbook: cut off, damaged, or another kind of file; save it "
        "as .xlsx again"
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "x.csv: is empty; a header and answers were expected"),
        ("A B C\n1 2 3\n", "x.csv:1: has one column; cells separated by ';', ',' or tab were expected"),
        ("A;B\n1;2;3\n", "x.csv:2: has 3 cells where the header has 2; export the file again"),
    ],
)
def test_a_file_that_is_no_table_is_said(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "x.csv"
    file.write_text(content)
    with pytest.raises(StudyError) as caught:
        read_final_test(file, "x.csv", ["CET"])
    assert str(caught.value) == message


def test_names_of_the_regions_places_and_schools(tmp_path: Path) -> None:
    """Of the region's municipalities alone; what DUO shortens or adds is as people say it."""
    file = tmp_path / "schools.csv"
    rows = ["GEMEENTENUMMER;PLAATSNAAM;INSTELLINGSNAAM_VESTIGING"]
    rows += [
        "1955;BEEK GEM MONTFERLAND;Basissch De Hoeksteen",
        ' 197;AALTEN;"BS ""De Maas"""',
        "0599;ROTTERDAM;De Brug",
    ]
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    region = Region(providers=["CET"], areas=[area("a", {"0197": "Aalten", "1955": "Montferland"})])
    assert [(row["kind"], row["entry"]) for row in region_names(region, file, "schools.csv")] == [
        ("places", "AALTEN"),
        ("places", "Aalten"),
        ("places", "BEEK"),
        ("places", "Montferland"),
        ("schools", 'basisschool "De Maas"'),
        ("schools", "basisschool De Hoeksteen"),
    ]
    file.write_text("GEMEENTENUMMER;SOORT\n0197;Bo\n", encoding="utf-8")
    assert {str(row["kind"]) for row in region_names(region, file, "schools.csv")} == {"places"}
    assert len(region_names(region, None, "")) == 2
