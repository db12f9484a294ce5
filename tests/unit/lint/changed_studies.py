"""The demo study with one thing changed, and folders made by hand: what checks find, and what they pass."""

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from isop_analysis.study import Study, load
from isop_analysis.study.study import Part

ROOT = Path(__file__).parents[3]
DEMO = load(ROOT / "config/config.yaml", ROOT)


@dataclass(frozen=True)
class Scene:
    """Where a study may be put, and what patches a check's tables."""

    folder: Path
    patch: pytest.MonkeyPatch

    @property
    def placed(self) -> Study:
        """The demo's settings, without any file."""
        return replace(DEMO, root=self.folder, folder=self.folder / "config")

    def file(self, name: str, text: str = "x", mode: int = 0o600) -> Path:
        """Write a file below the folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(mode)
        return path

    def with_config(self) -> Study:
        """The demo's config files too, and one raw file."""
        shutil.copytree(ROOT / "config", self.folder / "config")
        self.file("data/raw/demo/answers.csv")
        return self.placed

    def git(self, *words: str) -> None:
        """Run git in the folder, as somebody."""
        who = ["-c", "user.name=n", "-c", "user.email=n@example.org"]
        subprocess.run(["git", "-C", str(self.folder), *who, *words], check=True, capture_output=True)


Change = Callable[[Scene], Study]


def config(study: Study = DEMO, **changes: Any) -> Study:
    return replace(study, config_part=_part(study.config_part, **changes))


def privacy(**changes: Any) -> Study:
    return config(privacy=DEMO.config.privacy.model_copy(update=changes))


def instruments(**changes: Any) -> Study:
    return replace(DEMO, instrument_parts=tuple(_part(one, **changes) for one in DEMO.instrument_parts))


def scales(**changes: Any) -> Study:
    first = DEMO.instrument_parts[0]
    own = [one.model_copy(update=changes) for one in first.settings.scales]
    return replace(DEMO, instrument_parts=(_part(first, scales=own),))


def effects(**changes: Any) -> Study:
    """Change every declared effect of multilevel models."""

    def changed(part: Part[Any]) -> Part[Any]:
        own = [
            one.model_copy(update={"effects": [e.model_copy(update=changes) for e in one.effects]})
            for one in part.settings.multilevel
        ]
        return _part(part, multilevel=own)

    return replace(DEMO, model_parts=tuple(map(changed, DEMO.model_parts)))


def paths(**changes: Any) -> Study:
    def changed(part: Part[Any]) -> Part[Any]:
        return _part(part, structural=[one.model_copy(update=changes) for one in part.settings.structural])

    return replace(DEMO, model_parts=tuple(map(changed, DEMO.model_parts)))


def questions(**changes: Any) -> Study:
    assert DEMO.questions_part is not None
    own = [one.model_copy(update=changes) for one in DEMO.questions_part.settings.questions]
    return replace(DEMO, questions_part=_part(DEMO.questions_part, questions=own))


def integration(**changes: Any) -> Study:
    assert DEMO.integration_part is not None
    return replace(DEMO, integration_part=_part(DEMO.integration_part, **changes))


def coded(**changes: Any) -> Study:
    assert DEMO.integration is not None
    return integration(coded=DEMO.integration.coded.model_copy(update=changes))


def _part(part: Part[Any], **changes: Any) -> Part[Any]:
    settings: BaseModel = part.settings
    return replace(part, settings=settings.model_copy(update=changes))
