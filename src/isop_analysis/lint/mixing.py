"""Whether words and numbers are mixed as a reviewer of mixed methods would want to read it."""

from collections.abc import Iterator

from isop_analysis.lint.checks import Check, Group
from isop_analysis.lint.plan import effects
from isop_analysis.study.problems import Problem
from isop_analysis.study.refs import problem
from isop_analysis.study.study import Study


def without_design(study: Study) -> Iterator[Problem]:
    """Yield a study with words and numbers that says nothing of how they are mixed."""
    if study.integration is not None and study.config.design is None:
        yield problem(study.config_part.document, ("design",), "is not given")


def without_researchers(study: Study) -> Iterator[Problem]:
    """Yield that readers do not learn who the researchers are to the subject."""
    design = study.config.design
    if design is not None and design.researchers is None:
        yield problem(study.config_part.document, ("design", "researchers"), "is not given")


def unjudged(study: Study) -> Iterator[Problem]:
    """Yield pairs of numbers and words of which no researcher said what they make together."""
    judged = {one.pair for one in study.judgements}
    for pair in study.pairs:
        if pair.name not in judged:
            file = (study.displays_part or study.integration_part or study.config_part).document.file
            yield Problem(file, f"nobody has judged the pair '{pair.name}'")


def coding_open(study: Study) -> Iterator[Problem]:
    """Yield that coding was not closed."""
    part = study.integration_part
    if part is not None and not part.settings.coded.closed:
        yield problem(part.document, ("coded", "closed"), "is not given: coding has not ended")


def one_coder(study: Study) -> Iterator[Problem]:
    """Yield texts of which one coder's files are there."""
    part = study.integration_part
    if part is not None and len(part.settings.coded.files) == 1:
        yield problem(
            part.document, ("coded", "files"), "is one file: no agreement between coders can be told"
        )


def idle_themes(study: Study) -> Iterator[Problem]:
    """Yield themes that answer no question and stand in no display."""
    part = study.integration_part
    if part is None:
        return
    used = {theme for one in study.questions for theme in getattr(one, "themes", [])}
    used |= {theme for one in study.displays for theme in one.themes}
    used |= {one.answered_by.theme or "" for one in study.config.premises if one.answered_by is not None}
    themes = {one.name: one.theme for one in part.settings.codes}
    coded = [code for one in study.displays for code in one.codes]
    coded += [code for one in study.displays for row in one.rows for code in row.codes]
    coded += [code for pair in study.pairs for code in (*pair.codes, *pair.against)]
    coded += [code for one in study.questions for own in getattr(one, "codes", {}).values() for code in own]
    used |= {themes.get(code, "") for code in coded}
    for place, theme in enumerate(part.settings.themes):
        if theme.name not in used:
            message = f"theme '{theme.name}' answers no question and stands in no display"
            yield problem(part.document, ("themes", place), message)


def unmeasured_premises(study: Study) -> Iterator[Problem]:
    """Yield claims of which nothing in the study speaks."""
    for place, one in enumerate(study.config.premises):
        if one.measure == "none" and one.answered_by is None:
            message = f"nothing in this study speaks to '{one.name}'"
            yield problem(study.config_part.document, ("premises", place), message)


OWN = frozenset({"our judgement", "our own judgement", "ons oordeel", "eigen oordeel"})
"""Sources that are no publications: of these nobody can give a reference."""


def short_sources(study: Study) -> Iterator[Problem]:
    """Yield sources that are named in short and nowhere in full."""
    named = {effect.source for _, _, effect in effects(study)}
    named |= {one.source for one in study.config.premises}
    named |= {one.validation.source for one in study.instruments}
    whole = study.config.report.sources
    short = {part.strip() for one in named if one and one not in whole for part in one.split(";")}
    for source in sorted(one for one in short if one and one not in whole and one.lower() not in OWN):
        message = f"lacks the whole reference of '{source}'"
        yield problem(study.config_part.document, ("report", "sources"), message)


MIXING = Group(
    "Words beside numbers, and sources",
    (
        Check(
            "design_told",
            "should",
            "a study with words and numbers says how they are mixed, and why",
            "add 'design' to the study file",
            without_design,
        ),
        Check(
            "researchers_told",
            "note",
            "readers learn who the researchers are to the subject",
            "add design.researchers: roles, no names",
            without_researchers,
        ),
        Check(
            "pairs_judged",
            "should",
            "each pair of an effect and codes has a researcher's judgement",
            "judge the pair in the displays file, with the hash that isop check says",
            unjudged,
        ),
        Check(
            "coding_closed",
            "note",
            "coding was closed before scores were laid beside it",
            "write the day in coded.closed when coders have finished",
            coding_open,
        ),
        Check(
            "two_coders",
            "should",
            "two people coded, at least a part of the texts",
            "let someone else code a part, and add the file to coded.files",
            one_coder,
        ),
        Check(
            "themes_used",
            "note",
            "each theme answers a question or stands in a display",
            "name the theme in a question's 'themes', or in a display",
            idle_themes,
        ),
        Check(
            "premises_answered",
            "note",
            "something in the study speaks to each premise",
            "add 'answered_by' or 'measure', or let the report say that it was not measured",
            unmeasured_premises,
        ),
        Check(
            "sources_whole",
            "should",
            "each source that is named in short has a whole reference",
            "add it to report.sources: its short name, then the reference",
            short_sources,
        ),
    ),
)
