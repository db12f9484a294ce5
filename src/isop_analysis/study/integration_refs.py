"""Names in the file of coded texts that must exist, once."""

from collections.abc import Iterator

from isop_analysis.study.integration_settings import CONSENSUS, Coded
from isop_analysis.study.problems import Problem
from isop_analysis.study.refs import doubled, problem, unknown
from isop_analysis.study.study import Study
from isop_analysis.study.yaml_lines import Document, Step


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
    attributes = [attribute.name for attribute in study.config.attributes]
    documents = coded.documents
    if documents.attribute is not None:
        where: tuple[Step, ...] = ("coded", "documents", "attribute")
        yield from unknown(document, where, "attribute", documents.attribute, attributes)
    elif documents.role is not None:
        message = "needs 'attribute', whose values the column holds; name it beside it"
        yield problem(document, ("coded", "documents", "role"), message)
    for place, file in enumerate(coded.files):
        if file in coded.files[:place]:
            yield problem(document, ("coded", "files", place), "file is named twice; keep one")
    if coded.consensus in coded.files:
        message = "is one of the coders' files; consensus is kept apart from what they did independently"
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
