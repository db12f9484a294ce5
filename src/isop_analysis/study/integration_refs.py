"""Names in the file of coded texts and joint displays that must exist, once."""

from collections.abc import Iterable, Iterator

from isop_analysis.base.nearest import meant
from isop_analysis.study.integration_settings import CONSENSUS, Coded
from isop_analysis.study.problems import Problem
from isop_analysis.study.study import Study
from isop_analysis.study.yaml_lines import Document, Step, dotted


def integration_problems(study: Study) -> Iterator[Problem]:
    """Yield what the file of coded texts and joint displays names that is nowhere, or twice."""
    if study.integration_part is None:
        return
    document, integration = study.integration_part.document, study.integration_part.settings
    themes = [theme.name for theme in integration.themes]
    scales = [scale.name for _, scale in study.scales]
    for key in ("themes", "codes", "joint_displays"):
        yield from _doubled(document, key, (entry.name for entry in getattr(integration, key)))
    yield from _coded_problems(study, document, integration.coded)
    for position, code in enumerate(integration.codes):
        yield from _unknown(document, ("codes", position, "theme"), "theme", code.theme, themes)
    for position, display in enumerate(integration.joint_displays):
        yield from _unknown(document, ("joint_displays", position, "scale"), "scale", display.scale, scales)
        for place, name in enumerate(display.themes):
            yield from _unknown(
                document, ("joint_displays", position, "themes", place), "theme", name, themes
            )


def _coded_problems(study: Study, document: Document, coded: Coded) -> Iterator[Problem]:
    attributes = [attribute.name for attribute in study.config.attributes]
    documents = coded.documents
    if documents.attribute is not None:
        where: tuple[Step, ...] = ("coded", "documents", "attribute")
        yield from _unknown(document, where, "attribute", documents.attribute, attributes)
    elif documents.role is not None:
        message = "needs 'attribute', whose values the column holds; name it beside it"
        yield _problem(document, ("coded", "documents", "role"), message)
    for place, file in enumerate(coded.files):
        if file in coded.files[:place]:
            yield _problem(document, ("coded", "files", place), "file is named twice; keep one")
    if coded.consensus in coded.files:
        message = "is one of the coders' files; consensus is kept apart from what they did independently"
        yield _problem(document, ("coded", "consensus"), message)
    if coded.analysis_coding == CONSENSUS and coded.consensus is None:
        message = "is 'consensus' while no file of consensus is named; add 'consensus', or name a coder"
        yield _problem(document, ("coded", "analysis_coding"), message)


def _problem(document: Document, steps: tuple[Step, ...], message: str) -> Problem:
    return Problem(document.file, message, document.line(steps), dotted(steps))


def _doubled(document: Document, key: str, names: Iterable[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for position, name in enumerate(names):
        if name in seen:
            yield _problem(document, (key, position, "name"), f"name '{name}' is given twice; rename one")
        seen.add(name)


def _unknown(
    document: Document, steps: tuple[Step, ...], what: str, name: str, known: list[str]
) -> Iterator[Problem]:
    if name not in known:
        yield _problem(document, steps, f"unknown {what} '{name}'{meant(name, known)}")
