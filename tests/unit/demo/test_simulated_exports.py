"""Each export carries what real tools' exports carry."""

import csv
import io
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from isop_analysis import qualitative

DEMO = Path(__file__).parents[3] / "data" / "raw" / "demo"


def rows_of(file: str, encoding: str = "utf-8", delimiter: str = ",") -> list[list[str]]:
    text = (DEMO / file).read_bytes().decode(encoding)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def column(rows: list[list[str]], name: str) -> list[str]:
    place = rows[0].index(name)
    return [row[place] for row in rows[1:]]


def sheet(file: str, name: str) -> list[list[object]]:
    return CalamineWorkbook.from_path(str(DEMO / file)).get_sheet_by_name(name).to_python()


def test_qualtrics_has_three_header_rows_and_import_ids_that_differ_from_the_names() -> None:
    names, texts, ids = rows_of("scan_c2023_t1.csv")[:3]
    import_ids = [json.loads(cell)["ImportId"] for cell in ids]
    assert names[:4] == ["StartDate", "EndDate", "Status", "IPAddress"]
    assert texts[:4] == ["Begindatum", "Einddatum", "Soort respons", "IP-adres"]
    assert json.loads(ids[0]) == {"ImportId": "startDate", "timeZone": "Europe/Amsterdam"}
    assert import_ids[names.index("Q6_3")] == "QID6_7"
    assert import_ids[names.index("RecipientEmail")] == "recipientEmail"


def test_qualtrics_comes_in_texts_and_in_codes() -> None:
    texts, codes = rows_of("scan_c2023_t1.csv"), rows_of("scan_c2024_t1.csv")
    assert {"Mee eens", "Helemaal mee eens"} <= set(column(texts, "Q5_1"))
    assert set(column(codes, "Q5_1")[2:]) <= {"1", "2", "3", "4", "5", "6", "7", "-99", ""}
    assert "-99" in {cell for row in codes[3:] for cell in row}
    assert {"Leraar", ""} == set(column(texts, "Q12_1")[2:])
    assert any(re.fullmatch(r"\d(,\d)+", cell) for cell in column(codes, "Q12")[2:])


def test_qualtrics_has_previews_broken_off_answers_and_line_breaks_in_answers() -> None:
    rows = rows_of("scan_c2024_t0.csv")
    assert column(rows, "Status").count("Survey Preview") == 2
    assert "False" in column(rows, "Finished")
    assert any("\n" in cell for cell in column(rows, "Q15"))
    assert all(re.fullmatch(r"192\.0\.2\.\d+", cell) for cell in column(rows, "IPAddress")[2:])


def test_legacy_qualtrics_has_a_byte_order_mark_two_header_rows_and_trailing_commas() -> None:
    content = (DEMO / "scan_legacy_c2023_t0.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfV1,V2,")
    assert b"ImportId" not in content
    rows = rows_of("scan_legacy_c2023_t0.csv", "utf-8-sig")
    assert rows[1][:2] == ["ResponseID", "ResponseSet"]
    assert {row[-1] for row in rows} == {""}


def test_limesurvey_tells_not_seen_from_skipped() -> None:
    rows = rows_of("srt_codes_c2023_t0.csv")
    assert rows[0][:2] == ["id", "submitdate"]
    cells = [cell for place in range(12, 29) for cell in column(rows, rows[0][place])]
    assert rows[0][12] == "SRT[SQ001]"
    assert set(cells) == {"A1", "A2", "A3", "A4", "A5", "A6", "A7", "N/A", ""}
    files = sorted(path.name for path in DEMO.glob("srt_codes_*.csv"))
    broken_off = [row for file in files for row in rows_of(file)[1:] if row[1] == ""]
    assert {row[rows[0].index("LEERT[SQ001]")] for row in broken_off} == {"N/A"}
    assert set(column(rows, "LEERT[SQ001]")) == {"Y", ""}


def test_limesurvey_headings_are_texts_and_names_stand_in_the_syntax_file() -> None:
    head = rows_of("srt_texts_c2024_t1.csv")[0]
    syntax = (DEMO / "srt_texts_c2024_t1.sps").read_text(encoding="utf-8")
    names = re.findall(r"RENAME VARIABLE \( V(\d+) = (\w+) \)\.", syntax)
    assert head.count("") == 2
    assert len(head) - len(set(head)) == 2
    assert [int(number) for number, _ in names] == list(range(1, len(head) + 1))
    assert names[head.index("", head.index("") + 1)][1] == "SRT_SQ011"


def test_spss_has_labels_user_missing_codes_a_set_and_no_clock() -> None:
    import pyreadstat

    cells, about = pyreadstat.read_sav(str(DEMO / "srt_c2023_t1.sav"), user_missing=True)
    assert about.variable_value_labels["SRT_SQ001"][5.0] == "Klopt helemaal"
    assert [entry["lo"] for entry in about.missing_ranges["SRT_SQ001"]] == [97.0, 98.0, 99.0]
    assert about.mr_sets["LEERT"]["variable_list"] == [f"LEERT_SQ00{number}" for number in range(1, 6)]
    assert f"{about.creation_time}" == "2025-07-10 12:00:00"
    answers = cells[[name for name in cells if name.startswith("SRT_")]]
    assert {97.0, 98.0, 99.0} <= set(answers.stack())
    assert bool(answers.isna().any().any())


