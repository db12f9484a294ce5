"""Quotes as readers get them: of no code that few raised, with no role of whom few did, none withdrawn."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from isop_analysis.contracts import empty_table, write_rows
from isop_analysis.publish.quotes import quote_rows
from isop_analysis.steps import publish_tables
from isop_analysis.study import Study, StudyError, load

ROOT = Path(__file__).parents[3]
Cell = tuple[str, str, int]
"""By, value and people who raised the code."""
ENOUGH: list[Cell] = [
    ("all", "all", 30),
    ("role", "future", 20),
    ("role", "working", 6),
    ("role", "coach", 4),
]


def quote(text: str, role: str | None = "future", code: str = "clear", **more: Any) -> dict[str, Any]:
    about = {"quote": text, "document": f"d{text}", "person": f"p{text}", "team": "t1", "occasion": "T1"}
    words = {"theme": "roles", "code": code, "language": "nl", "characters": len(text), "text": text}
    return about | words | {"role": role} | more


def told(
    *rows: dict[str, Any],
    cells: list[Cell] = ENOUGH,
    by_role: bool = False,
    minimum: int = 5,
) -> list[tuple[object, ...]]:
    counts = [("clear", *cell) for cell in cells]
    frequencies = pd.DataFrame(counts, columns=["code", "by", "value", "people"])
    published = [{"code": "clear", "by": "role"}] if by_role else [{"code": "clear", "by": "all"}]
    quotes = pd.DataFrame(list(rows)) if rows else empty_table("quotes")
    found = quote_rows(quotes, frequencies, published, ["vague", "clear"], minimum)
    return [(row["place"], row["code"], row["text"], row["role"]) for row in found]


def test_the_role_stands_where_enough_of_it_raised_the_code() -> None:
    assert told(quote("a"), quote("b", "working")) == [
        (1, "clear", "b", "working"),
        (2, "clear", "a", "future"),
    ]


def test_beside_counts_by_role_a_quote_of_a_small_cell_is_left_out() -> None:
    """It would tell that a cell of 0 to 4 holds somebody."""
    assert told(quote("a"), quote("b", "coach"), by_role=True) == [(1, "clear", "a", "future")]
    assert told(quote("b", None), by_role=True) == []


def test_without_counts_by_role_one_of_a_small_cell_takes_the_role_from_all_of_its_code() -> None:
    """A quote without a role beside others with one would tell whose it is by what is left."""
    assert told(quote("a"), quote("b", "coach")) == [(1, "clear", "b", None), (2, "clear", "a", None)]
    assert told(quote("a"), quote("b", None)) == [(1, "clear", "b", None), (2, "clear", "a", None)]


@pytest.mark.parametrize(("people", "shown"), [(4, 0), (5, 1)])
def test_of_a_code_that_few_raised_nothing_is_quoted(people: int, shown: int) -> None:
    assert len(told(quote("a"), cells=[("all", "all", people)])) == shown


def test_of_a_code_that_nobody_counted_nothing_is_quoted() -> None:
    assert told(quote("a", code="vague")) == []
    assert told() == []


def test_only_words_theme_code_role_and_language_are_told_in_an_order_of_the_words() -> None:
    """The order is that of a hash of the words, whatever team, person or id they have."""
    import hashlib

    rows = [quote(one, team=f"t{9 - n}", quote=f"q{n}") for n, one in enumerate("abcdefgh")]
    texts = [str(one[2]) for one in told(*rows)]
    assert texts == sorted("abcdefgh", key=lambda one: hashlib.sha256(one.encode()).hexdigest())
    assert [one[2] for one in told(*reversed(rows))] == texts
    frequencies = pd.DataFrame([("clear", *ENOUGH[0])], columns=["code", "by", "value", "people"])
    (row,) = quote_rows(pd.DataFrame(rows[:1]), frequencies, [], ["clear"], 5)
    assert row.keys() == {"place", "theme", "code", "role", "language", "text"}


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Dat zei Noor Nijland.", "a name of the lists"),
        ("Bel 0612345678.", "a number of five digits or more"),
        ("Mail naar kind@school.", "an @"),
    ],
)
def test_the_door_stops_a_quote_that_was_not_masked(tmp_path: Path, text: str, what: str) -> None:
    study = _study(tmp_path)
    write_rows([quote("fine"), quote(text, quote="q1-abcd")], "quotes", study.processed)
    with pytest.raises(StudyError) as error:
        publish_tables._look_at_quotes(study)
    assert str(error.value) == (
        f"quotes: quote q1-abcd holds {what}, which no reader may see; mask it in masking.decisions, or "
        "approve another passage"
    )
    write_rows([quote("fine")], "quotes", study.processed)
    publish_tables._look_at_quotes(study)


def _study(root: Path) -> Study:
    """A study whose restricted tables name one person."""
    import shutil

    from isop_analysis.contracts.received import NAMING

    shutil.copytree(ROOT / "config", root / "config")
    study = load(root / "config/tiny/config.yaml", root)
    for name in NAMING:
        write_rows([], name, study.restricted)
    write_rows([{"alias": "noor.nijland@x.nl", "email": "n@x.nl"}], "received_aliases", study.restricted)
    write_rows([], "region_names", study.processed)
    return study
