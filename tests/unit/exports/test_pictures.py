"""Figures as PNG: 300 dots per inch, the drawing's words inside, the same bytes each time."""

import json
import struct
from pathlib import Path

import pytest
from published_tables import copy_of

from isop_analysis.exports.pictures import export_figures, pictures_of
from isop_analysis.figures.drawn import list_of
from isop_analysis.report.writers.png_texts import telling
from isop_analysis.study import Study, StudyError

NAME = "participant_flow"


def chunks(png: bytes) -> dict[str, bytes]:
    found, at = {}, 8
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        kind, content = png[at + 4 : at + 8].decode(), png[at + 8 : at + 8 + length]
        found[kind if kind != "iTXt" else f"iTXt {content.split(bytes(1))[0].decode()}"] = content
        at += length + 12
    return found


@pytest.fixture
def study(drawn_demo: Study, tmp_path: Path) -> Study:
    study = copy_of(drawn_demo, tmp_path)
    for language in study.config.languages:
        path = list_of(study, language)
        listed = [one for one in json.loads(path.read_text(encoding="utf-8")) if one["name"] == NAME]
        path.write_text(json.dumps(listed), encoding="utf-8")
    return study


def test_a_picture_has_300_dots_an_inch_and_says_what_it_is(study: Study) -> None:
    paths = export_figures(study)
    assert paths == [study.root / f"reports/pictures/demo/{one}/{NAME}.png" for one in ("nl", "en")]
    assert pictures_of(study) == study.root / "reports/pictures/demo"
    png = paths[1].read_bytes()
    told = chunks(png)
    assert struct.unpack(">II", told["IHDR"][:8])[0] == 420 / 72 * 300
    assert struct.unpack(">IIB", told["pHYs"]) == (11811, 11811, 1)
    assert told["iTXt Title"].endswith(b"Who took part, from invited to analysed?")
    assert told["iTXt Description"]
    assert [path.read_bytes() for path in export_figures(study)][1] == png


def test_what_readers_get_stays_as_the_run_made_it(study: Study) -> None:
    before = {path: path.read_bytes() for path in study.build.rglob("*") if path.is_file()}
    export_figures(study)
    assert {path: path.read_bytes() for path in study.build.rglob("*") if path.is_file()} == before


def test_figures_that_were_not_drawn_are_asked_for(study: Study) -> None:
    list_of(study, "nl").unlink()
    with pytest.raises(StudyError, match="demo: the figures are not there yet; run the step draw_figures"):
        export_figures(study)


def test_a_text_may_hold_any_letter() -> None:
    head = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + bytes(17)
    end = struct.pack(">I", 0) + b"IEND" + bytes(4)
    told = chunks(telling(head + end, {"Title": "‘Één’"}, 300))
    assert told["iTXt Title"] == b"Title" + bytes(5) + "‘Één’".encode()
    assert list(told) == ["IHDR", "pHYs", "iTXt Title", "IEND"]
