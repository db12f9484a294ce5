"""A draft's lines that only a person can fill in stop everything, with one sentence each."""

from pathlib import Path

import pytest

from isop_analysis.study import StudyError, load

CONFIG = """study: small
title: {nl: klein, en: small}
data_date: "2025-01-01"
seed: 1
raw: data/raw/small
instruments: [scan.yaml]
waves: []
consent: required
nonsense: required
"""


def test_one_sentence_says_what_is_to_be_filled_in(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(CONFIG, encoding="utf-8")
    with pytest.raises(StudyError) as caught:
        load(tmp_path / "config.yaml")
    assert [str(problem) for problem in caught.value.problems] == [
        "config.yaml:8: consent: still says 'required'; write how people agreed (asked, or file and "
        "purposes), or null where nobody was asked"
    ]
