"""YAML as people type it is read as they mean it, or told in a sentence with what to write."""

from pathlib import Path
from typing import Any

import pytest

from isop_analysis.study.config import Config
from isop_analysis.study.problems import StudyError
from isop_analysis.study.reading import validate
from isop_analysis.study.yaml_lines import read_document

MINIMAL = (
    "study: small\ntitle: {nl: klein, en: small}\ndata_date: 2025-01-01\nseed: 1\nraw: data/raw\n"
    "instruments: [scan.yaml]\nprivacy: {key: {file: ../k, public: no}}\n"
    'waves: [{name: w0, cohort: "2024", school_year: 2024-2025, occasion: T0, time: 0}]\n'
)


def read(tmp_path: Path, text: str | bytes) -> Any:
    path = tmp_path / "a.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_document(path, "a.yaml").content


def said(tmp_path: Path, text: str | bytes) -> list[str]:
    with pytest.raises(StudyError) as error:
        read(tmp_path, text)
    return [str(problem) for problem in error.value.problems]


def said_of_config(tmp_path: Path, text: str) -> list[str]:
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    return [str(one) for one in validate(Config, read_document(tmp_path / "a.yaml", "a.yaml"))[1]]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("a: 2025-01-01", {"a": "2025-01-01"}),
        ("a: 2025-13-45", {"a": "2025-13-45"}),
        ("a: 0222", {"a": "0222"}),
        ("a: 12:30", {"a": "12:30"}),
        ("a: 1_000", {"a": "1_000"}),
        ("a: [yes, no, on, off, Ja]", {"a": ["yes", "no", "on", "off", "Ja"]}),
        ("yes: [ja]\nno: [nee]", {"yes": ["ja"], "no": ["nee"]}),
        ("1: a\ntrue: b\nnull: c", {"1": "a", "true": "b", "null": "c"}),
        ("a: [true, False, ~, null, 3, -4, 0, 2.50, .5, 1.0e+3]",
         {"a": [True, False, None, None, 3, -4, 0, 2.5, 0.5, 1000.0]}),
        ("a: &x {b: 1}\nc: {<<: *x, d: 2}", {"a": {"b": 1}, "c": {"b": 1, "d": 2}}),
        ("a: " + "9" * 5000, {"a": "9" * 5000}),
        ("a: “Samen” doen we het", {"a": "“Samen” doen we het"}),
        ('a: "“Samen”"', {"a": "“Samen”"}),
        ("a: ’s ochtends", {"a": "’s ochtends"}),
    ],
)  # fmt: skip
def test_what_is_read_as_meant(tmp_path: Path, text: str, meant: Any) -> None:
    assert read(tmp_path, text) == meant


QUOTED = "begins with a typographic quote, which is a letter here; write \" or '"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a: b\x01c", "a.yaml:1: holds the control sign U+0001; delete it"),
        ("a: 1\nb: " + "[" * 5000, "a.yaml:2: is nested too deeply; at most 50 levels are read"),
        ("a: 1\nb: " + "[" * 100_000, "a.yaml:2: is nested too deeply; at most 50 levels are read"),
        ("- " * 3000 + "a", "a.yaml:1: is nested too deeply; at most 50 levels are read"),
        ("a: !!int abc", "a.yaml:1: '!!int' is no part of a config; leave it out"),
        ("a: !!python/name:os x", "a.yaml:1: '!!python/name:os' is no part of a config; leave it out"),
        ("a: !foo x", "a.yaml:1: '!foo' is no part of a config; leave it out"),
        ("a: &a [*a]", "a.yaml:1: the alias '*a' stands within its own anchor; write out what is meant"),
        ("a: &a\n  b: *a", "a.yaml:2: the alias '*a' stands within its own anchor; write out what is meant"),
        ("? [a]\n: b", "a.yaml:1: a key has to be a word, not a list or a mapping"),
        ("{{a: b}: c}", "a.yaml:1: a key has to be a word, not a list or a mapping"),
        ("a:\n\tb: c", "a.yaml:2: a tab stands where spaces belong; indent by spaces"),
        ("a: 1\nb: 2\na: 3", "a.yaml:3: a: key stands twice; keep one"),
        ("a: 1\n---\nb: 2", "a.yaml:2: is no valid YAML: but found another document"),
        ("a: “b”", f"a.yaml:1: {QUOTED}"),
        ("a: [“b, c”]", f"a.yaml:1: {QUOTED}"),
        ("“a”: b", f"a.yaml:1: {QUOTED}"),
        ("a: ‘b’", f"a.yaml:1: {QUOTED}"),
        (b"a: \xff", "a.yaml: byte 3 is no UTF-8; save the file as UTF-8"),
        ("", "a.yaml: is empty; a mapping of keys was expected"),
    ],
)  # fmt: skip
def test_what_is_told(tmp_path: Path, text: str | bytes, sentence: str) -> None:
    assert said(tmp_path, text)[0] == sentence


def test_anchors_that_repeat_each_other_without_end(tmp_path: Path) -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"{y}: &{y} [{', '.join([f'*{x}'] * 10)}]" for x, y in zip("abcdefgh", "bcdefghi", strict=True)]
    assert said(tmp_path, "\n".join(lines)) == [
        "a.yaml:5: its aliases stand for more than 100,000 values; write out fewer"
    ]


def test_a_folder_and_a_name_too_long(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / ("x" * 300), tmp_path / "a\0b"):
        with pytest.raises(StudyError) as error:
            read_document(path, "a.yaml")
        assert str(error.value) == (
            "a.yaml: can't be opened: a folder, a name too long, or a file that may not be read; correct the "
            "path"
        )


def test_a_date_and_words_for_yes_and_no_need_no_quotes(tmp_path: Path) -> None:
    assert said_of_config(tmp_path, MINIMAL) == []


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('"2024"', "2024", "a.yaml:8: waves[0].cohort: 2024 is no text; write it in quotes: \"2024\""),
        ("klein", "true", "a.yaml:2: title.nl: true is no text; write it in quotes: \"true\""),
        ("klein", "", "a.yaml:2: title.nl: is empty; write a text"),
        ("seed: 1", "seed: .nan", "a.yaml:4: seed: nan is not allowed; write a finite number"),
    ],
)  # fmt: skip
def test_what_needs_quotes_is_told(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    assert said_of_config(tmp_path, MINIMAL.replace(old, new)) == [sentence]
