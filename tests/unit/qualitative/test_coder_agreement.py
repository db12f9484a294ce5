"""Agreement on a project's segments: by characters, by passages, per code and overall."""

import doctest
from pathlib import Path

import coded_project as coded
import numpy as np
import pandas as pd
import pytest
from coded_project import ANNE, BRAM, CLEAR, DOCUMENT, OVERLAP

from isop_analysis import qualitative
from isop_analysis.base.reasons import Refused, read_reasons
from isop_analysis.qualitative import coder_agreement
from isop_analysis.stats import coding

Row = tuple[str, str, str, int, int]


def frame(*rows: Row, length: int = 100, kind: str = "text") -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["document", "coder", "code", "start", "end"])
    words = [f"{row[3]}-{row[4]}" for row in rows]
    return table.assign(kind=kind, length=length, text=words, segment=[str(n) for n in range(len(rows))])


def by_hand(rows: list[Row], code: str, length: int) -> list[np.ndarray]:
    """Return for each of two coders which characters they gave the code."""
    values = []
    for coder in ("A", "B"):
        own = np.zeros(length, int)
        for row in rows:
            if row[1] == coder and row[2] == code:
                own[row[3] : row[4]] = 1
        values.append(own)
    return values


def test_characters_with_and_without_uncoded_text() -> None:
    rows = [
        ("T", "A", "x", 0, 80),
        ("T", "B", "x", 40, 100),
        ("T", "A", "y", 200, 260),
        ("T", "B", "y", 200, 240),
    ]
    found = qualitative.agreement(frame(*rows, length=1000))
    assert found.unit == "character"
    table = found.codes.set_index("code")
    for code in ("x", "y"):
        values = by_hand(rows, code, 1000)
        anyone = np.r_[0:100, 200:260]
        assert table.loc[code, "kappa"] == pytest.approx(coding.cohen_kappa(*values))
        assert table.loc[code, "alpha"] == pytest.approx(coding.krippendorff_alpha(values))
        assert table.loc[code, "kappa_coded"] == pytest.approx(
            coding.cohen_kappa(*(one[anyone] for one in values))
        )
        assert table.loc[code, "percentage_coded"] == pytest.approx(
            coding.percentage_agreement([one[anyone] for one in values])
        )
    assert round(float(table.loc["x", "kappa"]), 2) == 0.54
    both = [
        one + 2 * other for one, other in zip(by_hand(rows, "x", 1000), by_hand(rows, "y", 1000), strict=True)
    ]
    assert found.overall.loc[0, "kappa"] == pytest.approx(coding.cohen_kappa(*both))
    assert found.overall.loc[0, "units"] == 1000
    spans = [[(0, 80)], [(40, 100)]]
    assert table.loc["x", "alpha_unitised"] == pytest.approx(coding.unitised_alpha(spans, 1000).alpha)
    assert [note.key for note in found.notes] == ["coding_few_documents"]
    assert np.isnan(found.codes["alpha_ci_low"]).all()


def test_confusion_of_codes() -> None:
    rows = [("T", "A", "x", 0, 50), ("T", "B", "x", 0, 30), ("T", "B", "y", 30, 50), ("T", "B", "x", 60, 70)]
    table = qualitative.agreement(frame(*rows)).confusion
    assert table.loc["x"].to_dict() == {"x": 30, "y": 20, "(none)": 0}
    assert table.loc["(none)"].to_dict() == {"x": 10, "y": 0, "(none)": 0}


def test_segments_to_talk_about() -> None:
    rows = [("T", "A", "x", 0, 50), ("T", "B", "x", 0, 20), ("T", "B", "y", 10, 50), ("T", "A", "z", 60, 70)]
    found = qualitative.agreement(frame(*rows)).discuss
    assert found[["start", "end", "code", "coder", "other", "shared", "instead"]].values.tolist() == [
        [0, 50, "x", "A", "B", 0.4, ("y",)],
        [10, 50, "y", "B", "A", 0.0, ("x",)],
        [60, 70, "z", "A", "B", 0.0, ()],
    ]
    assert len(qualitative.agreement(frame(*rows), talk_below=0.3).discuss) == 2


def test_a_coder_who_did_not_code_a_document_said_no_to_nothing() -> None:
    rows = [("T", "A", "x", 0, 50), ("T", "B", "x", 0, 50), ("U", "A", "x", 0, 50), ("V", "C", "x", 0, 5)]
    found = qualitative.agreement(frame(*rows))
    assert found.documents == ("T",)
    assert found.codes.loc[0, ["units", "percentage", "alpha"]].tolist() == [100, 100, 1]
    assert str(found.notes[0]) == "2 documents coded by one coder only, left out of agreement"


