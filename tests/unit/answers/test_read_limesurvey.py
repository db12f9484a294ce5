from pathlib import Path

import pytest
from exported_study import Exported

from isop_analysis.base.reasons import Reason, read_reasons

HEAD = '"id","submitdate","startdate","token","ipaddr","SRT[SQ001]","SRT[SQ002]","YEARS","WISH"'
CHOICES = '"MEETS[1]","MEETS[2]","MEETS[3]","MEETS[other]"'
ROWS = [
    '"1","2024-10-01 09:04:00","2024-10-01 09:00:00","tok1","192.0.2.1","A4","N/A","4","","Y","","",""',
    '"2","","2024-10-01 10:00:00","","192.0.2.2","A5","","","","","","",""',
    '"3","2024-10-01 11:02:00","2024-10-01 11:00:00","","192.0.2.3","","A1","","N/A","N/A","N/A","N/A","N/A"',
]
EXPECTED = {
    "a1": [4.0, 5.0, "skipped"],
    "a2": ["not_seen", "not_seen", 1.0],
    "years": [4.0, "not_seen", "skipped"],
    "meets_teacher": [1.0, "not_seen", "not_seen"],
    "meets_parents": [0.0, "not_seen", "not_seen"],
    "meets_nobody": [0.0, "not_seen", "not_seen"],
}
TEXTS = '"Antwoord-ID","Datum","Datum gestart","","","Hoe gaat het?","Hoe gaat het?","Jaren","Wens","L","O","","Anders"'  # noqa: E501
NAMES = [
    *("id", "submitdate", "startdate", "token", "ipaddr", "SRT_SQ001", "SRT_SQ002", "YEARS", "WISH"),
    *("MEETS_1", "MEETS_2", "MEETS_3", "MEETS_other"),
]


def test_not_seen_and_skipped_stay_apart(tmp_path: Path) -> None:
    study = Exported.make(tmp_path)
    study.file("lime.csv", "\n".join([f"{HEAD},{CHOICES}", *ROWS]))
    study.run()
    assert study.answers() == EXPECTED
    responses = study.table("received_responses")
    assert responses["tool_response"].tolist() == ["1", "2", "3"]
    assert responses["token"].fillna("none").tolist() == ["tok1", "none", "none"]
    assert responses["seconds"].fillna(-1).tolist() == [240.0, -1.0, 120.0]
    assert responses["finished"].tolist() == [True, False, True]
    assert study.table("received_comments").empty
    report = study.table("import_report").iloc[0]
    assert (report["items_matched"], report["columns_dropped"]) == (5, 2)


@pytest.mark.parametrize("spelled", ["SRT_SQ001", "SRT.SQ001.", "srt.sq001", "SRT[SQ001]. Ik ken de taken."])
def test_codes_are_found_in_every_spelling(tmp_path: Path, spelled: str) -> None:
    study = Exported.make(tmp_path)
    head = f"{HEAD},{CHOICES}".replace("SRT[SQ001]", spelled).replace("MEETS[", "MEETS_").replace(']"', '"')
    study.file("lime.csv", "\n".join([head, *ROWS]))
    study.run()
    assert study.answers() == EXPECTED


def syntax_of_spss() -> str:
    variables = "\n".join(f" V{place} A64" for place in range(1, len(NAMES) + 1))
    renames = "\n".join(
        f"RENAME VARIABLE ( V{place} = {name} )." for place, name in enumerate(NAMES, start=1)
    )
    return f"GET DATA\n /TYPE=TXT\n /VARIABLES=\n{variables}.\nCACHE.\n{renames}\n"


def syntax_of_r() -> str:
    lines = [f'names(data)[{place}] <- "{name}"' for place, name in enumerate(NAMES, start=1)]
    return 'data <- read.csv("x.csv")\n' + "\n".join(lines) + "\n"


@pytest.mark.parametrize(("suffix", "syntax"), [(".sps", syntax_of_spss()), (".R", syntax_of_r())])
def test_full_texts_as_headings_go_by_the_syntax_file_beside_them(
    tmp_path: Path, suffix: str, syntax: str
) -> None:
    study = Exported.make(tmp_path)
    study.file("lime.csv", "\n".join([TEXTS, *ROWS]))
    study.file(f"lime{suffix}", syntax)
    study.run()
    assert study.answers() == EXPECTED
    (cell,) = study.table("import_report")["notes"]
    assert read_reasons(cell) == [Reason("names_by_position", file=f"lime{suffix}")]
    assert str(read_reasons(cell)[0]) == f"column names by position from lime{suffix}"


def test_a_syntax_file_of_another_export_is_refused(tmp_path: Path) -> None:
    study = Exported.make(tmp_path)
    study.file("lime.csv", "\n".join([TEXTS, *ROWS]))
    study.file("lime.sps", syntax_of_spss().replace("V13 ", "V14 "))
    assert study.problems() == [
        "data/raw/small/lime.sps: has 14 variables, but the export has 13 columns; export both again together"
    ]


def test_a_variable_that_the_syntax_leaves_unnamed_counts_as_a_column(tmp_path: Path) -> None:
    study = Exported.make(tmp_path)
    study.file("lime.csv", "\n".join([TEXTS, *ROWS]))
    study.file("lime.sps", syntax_of_spss().replace("RENAME VARIABLE ( V5 = ipaddr ).\n", ""))
    study.run()
    assert study.answers() == EXPECTED


def test_a_syntax_file_without_names_is_refused(tmp_path: Path) -> None:
    study = Exported.make(tmp_path)
    study.file("lime.csv", "\n".join([TEXTS, *ROWS]))
    study.file("lime.sps", "GET DATA.\n")
    assert study.problems() == [
        "data/raw/small/lime.sps: names no variables (RENAME VARIABLE or names(data) were expected); "
        "export it again"
    ]


def test_full_texts_as_headings_without_a_syntax_file_are_refused(tmp_path: Path) -> None:
    study = Exported.make(tmp_path)
    study.file("lime.csv", "\n".join([TEXTS, *ROWS]))
    assert study.problems() == [
        "data/raw/small/lime.csv:1: has none of the question codes as headings; export it with codes, or put "
        "the syntax file (lime.sps or .R) beside it"
    ]
