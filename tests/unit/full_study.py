"""The largest preset (100 teams, 40 sites), run as far as a few of its models: what only many teams show."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import yaml

from isop_analysis.demo.presets import PRESETS
from isop_analysis.demo.raw_folder import simulate
from isop_analysis.steps import (
    clean_answers,
    fit_multilevel,
    fit_structural,
    import_answers,
    import_context,
    map_networks,
    score_scales,
)
from isop_analysis.study import Study, load

STEPS = (
    import_answers,
    import_context,
    clean_answers,
    score_scales,
    map_networks,
    fit_structural,
    fit_multilevel,
)
KEPT = {
    "structural.yaml": ("mediation", "participation_to_transfer"),
    "null_models.yaml": ("null_person_scales",),
}
"""Models that are fitted, by file; other files are left out."""


@dataclass(frozen=True)
class Full:
    """The study of the largest preset after these steps; not to be changed."""

    study: Study

    @classmethod
    def run(cls, root: Path, repository: Path) -> "Full":
        """Simulate the preset below a folder and run its steps."""
        for folder in ("config", "data/open"):
            shutil.copytree(repository / folder, root / folder)
        simulate(PRESETS["full"], root / "data/raw/demo", root)
        config = _shortened(root / "config/config.yaml")
        study = load(config, root)
        for step in STEPS:
            step.run(study)
        return cls(study)


def _shortened(config: Path) -> Path:
    """Leave the models in that are fitted, and what names no others; these ask nothing of networks."""
    settings = yaml.safe_load(config.read_text(encoding="utf-8"))
    settings["models"] = [file for file in settings["models"] if Path(file).name in KEPT]
    settings.pop("hypotheses")
    settings.pop("questions")
    settings.pop("premises")
    settings.pop("networks")
    settings.pop("displays")
    settings["planning"].pop("models", None)
    config.write_text(yaml.safe_dump(settings, allow_unicode=True, sort_keys=False), encoding="utf-8")
    for file in settings["models"]:
        path = config.parent / file
        parts = yaml.safe_load(path.read_text(encoding="utf-8"))
        kept = {kind: [one for one in own if one["name"] in KEPT[path.name]] for kind, own in parts.items()}
        path.write_text(yaml.safe_dump(kept, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return config