def test_three_coders_with_missing_documents() -> None:
    rows = [
        *[("T", coder, "x", start, 50) for coder, start in (("A", 0), ("B", 0), ("C", 10))],
        *[("U", coder, "x", 0, end) for coder, end in (("A", 40), ("B", 30))],
    ]
    found = qualitative.agreement(frame(*rows))
    values = np.full((3, 200), None, dtype=object)
    for document, coder, _, start, end in rows:
        place = (100 if document == "U" else 0, "ABC".index(coder))
        values[place[1], place[0] : place[0] + 100] = 0
        values[place[1], place[0] + start : place[0] + end] = 1
    assert found.codes.loc[0, "alpha"] == pytest.approx(coding.krippendorff_alpha(values))
    counts = np.array([[(own == one).sum() for one in (0, 1)] for own in values[:, :100].T])
    assert found.codes.loc[0, "kappa"] == pytest.approx(coding.fleiss_kappa(counts))
    assert found.pairs[["coder_1", "coder_2", "documents"]].values.tolist() == [
        *(["A", "B", 2], ["A", "C", 1], ["B", "C", 1])
    ]


def test_passages_are_units(tmp_path: Path) -> None:
    rows = [
        "G1,Eén.,a,An",
        "G1,Eén.,a,Bo",
        "G1,Twee.,a,An",
        "G1,Twee.,b,Bo",
        "G1,Drie.,b,An",
        "G1,Drie.,b,Bo",
    ]
    path = tmp_path / "segments.csv"
    path.write_text("document,tekst,code,coder\n" + "\n".join(rows), encoding="utf-8")
    found = qualitative.agreement(qualitative.read(path).segments)
    assert found.unit == "passage"
    first, second = ["a", "a", "b"], ["a", "b", "b"]
    assert found.overall.loc[0, "kappa"] == pytest.approx(coding.cohen_kappa(first, second))
    assert found.overall.loc[0, "percentage"] == pytest.approx(200 / 3)
    assert found.confusion.loc["a", "b"] == 1
    assert [reason.key for reason in read_reasons(found.codes.loc[0, "reason"])] == ["coding_not_unitised"]
    assert found.discuss["code"].tolist() == ["a", "b"]


def test_intervals_draw_documents_and_are_the_same_twice() -> None:
    chance = np.random.default_rng(5)
    rows = []
    for document in range(12):
        start = int(chance.integers(0, 40))
        moved = start + int(chance.integers(0, 30))
        rows += [(f"T{document}", "A", "x", start, start + 30), (f"T{document}", "B", "x", moved, moved + 30)]
    found = qualitative.agreement(frame(*rows), draws=300)
    row = found.codes.loc[0]
    assert row["alpha_ci_low"] < row["alpha"] < row["alpha_ci_high"]
    assert row["kappa_ci_low"] < row["kappa"] < row["kappa_ci_high"]
    pd.testing.assert_frame_equal(found.codes, qualitative.agreement(frame(*rows), draws=300).codes)
    assert found.notes == ()


def test_two_blind_files_to_agreement(tmp_path: Path) -> None:
    texts = {f"{DOCUMENT}.txt": coded.WORDS}
    files = [
        coded.pack(tmp_path / f"{name}.qdpx", coded.project(coded.source(mark)), texts)
        for name, mark in (
            ("anne", coded.selection(1, 0, 24, coded.coding(2, CLEAR, ANNE))),
            ("bram", coded.selection(3, 0, 24, coded.coding(4, CLEAR, BRAM), coded.coding(5, OVERLAP, BRAM))),
        )
    ]
    found = qualitative.agreement(qualitative.read(*files).segments)
    assert found.codes[["code", "kappa", "percentage"]].values.tolist() == [
        ["clear", 1.0, 100.0],
        ["overlap", 0.0, pytest.approx(52.0)],
    ]
    assert found.discuss[["code", "coder", "other"]].values.tolist() == [["overlap", "Bram", "Anne"]]
    assert repr(found).startswith("Agreement(2 coders, 1 documents, 2 codes; overall alpha ")


def test_nothing_to_compare() -> None:
    with pytest.raises(Refused, match="2 coders and 2 documents with segments, but no document that two"):
        qualitative.agreement(frame(("T", "A", "x", 0, 5), ("U", "B", "x", 0, 5)))
    with pytest.raises(Refused, match="0 coders and 0 documents"):
        qualitative.agreement(frame())
    with pytest.raises(Refused, match="segments have no columns 'code', 'length'"):
        qualitative.agreement(frame(("T", "A", "x", 0, 5)).drop(columns=["code", "length"]))


def test_no_document_that_all_coded() -> None:
    rows = [("T", "A", "x", 0, 5), ("T", "B", "x", 0, 9), ("U", "B", "x", 0, 5), ("U", "C", "x", 0, 9)]
    row = qualitative.agreement(frame(*rows)).codes.loc[0]
    assert np.isfinite(row["alpha"])
    assert np.isnan(row["kappa"])
    assert [one.key for one in read_reasons(row["reason"])] == ["coding_never_all", "coding_not_unitised"]


def test_segments_without_a_place_are_left_out() -> None:
    rows = frame(("T", "A", "x", 0, 50), ("T", "B", "x", 0, 50), ("T", "B", "y", 0, 9))
    rows.loc[2, ["kind", "start", "end"]] = ["pdf", None, None]
    found = qualitative.agreement(rows)
    assert found.codes["code"].tolist() == ["x"]
    assert "1 segment without a place in a text" in str(found.notes[0])


def test_examples() -> None:
    found = doctest.testmod(coder_agreement)
    assert (found.failed, found.attempted > 0) == (0, True)
    assert [getattr(qualitative, name).__name__ for name in qualitative.__all__] == qualitative.__all__
