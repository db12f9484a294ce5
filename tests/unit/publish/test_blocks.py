"""Attack: one person who changed is read from two releases, though many others changed elsewhere."""

from collections.abc import Callable

import pandas as pd
import pytest
from test_memory import DAY, study

from isop_analysis.contracts import empty_table, write_rows
from isop_analysis.publish.memory import kept_tables
from isop_analysis.publish.people import changes, people_rows
from isop_analysis.publish.releasing import release
from isop_analysis.study import Study

__all__ = ["study"]
OCCASIONS = {"w0": "T0", "w1": "T1", "w2": "T2"}
Frames = dict[str, pd.DataFrame]


def frames() -> Frames:
    """Twelve people who answered at T0 and T1 and were interviewed at T1, and ten group interviews."""
    who = [f"p{n:02}" for n in range(12)]
    forms = [{"person": one, "instrument": "tool", "wave": wave} for wave in ("w0", "w1") for one in who]
    spoken = [{"document": f"d{one}", "person": one, "wave": "w1", "role": "future"} for one in who]
    spoken += [{"document": f"g{n}", "person": None, "wave": "w1", "role": "future"} for n in range(10)]
    left = {"unit": "response", "instrument": "tool", "wave": "w0", "rule": "speeders", "file": "a.xlsx"}
    return {
        "persons": pd.DataFrame([{"person": one, "role": "future", "responses": 2} for one in who]),
        "responses": pd.DataFrame(forms),
        "answers": pd.DataFrame([row | {"item": "q", "answer": 3.0} for row in forms]),
        "memberships": pd.DataFrame([{"person": one, "team": "t"} for one in who]),
        "documents": pd.DataFrame(spoken),
        "segments": pd.DataFrame(
            [{name: row[name] for name in ("document", "person")} | {"code": "c"} for row in spoken]
        ),
        "quote_consents": pd.DataFrame({"document": [row["document"] for row in spoken]}),
        "exclusions": pd.DataFrame([left | {"file_row": row} for row in range(8)]),
        "people_flow": pd.DataFrame([{"cohort": "2023", "occasion": "T0", "stage": "agreed", "people": 20}]),
    }


def behind(tables: Frames) -> list[dict[str, object]]:
    return people_rows(lambda name: tables[name] if name in tables else empty_table(name), OCCASIONS)


def but(tables: Frames, name: str, change: Callable[[pd.DataFrame], pd.DataFrame]) -> Frames:
    return tables | {name: change(tables[name].copy())}


def first(column: str, value: object, of: int = 1) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """Let the first rows of a table hold another value."""

    def changed(rows: pd.DataFrame) -> pd.DataFrame:
        rows[column] = [value] * of + rows[column].tolist()[of:]
        return rows

    return changed


def kept(study: Study, tables: Frames) -> set[str]:
    write_rows(behind(frames()), "published_people", study.restricted)
    release(study, "the board", DAY)
    return {one.table for one in kept_tables(study, pd.DataFrame(behind(tables)))}


def answering_later(tables: Frames) -> Frames:
    """Six of them answer once more, at T2: of the tables of T0 and T1 nothing changes by that."""
    forms = pd.DataFrame([{"person": f"p{n:02}", "instrument": "tool", "wave": "w2"} for n in range(6, 12)])
    more = but(tables, "responses", lambda rows: pd.concat([rows, forms]))
    more = but(more, "persons", lambda rows: rows.assign(responses=[2] * 6 + [3] * 6))
    return but(more, "answers", lambda rows: pd.concat([rows, forms.assign(item="q", answer=4.0)]))


def test_many_who_changed_elsewhere_hold_back_nothing(study: Study) -> None:
    assert kept(study, answering_later(frames())) == set()


@pytest.mark.parametrize(
    ("table", "column", "value"), [("answers", "answer", 1.0), ("persons", "role", "working")]
)
def test_one_who_changed_is_not_hidden_by_many_at_another_occasion(
    study: Study, table: str, column: str, value: object
) -> None:
    """The tables of T0 would differ by that one alone."""
    held = kept(study, but(answering_later(frames()), table, first(column, value)))
    assert {"item_counts", "scale_descriptives", "people_flow", "model_fits"} <= held
    assert not {"theme_counts", "quotes"} & held