def test_forms_headers_are_dutch_and_badly_spaced_and_some_are_absent() -> None:
    whole, part = (
        sheet("kwaliteitsmeter_2024.xlsx", "Sheet1"),
        sheet("kwaliteitsmeter_c2023_t0.xlsx", "Sheet1"),
    )
    interface = ["ID", "Begintijd", "Tijd van voltooien", "E-mail", "Naam", "Tijd van laatste wijziging"]
    assert whole[0][:6] == interface
    assert part[0][:4] == interface[:4]
    assert "Naam" not in part[0]
    assert "In ons leerteam luisteren wij naar elkaar. " in part[0]
    assert "Wij\xa0maken\xa0af waar we aan beginnen." in part[0]
    assert "anonymous" in [row[3] for row in whole]
    assert {"Helemaal mee eens", "N.v.t.", "Weet ik niet"} <= {cell for row in whole for cell in row}
    assert {row[6] for row in whole[1:]} == {"c2024_t0", "c2024_t1", "c2024_t2"}


def test_the_register_has_people_in_two_teams_movers_and_people_without_a_team() -> None:
    members = [row for year in ("2023", "2024") for row in sheet(f"register_{year}.xlsx", "Leden")[1:]]
    teams: dict[object, set[object]] = {}
    for row in members:
        teams.setdefault(row[2], set()).add(row[0])
    # 3 in two teams, 3 who changed team, 2 in both cohorts.
    assert sum(len(found) == 2 for found in teams.values()) == 8
    assert sum(found == {""} for found in teams.values()) == 20
    assert len({row[0] for row in members} - {""}) == 24
    rare = [row[5] for row in members if row[5] in ("Logopedist", "logopedist")]
    assert 1 <= len(rare) <= 3


@pytest.mark.parametrize("file", ["schooladviezen.csv", "eindscores.csv"])
def test_open_data_are_windows_1252_with_semicolons(file: str) -> None:
    content = (DEMO / file).read_bytes()
    with pytest.raises(UnicodeDecodeError):
        content.decode("utf-8")
    rows = rows_of(file, "cp1252", ";")
    assert {len(row) for row in rows} == {len(rows[0])}
    assert all(code.startswith("99") for code in column(rows, "INSTELLINGSCODE"))
    assert " " in {row[-1] for row in rows}


def test_open_data_have_suppressed_cells_decimal_commas_and_drifting_keys() -> None:
    advice, scores = rows_of("schooladviezen.csv", "cp1252", ";"), rows_of("eindscores.csv", "cp1252", ";")
    counts = column(advice, "ADVIES_LAGER_DAN_TOETS")
    assert "<5" in counts
    assert not {"1", "2", "3", "4"} & set(counts)
    assert any(re.fullmatch(r"5\d\d,\d{12}", cell) for cell in column(scores, "CET_GEM"))
    assert set(column(advice, "VESTIGINGSCODE")) == {"00", "01"}
    assert "99AA00" in column(scores, "VESTIGINGSCODE")
    assert column(rows_of("vve_bereik.csv", "cp1252", ";"), "GEMEENTENUMMER")[0] == " 9901"


def test_two_coders_code_in_two_programs_and_sometimes_disagree() -> None:
    """The first codes all texts, the second half of them, under other GUIDs, Dutch names and with CR LF."""
    files = [DEMO / f"interviews_{name}.qdpx" for name in ("codeur_a", "codeur_b", "overleg")]
    first, second, agreed = (qualitative.read(file) for file in files)
    assert (len(first.documents), len(second.documents), len(agreed.documents)) == (150, 74, 150)
    assert (len(first.codes), len(second.codes)) == (12, 12)
    assert not set(first.codes["code"]) & set(second.codes["code"])
    assert "\r\n" in second.documents["text"].iloc[0]
    assert "\r" not in first.documents["text"].iloc[0]
    both = qualitative.read(*files[:2])
    assert both.notes == ()
    assert both.coders["coder"].tolist() == ["codeur_a", "codeur_b"]
    places = both.segments.groupby(["document", "start"])["coder"].nunique()
    shared = both.segments[both.segments["document"].isin(second.documents["document"])]
    assert (places[shared["document"].unique().tolist()] == 2).all()
    columns = ["document", "start", "end", "text"]
    assert first.segments[columns].equals(agreed.segments[columns])


def test_the_table_of_documents_knows_every_text_and_one_that_is_not_coded_yet() -> None:
    rows = rows_of("documenten.csv", "utf-8-sig", ";")
    coded = set(qualitative.read(DEMO / "interviews_codeur_a.qdpx").documents["document"])
    answers = {name for name in coded if name.startswith("open_good ")}
    assert len(answers) == 45
    coded -= answers
    names = column(rows, "document")
    assert [name for name in names if name not in coded] == ["Interview 098"]
    assert coded < set(names)
    kinds = Counter(column(rows, "soort"))
    assert kinds == {"interview": 98, "reflectie": 4, "groepsgesprek": 4}
    groups = [row for row in rows[1:] if row[1] == "groepsgesprek"]
    assert all(person == "" and team.startswith("LT") for _, _, person, team, *_ in groups)
