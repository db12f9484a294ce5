"""Quotes by rule, on passages small enough to see through: who may be quoted, spread, approval, ids."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from isop_analysis.contracts import empty_table
from isop_analysis.integration.quote_approvals import approvals, candidates_to_fill_in
from isop_analysis.integration.quotes import Passage, Texts, candidate_rows, chosen, passages, quote_rows
from isop_analysis.qualitative.given_ids import given_id, was_given
from isop_analysis.study import Study, StudyError, load

ROOT = Path(__file__).parents[3]
KEY = b"sixteen bytes at least"
WORDS = "In dit stuk zegt iemand iets dat lang genoeg is om te kiezen."
CODES = ("role_clarity", "no_time", "initiative")


@pytest.fixture(scope="module")
def study() -> Study:
    return load(ROOT / "config/tiny/config.yaml", ROOT)


def texts(rows: list[dict[str, Any]], allowed: list[str] | None = None) -> Texts:
    """A document a row, with one passage: all of its text."""
    rows = [{"document": f"d{n}", "segment": n, "text": WORDS} | row for n, row in enumerate(rows, 1)]
    about = {"person": "p1", "team": "t1", "role": "future", "wave": "c2024_t1", "language": "nl"}
    own = [about | {"code": "no_time", "theme": "transfer", "undecided": 0} | row for row in rows]
    frame = pd.DataFrame(own).astype("object")
    frame = frame.assign(start=0, end=[len(text) for text in frame["text"]])
    named = ["document", "person", "team", "role", "wave", "language"]
    return Texts(
        frame[named],
        frame[["segment", "document", "team", "person", "code", "theme", "wave"]],
        frame[["document", "text"]],
        frame[["segment", "document", "start", "end", "undecided"]],
        pd.DataFrame({"document": list(frame["document"]) if allowed is None else allowed}),
    )


def offered(study: Study, *rows: dict[str, Any], below: frozenset[str] = frozenset(), **changes: Any) -> int:
    return len(passages(study, texts(list(rows), **changes), below, KEY))


def test_a_passage_is_told_whose_it_is(study: Study) -> None:
    padded = f"  {WORDS[:20]}\r\n {WORDS[20:]} "
    (found,) = passages(study, texts([{"text": padded}]), frozenset(), KEY)
    assert found.row() == {
        "quote": given_id(KEY, "quote", "d1", "no_time", found.text),
        "document": "d1",
        "person": "p1",
        "team": "t1",
        "role": "future",
        "occasion": "T1",
        "theme": "transfer",
        "code": "no_time",
        "language": "nl",
        "characters": len(found.text),
        "text": f"{WORDS[:20]} {WORDS[20:].strip()}",
    }
    assert was_given(KEY, "quote", found.quote)


@pytest.mark.parametrize(
    ("row", "changes"),
    [
        ({}, {"allowed": []}),
        ({"undecided": 1}, {}),
        ({"person": None}, {}),
        ({}, {"below": frozenset(["no_time"])}),
        ({"text": "x" * 39}, {}),
        ({"text": "x" * 251}, {}),
        ({"text": f"{WORDS} 🙂"}, {}),
    ],
)
def test_nobody_is_quoted_without_consent_decision_name_agreement_or_length(
    study: Study, row: dict[str, Any], changes: dict[str, Any]
) -> None:
    assert (
        offered(study, {}) == offered(study, {"text": "x" * 40}) == offered(study, {"text": "x" * 250}) == 1
    )
    assert offered(study, row, **changes) == 0


def test_a_study_without_quotes_offers_none(study: Study) -> None:
    from dataclasses import replace

    assert study.integration_part is not None
    without = study.integration_part.settings.model_copy(update={"quotes": None})
    part = replace(study.integration_part, settings=without)
    assert passages(replace(study, integration_part=part), texts([{}]), frozenset(), KEY) == []


def test_the_id_is_of_the_words_so_that_other_words_need_approval_anew(study: Study) -> None:
    ids = {
        passages(study, texts([row]), frozenset(), KEY)[0].quote
        for row in ({}, {"text": f"{WORDS}!"}, {"code": "initiative"}, {"document": "d9"})
    }
    assert len(ids) == 4
    (same,) = passages(study, texts([{"segment": 7, "team": "t2", "text": f" {WORDS}"}]), frozenset(), KEY)
    assert same.quote in ids


def passage(quote: str, code: str, team: str, person: str, text: str = "") -> Passage:
    words = {"theme": "transfer", "language": "nl", "text": text or f"words of {quote}", "context": ""}
    return Passage(quote, f"d{quote}", person, team, role=None, occasion=None, code=code, **words)


def ids(found: list[Passage]) -> list[str]:
    return [one.quote for one in found]


def choose(own: list[Passage], per_code: int = 2, said: Mapping[str, bool] | None = None) -> list[str]:
    return ids(chosen(own, CODES, per_code, said or {}))


def test_no_two_are_of_one_team_as_long_as_others_have_one() -> None:
    own = [passage("a", "no_time", "t1", "p1"), passage("b", "no_time", "t1", "p2")]
    assert choose(own) == ["a", "b"]
    assert choose([*own, passage("z", "no_time", "t2", "p3")]) == ["a", "z"]
    assert choose([*own, passage("z", "no_time", "t2", "p3")], per_code=3) == ["a", "b", "z"]


def test_one_person_has_one_quote_in_all_and_the_rarest_code_comes_first() -> None:
    own = [
        passage("a", "role_clarity", "t1", "p1"),
        passage("b", "role_clarity", "t2", "p2"),
        passage("c", "no_time", "t1", "p1"),
    ]
    assert choose(own) == ["b", "c"]
    assert choose(own, said={"a": True}) == ["a", "b"]


def test_the_same_words_are_quoted_once() -> None:
    same = [passage(one, "no_time", f"t{one}", f"p{one}", "the same") for one in "ab"]
    assert choose(same) == ["a"]


def test_a_code_has_at_most_so_many() -> None:
    own = [passage(one, "no_time", f"t{one}", f"p{one}") for one in "abcd"]
    assert [choose(own, n) for n in (1, 2, 3)] == [["a"], ["a", "b"], ["a", "b", "c"]]
    # What was approved stays, also where another would come first now.
    assert choose(own, 2, {"d": True, "c": True}) == ["c", "d"]
    assert choose(own, 1, {"d": True, "c": True}) == ["c"]


def test_a_no_makes_room_for_another() -> None:
    own = [passage(one, "no_time", f"t{one}", f"p{one}") for one in "abc"]
    found = chosen(own, CODES, 2, {"a": False, "c": True})
    assert ids(found) == ["b", "c"]
    rows = candidate_rows(found, {"a": False, "c": True})
    assert [(row["quote"], row["approved"]) for row in rows] == [("b", None), ("c", True)]
    assert [row["quote"] for row in quote_rows(found, {"a": False, "c": True})] == ["c"]
    assert quote_rows(found, {}) == []


def test_the_order_of_passages_says_nothing() -> None:
    own = [passage(one, "no_time", f"t{one}", f"p{one}") for one in "abcd"]
    assert choose(own) == choose(list(reversed(own)))


def said(*rows: tuple[str, bool]) -> pd.DataFrame:
    if not rows:
        return empty_table("quote_approvals")
    cells = [(*row, "A.B.", "2025-08-28", n) for n, row in enumerate(rows, 2)]
    return pd.DataFrame(cells, columns=["quote", "approved", "by", "date", "file_row"])


def test_an_id_that_was_never_given_out_is_refused_and_one_that_is_gone_is_not(study: Study) -> None:
    gone = given_id(KEY, "quote", "d9", "no_time", "words that are other ones now")
    assert approvals(study, said((gone.upper(), True)), KEY) == {gone: True}
    slip = f"{gone[:-1]}{'a' if gone[-1] != 'a' else 'b'}"
    with pytest.raises(StudyError) as error:
        approvals(study, said((gone, True), (slip, True), (f"{gone}x", False)), KEY)
    assert [str(one) for one in error.value.problems] == [
        f"data/raw/tiny/quotes_approved.csv:{row}: its id was never given out by this study; copy it from "
        "the list of the last run"
        for row in (3, 4)
    ]


def test_the_list_to_fill_in_holds_what_was_said_and_no_formula() -> None:
    own = [passage("a", "no_time", "t1", "p1", "=1+1"), passage("b", "no_time", "t2", "p2")]
    text = candidates_to_fill_in(own, said(("b", True), ("gone", False)))
    assert text.split("\r\n") == [
        "quote;code;text;context;approved;by;date",
        "a;no_time;“=1+1”;;;;",
        "b;no_time;“words of b”;;yes;A.B.;2025-08-28",
        "gone;;;;no;A.B.;2025-08-28",
        "",
    ]
