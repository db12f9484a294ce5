"""The coders of the invented study agree as their chances say, over many of them."""

from pathlib import Path

import numpy as np
import pytest

from isop_analysis import qualitative
from isop_analysis.demo import coders
from isop_analysis.demo.coders import Coding, code_talks, true_agreement, write_projects
from isop_analysis.demo.consent import ConsentPlan
from isop_analysis.demo.interviews import invent_talks, write_documents
from isop_analysis.demo.population import populate
from isop_analysis.demo.presets import TINY, Preset
from isop_analysis.study import Study, load

ROOT = Path(__file__).parents[3]
NOBODY = ConsentPlan((), (), (), (), ())


@pytest.fixture(scope="module")
def study() -> Study:
    return load(ROOT / "config/tiny/config.yaml")


def coding_of(preset: Preset, study: Study) -> Coding:
    return code_talks(preset, invent_talks(preset, study, populate(preset, 2), NOBODY))


def test_the_known_agreement_is_what_coders_reach_in_the_mean(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over ten pairs of coders of the same texts a code's mean alpha is within .08 of the known one."""
    from dataclasses import replace

    monkeypatch.setattr(coders, "DOUBLE_CODED", 1.0)
    preset = replace(TINY, interviews=40)
    talks = invent_talks(preset, study, populate(preset, 2), NOBODY)
    found: dict[str, list[float]] = {}
    for seed in range(10):
        coding = code_talks(replace(preset, seed=seed), talks)
        write_projects(tmp_path, study, coding)
        files = [tmp_path / f"interviews_codeur_{one}.qdpx" for one in "ab"]
        segments = qualitative.read(*files).segments
        names = {code.accept[0]: code.name for code in study.integration.codes} if study.integration else {}
        rows = qualitative.agreement(segments.assign(code=segments["code"].replace(names)), draws=1).codes
        for code, alpha in zip(rows["code"], rows["alpha"], strict=True):
            found.setdefault(code, []).append(alpha)
    known = true_agreement(coding)
    assert {code: np.mean(own) for code, own in found.items()} == pytest.approx(known, abs=0.08)
    assert np.mean(list(known.values())) == pytest.approx(
        np.mean([one for own in found.values() for one in own]), abs=0.03
    )


def test_the_same_preset_gives_the_same_bytes(study: Study, tmp_path: Path) -> None:
    written = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        coding = coding_of(TINY, study)
        write_projects(folder, study, coding)
        write_documents(folder / "documenten.csv", coding.talks)
        written.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert written[0] == written[1]
    assert len(written[0]) == 4