def test_five_who_changed_in_one_block_hold_back_nothing(study: Study) -> None:
    assert kept(study, but(frames(), "answers", first("answer", 1.0, of=5))) == set()


@pytest.mark.parametrize(("each", "holds"), [(1, True), (5, False)])
def test_five_who_each_correct_another_item_do_not_hide_each_other(
    study: Study, each: int, holds: bool
) -> None:
    """Each item's counts would differ by one person, who is known where it is known who corrected what."""
    items = [f"q{n}" for n in range(5)]
    asked = but(frames(), "answers", lambda rows: pd.concat([rows.assign(item=one) for one in items]))

    def corrected(rows: pd.DataFrame) -> pd.DataFrame:
        place = [int(one[1:]) for one in rows["person"]]
        own = [int(one[1:]) // each for one in rows["item"]]
        changed = [who // each == item for who, item in zip(place, own, strict=True)]
        return rows.assign(answer=rows["answer"].mask(pd.Series(changed).array & (rows["wave"] == "w0"), 1.0))

    write_rows(behind(asked), "published_people", study.restricted)
    release(study, "the board", DAY)
    now = pd.DataFrame(behind(but(asked, "answers", corrected)))
    assert ("item_counts" in {one.table for one in kept_tables(study, now)}) is holds


def test_a_text_that_changed_is_not_hidden_by_many_who_left_a_team(study: Study) -> None:
    moved = but(frames(), "memberships", first("team", "u", of=6))
    held = kept(study, but(moved, "segments", first("code", "other")))
    assert {"theme_counts", "code_frequencies", "coder_agreement", "quotes"} <= held
    assert "item_counts" not in held


def test_a_text_of_nobody_by_name_is_a_person(study: Study) -> None:
    def last(rows: pd.DataFrame) -> pd.DataFrame:
        return rows.assign(code=[*rows["code"][:-1], "other"])

    held = kept(study, but(frames(), "segments", last))
    assert {"theme_counts", "quotes", "joint_display"} <= held
    assert "item_counts" not in held


def test_whoever_takes_back_consent_to_be_quoted_changed(study: Study) -> None:
    assert kept(study, but(frames(), "quote_consents", lambda rows: rows.iloc[1:])) == {"quotes"}
    assert kept(study, but(frames(), "quote_consents", lambda rows: rows.iloc[5:])) == set()


@pytest.mark.parametrize(("left", "holds"), [(7, True), (12, True), (13, False)])
def test_forms_left_out_are_people_who_changed(study: Study, left: int, holds: bool) -> None:
    """Where other rows of the file move up or down, nothing changes by that."""
    row = frames()["exclusions"].iloc[0].to_dict()
    now = pd.DataFrame([row | {"file_row": 40 + n} for n in range(left)])
    held = kept(study, frames() | {"exclusions": now})
    assert held == ({"exclusion_counts", "flow"} if holds else set())


def test_cells_of_one_form_are_one_person() -> None:
    row = frames()["exclusions"].iloc[0].to_dict() | {"unit": "cell", "rule": "out_of_range"}
    cells = pd.concat([frames()["exclusions"], pd.DataFrame([row | {"item": f"q{n}"} for n in range(6)])])
    now, then = (pd.DataFrame(behind(one)) for one in (frames() | {"exclusions": cells}, frames()))
    assert changes(now, then) == {"excluded/cell/tool/w0/out_of_range": 1}


def test_the_flow_stays_where_one_refused_of_whom_nothing_else_is_known(study: Study) -> None:
    assert kept(study, but(frames(), "people_flow", first("people", 19))) == {"people_flow"}


def test_numbers_of_rows_are_nobodys() -> None:
    numbered = but(frames(), "answers", lambda rows: rows.iloc[::-1].assign(response=range(24)))
    now, then = (pd.DataFrame(behind(one)) for one in (numbered, frames()))
    assert changes(now, then) == {}
