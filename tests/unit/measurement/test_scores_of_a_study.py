"""Scores of a study's responses, on two scales of two instruments, by hand."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from isop_analysis.measurement.rows import StudyRows
from isop_analysis.measurement.scores import score_range, score_study, wide_answers
from isop_analysis.study.instrument import Instrument


def both(text: str) -> dict[str, str]:
    return {"nl": text, "en": text}


def instrument(name: str, pomp: bool = False) -> Instrument:
    items = ("a", "b", "c")
    return Instrument.model_validate(
        {
            "name": name,
            "title": both(name),
            "owner": "nobody",
            "kind": "quantitative",
            "validation": {"status": "none"},
            "about": "person",
            "sources": [{"name": "csv", "format": "plain_csv"}],
            "answer_scales": [
                {"name": "agree", "low": 1, "high": 5, "values": [{"value": 1, "nl": "nee", "en": "no"}]}
            ],
            "items": [
                *(
                    {
                        "name": f"{name}_{item}",
                        "text": both(item),
                        "answers": "agree",
                        "reversed": item == "c",
                    }
                    for item in items
                ),
                {"name": f"{name}_open", "text": both("open"), "answers": "open"},
            ],
            "scales": [
                {
                    "name": f"{name}_scale",
                    "title": both(name),
                    "items": [f"{name}_{item}" for item in items],
                    "about": "person",
                    "minimum_answered": 2,
                    "pomp": pomp,
                }
            ],
        }
    )


def study(*instruments: Instrument) -> Any:
    return SimpleNamespace(scales=[(one, scale) for one in instruments for scale in one.scales])


def responses(*names: str) -> pd.DataFrame:
    frame = pd.DataFrame({"response": range(len(names), 0, -1), "instrument": names})
    return frame.assign(person="p", team="T", site="S", wave="w0")


def answers(*cells: tuple[int, str, float, str]) -> pd.DataFrame:
    return pd.DataFrame(cells, columns=["response", "item", "answer", "answer_kind"])


GIVEN = answers(
    (4, "scan_a", 4.0, "given"), (4, "scan_b", 5.0, "given"), (4, "scan_c", 1.0, "given"),
    (3, "scan_a", 2.0, "given"), (3, "scan_b", 3.0, "dont_know"),
    (2, "meter_a", 5.0, "given"), (2, "meter_b", 3.0, "given"), (2, "scan_a", 1.0, "given"),
)  # fmt: skip


def test_each_response_has_a_row_for_each_scale_of_its_instrument() -> None:
    whose = responses("scan", "scan", "meter", "scan")
    found = score_study(study(instrument("scan"), instrument("meter", pomp=True)), GIVEN, whose)
    assert found[["scale", "response", "instrument"]].to_numpy().tolist() == [
        ["meter_scale", 2, "meter"],
        ["scan_scale", 1, "scan"],
        ["scan_scale", 3, "scan"],
        ["scan_scale", 4, "scan"],
    ]
    # (5 + 3) / 2 = 4, of 1 to 5 that is 75 per cent; (4 + 5 + (6 - 1)) / 3.
    np.testing.assert_allclose(found["score"], [75.0, np.nan, np.nan, 14 / 3], rtol=1e-15)
    assert found["n_answered"].tolist() == [2, 0, 1, 3]
    assert found["n_items"].tolist() == [3] * 4
    assert found["status"].tolist() == ["scored", "no_answers", "too_few_answers", "scored"]
    assert found.index.tolist() == [0, 1, 2, 3]
    assert "index" not in found.columns


def test_without_responses_there_are_no_scores_but_their_columns() -> None:
    found = score_study(study(instrument("scan")), GIVEN, responses())
    assert found.empty
    assert {"scale", "response", "score", "status"} <= set(found.columns)


def test_answers_beside_each_other_are_those_given_in_the_order_of_the_items() -> None:
    wide = wide_answers(GIVEN, ["scan_c", "scan_b", "scan_a"])
    assert wide.columns.tolist() == ["scan_c", "scan_b", "scan_a"]
    assert wide.loc[4].tolist() == [1.0, 5.0, 4.0]
    assert wide.loc[3].isna().tolist() == [True, True, False]
    assert wide.index.tolist() == [2, 3, 4]


def test_a_score_ranges_as_its_answers_or_in_per_cent() -> None:
    scan, meter = instrument("scan"), instrument("meter", pomp=True)
    assert score_range(scan, scan.scales[0]) == (1, 5)
    assert score_range(meter, meter.scales[0]) == (0.0, 100.0)


def asked_later() -> Instrument:
    """Return the instrument with a second source, and its third item asked in that one alone."""
    later = instrument("scan").model_dump()
    later["sources"].append(later["sources"][0] | {"name": "t1", "files": "t1.csv"})
    later["items"][2]["columns"] = {"csv": None}
    return Instrument.model_validate(later)


def test_a_score_counts_the_items_that_were_asked() -> None:
    """Response 2 was asked a and b, and answered a; response 1 was asked all three, and answered two."""
    scan = asked_later()
    given = answers(
        (2, "scan_a", 4.0, "given"), (2, "scan_b", np.nan, "skipped"),
        (1, "scan_a", 4.0, "given"), (1, "scan_b", np.nan, "skipped"), (1, "scan_c", 1.0, "given"),
    )  # fmt: skip
    found = score_study(study(scan), given, responses("scan", "scan"))
    found = found.set_index("response")
    assert found["n_items"].to_dict() == {2: 2, 1: 3}
    assert found["status"].to_dict() == {2: "too_few_answers", 1: "scored"}
    assert found.loc[1, "score"] == 4.5


def test_a_scale_is_measured_by_the_items_that_an_occasion_asked() -> None:
    """Occasion T0 asked a and b, T1 all three; a scale of which T0 asked nothing was not asked at T0."""
    scan = asked_later()
    given = [
        (place, f"scan_{item}", float(1 + (place + at) % 5), "given")
        for place in range(1, 13)
        for at, item in enumerate("abc" if place > 6 else "ab")
    ]
    people = responses(*["scan"] * 12).assign(linked_by="email")
    people = people.assign(
        person=people["response"].map(str),
        occasion=["T1" if one > 6 else "T0" for one in people["response"]],
    )
    rows = StudyRows(answers(*given), people, pd.DataFrame(), ("T0", "T1"))
    scale = scan.scales[0]
    found = {at: rows.items(rows.answering(scan, scale, at), scan, scale) for at in ("T0", "T1")}
    assert found["T0"].columns.tolist() == ["scan_a", "scan_b"]
    assert found["T1"].columns.tolist() == ["scan_a", "scan_b", "scan_c"]
    assert len(found["T0"]) == len(found["T1"]) == 6
    alone = scale.model_copy(update={"items": ["scan_c"], "minimum_answered": 1})
    assert rows.asked_at(scan, scale) == ("T0", "T1")
    assert rows.asked_at(scan, alone) == ("T1",)


@pytest.mark.parametrize(("later", "kept"), [(5, ["scan_a", "scan_b"]), (6, ["scan_a", "scan_b", "scan_c"])])
def test_over_occasions_a_scale_is_measured_by_items_that_half_were_asked(
    later: int, kept: list[str]
) -> None:
    """Of twelve people each once, those of T1 alone were asked the third item."""
    scan = asked_later()
    given = [
        (place, f"scan_{item}", float(1 + (place + at) % 5), "given")
        for place in range(1, 13)
        for at, item in enumerate("abc" if place <= later else "ab")
    ]
    people = responses(*["scan"] * 12).assign(linked_by="email")
    people = people.assign(
        person=people["response"].map(str),
        occasion=["T1" if one <= later else "T0" for one in people["response"]],
    )
    rows = StudyRows(answers(*given), people, pd.DataFrame(), ("T0", "T1"))
    scale = scan.scales[0]
    assert rows.items(rows.answering(scan, scale, "all"), scan, scale).columns.tolist() == kept
