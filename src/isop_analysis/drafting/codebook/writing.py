"""Writes the codebook: a page a language and JSON-LD, into the processed folder, for their owner alone."""

import tempfile
from pathlib import Path
from typing import Any

import yaml

from isop_analysis.base.whole_files import write_whole
from isop_analysis.drafting.codebook.answered import answered
from isop_analysis.drafting.codebook.facts import instrument_facts
from isop_analysis.drafting.codebook.linked_data import linked_data
from isop_analysis.drafting.codebook.page import page
from isop_analysis.language.numbers import Language
from isop_analysis.study.problems import StudyError
from isop_analysis.study.reading import REQUIRED, read_files
from isop_analysis.study.study import Study

LANGUAGES: tuple[Language, ...] = ("nl", "en")


def write_codebook(study: Study, raw: bool = False) -> list[Path]:
    """Write ``codebook.nl.html``, ``codebook.en.html`` and ``codebook.jsonld``; return their paths.

    `raw`: of the answers as they were received, although the study has run.
    """
    facts = [instrument_facts(study, rows) for rows in answered(study, raw)]
    texts = {f"codebook.{one}.html": page(study, facts, one) for one in LANGUAGES}
    texts["codebook.jsonld"] = linked_data(study, facts)
    for name, text in texts.items():
        write_whole(study.processed / name, text)
    return [study.processed / name for name in texts]


def as_drafted(config: Path, root: Path) -> Study:
    """Return a study that isn't filled in yet, as if nobody was asked for anything.

    Raises
    ------
    StudyError
        When a file has another problem than a line that says 'required'.
    """
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(folder) / "config"
        for path in config.parent.rglob("*.yaml"):
            own = copied / path.relative_to(config.parent)
            own.parent.mkdir(parents=True, exist_ok=True)
            content = _without_required(yaml.safe_load(path.read_text(encoding="utf-8")))
            own.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
        study, problems = read_files(copied / config.name, root)
    if problems:
        raise StudyError(problems)
    return study


def _without_required(content: Any) -> Any:
    """Return a file's content with nothing where a person is to fill something in, and without a register."""
    if isinstance(content, dict):
        left = {key: value for key, value in content.items() if key != "team_register"}
        return {key: None if value == REQUIRED else _without_required(value) for key, value in left.items()}
    return [_without_required(one) for one in content] if isinstance(content, list) else content
