"""What strangers type (benchmarks/strangers.yaml) still fits what `isop new` drafts, and passes `check`."""

import sys
from pathlib import Path

import pytest
from test_drafted_studies import TODAY, check

from isop_analysis.drafting.asking import Asking
from isop_analysis.drafting.new_study import new_study
from isop_analysis.study import load

sys.path.append(str(Path(__file__).parents[3] / "benchmarks"))
import strangers
import strangers_files


@pytest.mark.parametrize(
    ("name", "places", "lines", "models"),
    [
        ("wards", 7, 26, ["null_models", "workload"]),
        ("clubs", 15, 68, ["null_models", "growth", "attendance", "schools_and_reading"]),
    ],
)
def test_a_strangers_edits_fit_the_draft_and_pass_check(
    name: str, places: int, lines: int, models: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = next(one for one in strangers.strangers(TODAY) if one.name == name)
    strangers_files.make(tmp_path / "given")
    (tmp_path / "config").mkdir()
    files = [tmp_path / "given" / file for file in stranger.files]
    closed = tuple(one for one in stranger.options if one != "--closed")
    made = new_study(tmp_path, name, files, Asking(None), closed, TODAY)
    monkeypatch.chdir(tmp_path)
    strangers.edit(stranger)
    keys = f"{tmp_path.parent.as_posix()}/keys_of_{tmp_path.name}"
    made.config.write_text(made.config.read_text().replace("~/isop_keys", keys))
    assert check(made) == []
    study = load(made.config)
    assert [one.name for one in (*study.multilevel, *study.micro_macro)] == models
    assert sum(one.times for one in stranger.edits) == places
    assert strangers.typed(stranger.edits) == lines
