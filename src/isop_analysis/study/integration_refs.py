"""Names in the file of coded texts that must exist, once."""

import re
from collections.abc import Iterator, Sequence

from isop_analysis.base.nearest import listed
from isop_analysis.study.integration_settings import CONSENSUS, Coded, OpenAnswers
from isop_analysis.study.problems import Problem
from isop_analysis.study.refs import doubled, problem, unknown
from isop_analysis.study.study import Study
from isop_analysis.study.yaml_lines import Document, Step

SLOT = re.compile(r"\{([^{}]*)\}")
SLOTS = ("item", "instrument", "wave", "response", "pseudonym")
OPEN = "open"


def integration_problems(study: Study) -> Iterator[Problem]:
    """Yield what the file of coded texts names that is nowhere, or twice."""
    if study.integration_part is None:
        return
    document, integration = study.integration_part.document, study.integration_part.settings
    themes = [theme.name for theme in integration.themes]
    for key in ("themes", "codes"):
        yield from doubled(document, key, (entry.name for entry in getattr(integration, key)))
    yield from _coded_problems(study, document, integration.coded)
    yield from _quote_problems(study, document)
    for position, code in enumerate(integration.codes):
        yield from unknown(document, ("codes", position, "theme"), "theme", code.theme, themes)


def _coded_problems(study: Study, document: Document, coded: Coded) -> Iterator[Problem]:
    yield from _documents_problems(study, document, coded)
    yield from _answers_problems(study, document, coded.answers)
    if not coded.files and not coded.answers:
        message = "names no file; name the coders' files, or 'answers' for them to code"
        yield problem(document, ("coded", "files"), message)
    for place, file in enumerate(coded.files):
        if file in coded.files[:place]:
            yield problem(document, ("coded", "files", place), "file is named twice; keep one")
    if coded.consensus in coded.files:
        message = "is one of the coders' files; consensus is kept apart from what they did independently"
        yield problem(document, ("coded", "consensus"), message)
    if coded.consensus is not None and not coded.files:
        message = "is named without the coders' files; name those of before they discussed anything, too"
        yield problem(document, ("coded", "consensus"), message)
    if coded.analysis_coding == CONSENSUS and coded.consensus is None:
        message = "is 'consensus' while no file of consensus is named; add 'consensus', or name a coder"
        yield problem(document, ("coded", "analysis_coding"), message)


def _quote_problems(study: Study, document: Document) -> Iterator[Problem]:
    """Yield limits of quotes that leave nothing, and quotes in a study that asks nobody whether they may."""
    quotes = study.integration.quotes if study.integration is not None else None
    if quotes is None:
        return
    if quotes.longest < quotes.shortest:
        message = f"is below shortest ({quotes.shortest}), so that nothing can be quoted; correct one of them"
        yield problem(document, ("quotes", "longest"), message)
    consent = study.config.consent
    if consent is None or "quoting" not in consent.purposes:
        message = "needs consent to quoting; name its column in consent.purposes, or leave quotes out"
        yield problem(document, ("quotes",), message)


def _documents_problems(study: Study, document: Document, coded: Coded) -> Iterator[Problem]:
    attributes = [attribute.name for attribute in study.config.attributes]
    documents = coded.documents
    if documents is None:
        if not coded.answers:
            message = "is needed: it says whose each document is; name the table's file and columns"
            yield problem(document, ("coded", "documents"), message)
    elif documents.attribute is not None:
        where: tuple[Step, ...] = ("coded", "documents", "attribute")
        yield from unknown(document, where, "attribute", documents.attribute, attributes)
    elif documents.role is not None:
        message = "needs 'attribute', whose values the column holds; name it beside it"
        yield problem(document, ("coded", "documents", "role"), message)


def _answers_problems(study: Study, document: Document, answers: Sequence[OpenAnswers]) -> Iterator[Problem]:
    """Yield instruments and items that are none, and names of documents that tell no answers apart."""
    instruments = {one.name: one for one in study.instruments}
    seen: set[tuple[str, str]] = set()
    for place, own in enumerate(answers):
        at: tuple[Step, ...] = ("coded", "answers", place)
        yield from unknown(document, (*at, "instrument"), "instrument", own.instrument, list(instruments))
        instrument = instruments.get(own.instrument)
        items = [one.name for one in instrument.items if one.answers == OPEN] if instrument else own.items
        for number, item in enumerate(own.items):
            yield from unknown(document, (*at, "items", number), "open item", item, items)
            if (own.instrument, item) in seen:
                yield problem(document, (*at, "items", number), "item is named twice; keep one")
            seen.add((own.instrument, item))
        if message := _of_name(own):
            yield problem(document, (*at, "document"), message)


def _of_name(own: OpenAnswers) -> str | None:
    """Return what is wrong with the name of an answer's document."""
    slots = SLOT.findall(own.document)
    other = [one for one in slots if one not in SLOTS]
    if other or {"{", "}"} & set(SLOT.sub("", own.document)):
        return f"may hold {listed(['{' + one + '}' for one in SLOTS])} and nothing else in braces"
    if not {"response", "pseudonym"} & set(slots):
        return "needs {response} or {pseudonym}, or answers of several people have one name"
    if len(own.items) > 1 and "item" not in slots:
        return "needs {item}, for there are several items"
    return None
