"""Agreement, frequencies, codes together and saturation on texts small enough to count by hand."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from isop_analysis.base.reasons import Reason, read_reasons
from isop_analysis.contracts.cells import read_names
from isop_analysis.integration.agreement import agreement_rows, coders_compared, discussion_rows
from isop_analysis.integration.frequencies import frequency_rows, pair_rows, saturation_rows
from isop_analysis.integration.talks import of_talks, talks
from isop_analysis.study import Study, load
from isop_analysis.study.integration_settings import Coded

ROOT = Path(__file__).parents[3]
CODED = {"files": ["a.qdpx"], "documents": {}, "codebook": "1"}


def coded(**changes: Any) -> Coded:
    return Coded.model_validate(CODED | changes)


def codings(*rows: tuple[str, str | None, str, str, int, int]) -> pd.DataFrame:
    """Document, person, coder, code, start and end; each text has 1,000 characters."""
    names = ["document", "person", "coder", "code", "start", "end"]
    frame = pd.DataFrame(rows, columns=names).assign(kind="text", characters=1000)
    return frame.astype({"start": "Int64", "end": "Int64", "characters": "Int64"})


TWO = codings(("d1", "p1", "x", "clear", 0, 80), ("d1", "p1", "y", "clear", 40, 100))


def test_agreement_by_hand() -> None:
    """80 and 60 of 1,000 characters, 40 of them both: kappa (.94 − .8696) / (1 − .8696), alpha a bit less."""
    whole, code = agreement_rows(coders_compared(TWO, 1), TWO, coded(threshold=0.54))
    assert (code["code"], code["documents"], code["people"], code["coders"]) == ("clear", 1, 1, 2)
    assert code["kappa"] == pytest.approx((0.94 - 0.8696) / (1 - 0.8696))
    # 60 of 2,000 values differ from their pair; 140 of 2,000 are a yes.
    expected = 2 * 140 * 1860 / (2000 * 1999)
    assert code["alpha"] == pytest.approx(1 - 0.06 / expected)
    assert code["percentage"] == pytest.approx(94.0)
    assert (code["alpha"] < 0.54, code["below"]) == (True, True)
    assert whole["code"] == "all"
    # One document is too few to draw documents again.
    assert [one.key for one in read_reasons(whole["reason"])] == ["coding_few_documents"]


@pytest.mark.parametrize(("coefficient", "below"), [("alpha", True), ("kappa", False)])
def test_the_threshold_is_of_the_coefficient_that_config_names(coefficient: str, below: bool) -> None:
    rows = agreement_rows(coders_compared(TWO, 1), TWO, coded(threshold=0.5398, coefficient=coefficient))
    assert rows[1]["below"] is below


def test_one_coder_agrees_with_nobody() -> None:
    alone = TWO[TWO["coder"] == "x"]
    found = coders_compared(alone, 1)
    assert isinstance(found, Reason)
    (row,) = agreement_rows(found, alone, coded())
    assert (row["code"], row["documents"], row["coders"], row["alpha"], row["below"]) == (
        "all",
        0,
        1,
        None,
        False,
    )
    assert [one.key for one in read_reasons(row["reason"])] == ["coding_no_shared_document"]
    assert discussion_rows(found, pd.DataFrame(), pd.DataFrame()) == []


def test_documents_of_one_coder_and_several_of_one_person_count_once() -> None:
    more = [
        ("d2", "p1", "x", "clear", 0, 9),
        ("d2", "p1", "y", "clear", 0, 9),
        ("d3", "p2", "x", "clear", 0, 9),
    ]
    group = [("d4", None, "x", "clear", 0, 9), ("d4", None, "y", "vague", 0, 9)]
    given = pd.concat([TWO, codings(*more, *group)], ignore_index=True)
    rows = {row["code"]: row for row in agreement_rows(coders_compared(given, 1), given, coded())}
    # Three documents two coded: two of one person, and a group that counts as one.
    assert (rows["all"]["documents"], rows["all"]["people"]) == (3, 2)
    assert (rows["vague"]["documents"], rows["vague"]["coders"]) == (1, 1)


def test_what_coders_should_discuss_has_names_and_words() -> None:
    given = codings(("d1", "p1", "x", "clear", 0, 9), ("d1", "p1", "y", "vague", 0, 9))
    names = [("document", "d1", "Interview 1"), ("coder", "x", "An"), ("coder", "y", "Bo")]
    hidden = pd.DataFrame(names, columns=["kind", "pseudonym", "name"])
    received = pd.DataFrame({"document": ["Interview 1"], "start": [0], "end": [9], "text": ["Ja, zeker"]})
    first, second = discussion_rows(coders_compared(given, 1), hidden, received)
    assert (first["document"], first["text"], first["start"], first["end"]) == (
        "Interview 1",
        "Ja, zeker",
        0,
        9,
    )
    assert (first["coder"], first["code"], first["other"], first["shared"]) == ("An", "clear", "Bo", 0)
    assert read_names(first["instead"]) == ["vague"]
    assert (second["coder"], second["code"]) == ("Bo", "vague")


@pytest.fixture(scope="module")
def study() -> Study:
    return load(ROOT / "config/tiny/config.yaml")


DOCUMENTS = pd.DataFrame(
    [
        ("d1", 1, "interview", "p1", "A", "c2024_t0", "future", 500, "consensus"),
        ("d2", 2, "reflection", "p1", "A", "c2024_t1", "future", 500, "coder"),
        ("d3", 3, "interview", "p2", "B", "c2024_t1", "working", 1000, "only_coder"),
        ("d4", 4, "group", None, "B", "c2024_t1", None, 1000, "consensus"),
        ("d5", 5, "interview", "p3", "B", "c2024_t1", "working", 1000, None),
    ],
    columns=["document", "place", "kind", "person", "team", "wave", "role", "characters", "analysed"],
)
SEGMENTS = pd.DataFrame(
    [
        (1, "d1", "role_clarity", 0, 10),
        (2, "d2", "role_clarity", 0, 10),
        (2, "d2", "no_time", 0, 10),
        (3, "d2", "no_time", 20, 30),
        (4, "d2", "guidance", 25, 40),
        (5, "d4", "no_time", None, None),
    ],
    columns=["segment", "document", "code", "start", "end"],
).astype({"start": "Int64", "end": "Int64"})


def test_codes_are_counted_of_documents_that_were_coded(study: Study) -> None:
    """d5 is not coded: it is missing, and nobody who did not raise the code."""
    rows = frequency_rows(study, DOCUMENTS, SEGMENTS)
    assert study.integration is not None
    assert {row["code"] for row in rows} == {code.name for code in study.integration.codes}
    clear = {(row["by"], row["value"]): row for row in rows if row["code"] == "role_clarity"}
    counts = ("documents", "documents_with", "asked", "people", "segments")
    assert [clear["all", "all"][name] for name in counts] == [4, 2, 3, 1, 2]
    assert clear["all", "all"]["per_thousand"] == pytest.approx(2 / 3)
    assert [clear["role", "future"][name] for name in counts] == [2, 2, 1, 1, 2]
    assert clear["role", "future"]["per_thousand"] == pytest.approx(2.0)
    assert [clear["role", "working"][name] for name in counts] == [1, 0, 1, 0, 0]
    assert [clear["team", "B"][name] for name in counts] == [2, 0, 2, 0, 0]
    assert [clear["wave", "c2024_t1"][name] for name in counts] == [3, 1, 3, 1, 1]
    assert [clear["occasion", "T0"][name] for name in counts] == [1, 1, 1, 1, 1]
    nobody = [row for row in rows if row["code"] == "initiative" and row["by"] == "all"]
    assert [nobody[0][name] for name in counts] == [4, 0, 3, 0, 0]


def test_without_the_length_of_a_text_there_is_no_rate(study: Study) -> None:
    unknown = DOCUMENTS.assign(characters=pd.array([500, 500, None, 1000, 1000], dtype="Int64"))
    rows = frequency_rows(study, unknown, SEGMENTS)
    clear = {(row["by"], row["value"]): row["per_thousand"] for row in rows if row["code"] == "role_clarity"}
    assert clear["all", "all"] is None
    assert clear["role", "future"] == pytest.approx(2.0)


ANSWERS = pd.DataFrame(
    [
        ("a1", 6, "answer", "p1", "A", "c2024_t1", "future", 20, "consensus"),
        ("a2", 7, "answer", "p9", "C", "c2024_t1", "future", 30, "consensus"),
        ("a3", 8, "answer", "p8", "C", "c2024_t1", "future", 30, None),
    ],
    columns=DOCUMENTS.columns,
)
OF_ANSWERS = pd.DataFrame(
    [(6, "a1", "role_clarity", 0, 10), (7, "a2", "no_time", 0, 10)], columns=SEGMENTS.columns
).astype({"start": "Int64", "end": "Int64"})


def test_open_answers_are_a_kind_of_text_and_nobodys_interview(study: Study) -> None:
    both, coded_in = pd.concat([DOCUMENTS, ANSWERS]), pd.concat([SEGMENTS, OF_ANSWERS])
    without = frequency_rows(study, DOCUMENTS, SEGMENTS)
    rows = frequency_rows(study, both, coded_in)
    answers = [row for row in rows if (row["by"], row["value"]) == ("kind", "answer")]
    assert [row for row in rows if row not in answers] == without
    assert all((row["documents"], row["asked"]) == (2, 2) for row in answers)
    clear = next(row for row in answers if row["code"] == "role_clarity")
    assert (clear["documents_with"], clear["people"], clear["segments"]) == (1, 1, 1)
    assert clear["per_thousand"] == pytest.approx(20.0)
    assert "C" not in {row["value"] for row in rows if row["by"] == "team"}
    pd.testing.assert_frame_equal(talks(both), DOCUMENTS)
    pd.testing.assert_frame_equal(of_talks(coded_in, both), SEGMENTS)


def test_codes_that_occur_together() -> None:
    rows = {(row["code"], row["other"]): (row["documents"], row["segments"]) for row in pair_rows(SEGMENTS)}
    # The same passage has both; two passages share characters 25 to 30; one text has both apart.
    assert rows == {
        ("no_time", "role_clarity"): (1, 1),
        ("guidance", "no_time"): (1, 1),
        ("guidance", "role_clarity"): (1, 0),
    }


def test_new_codes_in_the_order_of_the_documents() -> None:
    rows = saturation_rows(DOCUMENTS, SEGMENTS)
    assert [(row["document"], row["new_codes"], row["codes"]) for row in rows] == [
        ("d1", 1, 1),
        ("d2", 2, 3),
        ("d3", 0, 3),
        ("d4", 0, 3),
    ]


def test_nothing_coded_gives_no_rows(study: Study) -> None:
    nothing = DOCUMENTS.iloc[:0]
    assert frequency_rows(study, nothing, SEGMENTS.iloc[:0]) == []
    assert pair_rows(SEGMENTS.iloc[:0]) == saturation_rows(nothing, SEGMENTS.iloc[:0]) == []
