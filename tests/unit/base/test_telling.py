"""Values of reasons as tables hold them, and each way of telling one, word for word."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from isop_analysis.base import telling
from isop_analysis.base.reasons import Reason, Refused, read_reasons, refused, written
from isop_analysis.base.telling import Teller, Texts, catalogue, in_english, places


def told(monkeypatch: pytest.MonkeyPatch, template: str, **values: Any) -> str:
    """Tell values by a template of our own."""
    own = {"made": Texts(template, "", ""), "inner": Texts("within {place}", "", "")}
    monkeypatch.setattr(telling, "catalogue", lambda: own)
    return in_english(Reason("made", **values))


@pytest.mark.parametrize(
    ("template", "values", "sentence"),
    [
        ("{a} and {b}", {"a": "one", "b": 2}, "one and 2"),
        ("{a}", {"a": ["x", "y"]}, "'x', 'y'"),
        ("{a:titles}", {"a": ["x", "y"]}, "'x', 'y'"),
        ("{a:title} {a:units}", {"a": "x"}, "x x"),
        ("{a:label b}", {"a": "x", "b": "y"}, "x"),
        ("no{a}{a:meant}", {"a": None}, "no"),
        ("column 'b'{a:meant}", {"a": "c"}, "column 'b', did you mean 'c'?"),
        ("SDs{a:within}", {"a": "between"}, "SDs between clusters"),
        ("left out{a:ingroup}", {"a": "g"}, "left out in group 'g'"),
        ("{a:count row}, {b:count row}, {c:count row}", {"a": 0, "b": 1, "c": 2}, "0 rows, 1 row, 2 rows"),
        ("{a:plural was|were} {b:plural was|were}", {"a": 1, "b": 2}, "was were"),
        ("{a:plural is|are} {b:plural is|are}", {"a": ["x"], "b": ["x", "y"]}, "is are"),
        ("{a:plural is|are}", {"a": 0}, "are"),
        ("{a:.2f} {a:.3g} {b:.0%} {b:.2b}", {"a": 1234.5678, "b": 0.256}, "1234.57 1.23e+03 26% 0.26"),
        ("{a:,.1f}", {"a": 12345.67}, "12,345.7"),
        ("{a:p} {b:p} {c:p}", {"a": 0.0009, "b": 0.001, "c": 0.25}, "< 0.001 = 0.001 = 0.250"),
        ("{a:choose x=one word|y=other}", {"a": "x"}, "one word"),
        ("{a:choose 1=one|2=two=2}", {"a": 2}, "two=2"),
        ("{a:reason}!", {"a": Reason("inner", place="here")}, "within here!"),
        (
            "{a:reasons}",
            {"a": [Reason("inner", place="x"), Reason("inner", place=2)]},
            "within x; within 2",
        ),
    ],
)
def test_ways_of_telling(
    monkeypatch: pytest.MonkeyPatch, template: str, values: dict[str, Any], sentence: str
) -> None:
    assert told(monkeypatch, template, **values) == sentence


def test_a_reason_that_the_catalogue_lacks_is_an_error() -> None:
    with pytest.raises(KeyError, match="the catalogue has no reason 'no_such_key'"):
        in_english(Reason("no_such_key"))


def test_an_analyst_reads_the_error_and_where_there_is_none_the_english(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "catalogue"
    folder.mkdir()
    (folder / "a.yaml").write_text("one:\n  error: 'to\n\n    analysts'\n  en: readers\n  nl: lezers\n")
    (folder / "b.yaml").write_text("two:\n  en: both\n  nl: beide\n")
    (folder / "README.md").write_text("no: [catalogue")
    (folder / "c.yaml").write_text("")
    monkeypatch.setattr(telling, "files", lambda _: tmp_path)
    assert catalogue.__wrapped__() == {
        "one": Texts("to analysts", "readers", "lezers"),
        "two": Texts("both", "both", "beide"),
    }
    (folder / "d.yaml").write_text("two:\n  en: again\n  nl: weer\n")
    with pytest.raises(ValueError, match=r"the reason 'two' stands twice in the catalogue, again in d\.yaml"):
        catalogue.__wrapped__()


def test_the_catalogue_is_read_once() -> None:
    assert catalogue() is catalogue()
    assert Teller().text_of(Texts("a", "b", "c")) == "a"


def test_the_places_of_a_template_are_the_names_it_uses() -> None:
    assert places("{a} and {b:label c}, {d:count row} of {{e}}") == {"a", "b", "c", "d"}
    assert places("no place") == set()


def test_values_are_kept_as_json_knows_them() -> None:
    inner = Refused("inner", place="x")
    given: dict[str, Any] = {
        "text": np.str_("t"),
        "whole": np.int64(3),
        "part": np.float64(0.5),
        "yes": np.bool_(True),
        "none": None,
        "rest": (1, "a", (2.5,)),
        "names": frozenset({"b", "a"}),
        "also": {"d", "c"},
        "path": Path("a/b"),
        "inner": inner,
        "nested": [Reason("deep", found=np.int64(1))],
    }
    values = Reason("made", **given).values
    assert values == {
        "text": "t",
        "whole": 3,
        "part": 0.5,
        "yes": True,
        "none": None,
        "rest": [1, "a", [2.5]],
        "names": ["a", "b"],
        "also": ["c", "d"],
        "path": "a/b",
        "inner": inner.reason,
        "nested": [Reason("deep", found=1)],
    }
    kinds = {name: type(values[name]) for name in ("text", "whole", "part", "yes")}
    assert kinds == {"text": str, "whole": int, "part": float, "yes": bool}


def test_reasons_within_reasons_come_back_from_a_table() -> None:
    deep = Reason("deep", names=["é", "b"], found=2)
    outer = Reason("outer", one=deep, many=[deep, Reason("empty")], text="a b")
    assert written([outer, deep]) == (
        'outer {"many": [{"found": 2, "names": ["é", "b"], "reason": "deep"}, {"reason": "empty"}], '
        '"one": {"found": 2, "names": ["é", "b"], "reason": "deep"}, "text": "a b"}\n'
        'deep {"found": 2, "names": ["é", "b"]}'
    )
    assert read_reasons(written([outer, deep])) == [outer, deep]
    assert written([]) == ""
    assert read_reasons(3.0) == []
    with pytest.raises(ValueError, match=f"^not a key with values: 'a {'x' * 58}'$"):
        read_reasons(f"a {'x' * 90}")


def test_every_text_of_a_reason_can_be_changed_and_its_numbers_stay() -> None:
    reason = Reason("k", text="a", number=2, names=["b", 3, ["c"]], inner=Reason("i", text="d"), none=None)
    assert reason.mapped(str.upper) == Reason(
        "k", text="A", number=2, names=["B", 3, ["C"]], inner=Reason("i", text="D"), none=None
    )


def test_reasons_are_equal_by_key_and_values() -> None:
    one, same = Reason("k", a=1, b=["x"]), Reason("k", b=["x"], a=1)
    assert one == same
    assert hash(one) == hash(same)
    assert {one: 1}[same] == 1
    assert hash(one) != hash(Reason("k", a=2, b=["x"]))
    assert one != Reason("k", a=1)
    assert one != Reason("other", a=1, b=["x"])
    assert one != "k"
    assert repr(one) == "Reason('k', a=1, b=['x'])"
    assert repr(Reason("k")) == "Reason('k')"


def test_a_refusal_is_made_from_a_reason_found_elsewhere() -> None:
    reason = Reason("clusters", group="team", found=3, needed=5)
    refusal = refused(reason)
    assert isinstance(refusal, ValueError)
    assert refusal.reason == reason
    assert refusal.args == ("clusters",)
    assert str(refusal) == str(reason) == "3 clusters of 'team', at least 5 are needed"
