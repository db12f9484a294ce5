"""The summary: one line a question, with a small picture, and what the study can't tell."""

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from isop_analysis.language.effects import Contrast
from isop_analysis.language.rows import row_id
from isop_analysis.language.sentences import FEW_CLUSTERS, may_be_chance
from isop_analysis.report.page.blocks import Answer, Block, Heading, Listed, Paragraph
from isop_analysis.report.page.chapters.site_sentences import site_answer
from isop_analysis.report.page.sparklines import estimates
from isop_analysis.stats.verdicts import Verdict

if TYPE_CHECKING:
    from isop_analysis.report.page.context import Context
    from isop_analysis.study.model_settings import Multilevel

MOST_NAMED = 2
WITH_SIGN = (Verdict.MATTERS, Verdict.MAY_BE_TOO_SMALL, Verdict.TOO_LITTLE, Verdict.GOES_TOGETHER)
WITHOUT_SIGN = (Verdict.NONE_THAT_MATTERS, Verdict.OPEN, Verdict.REFUSED, Verdict.FAILED)


def blocks(context: "Context") -> list[Block]:
    """Write the summary page: what was set beforehand first, then what was explored."""
    words = context.words
    told = [model for model in context.study.multilevel if _of(context, model.name)]
    planned = [model for model in told if any(_planned(context, one) for one in _of(context, model.name))]
    explored = [model for model in told if model not in planned]
    heading: list[Block] = [Heading(words("summary.explored_title"))] if explored and context.tests else []
    return [
        Paragraph(words("summary.lead" if told else "summary.lead_no_effects")),
        *(_answer(context, model) for model in planned),
        *heading,
        *(_answer(context, model) for model in explored),
        *(site_answer(context, model) for model in context.study.micro_macro),
        Heading(words("summary.cannot_title")),
        Listed(tuple(_cannot(context))),
        Paragraph(words("summary.more_below"), quiet=True),
    ]


def _sites_key(context: "Context") -> str:
    fitted = context.rows("site_models", status="fitted")
    return "summary.cannot.children" if fitted else "summary.cannot.chances_refused"


def _of(context: "Context", model: str) -> list[Contrast]:
    return [one for one in context.contrasts if one.model == model]


def _test(context: "Context", one: Contrast) -> dict[str, Any]:
    return context.tests.get((one.model, one.scale_name, one.term), {})


def _planned(context: "Context", one: Contrast) -> bool:
    return _test(context, one).get("kind") == "confirmatory"


def _answer(context: "Context", model: "Multilevel") -> Answer:
    """Answer the question of a model: set beforehand first; what else it tells is labelled as explored."""
    words, own = context.words, _of(context, model.name)
    planned = [one for one in own if _planned(context, one)]
    explored = [one for one in own if one not in planned]
    parts = _verdicts(context, planned)
    if planned and explored:
        parts.append(context.say("summary.explored"))
    parts += _verdicts(context, explored)
    away = [one for one in own if one.verdict not in WITHOUT_SIGN]
    label = words(
        "summary.alt", total=words.counted("units.estimate", len(own)), away=words.numbers.integer(len(away))
    )
    picture = estimates([*planned, *explored], context.reach, label)
    return Answer(model.question.in_language(context.language), Markup(" ").join(parts), picture)


def _verdicts(context: "Context", own: list[Contrast]) -> list[Markup]:
    """Return a sentence for each verdict, and after those on effects how many of them may be chance."""
    kind = "groups" if all(one.groups for one in own) else "slope"
    parts = []
    for verdict in (*WITH_SIGN, *WITHOUT_SIGN):
        of_verdict = [one for one in own if one.verdict is verdict]
        if of_verdict:
            named = _named(context, of_verdict, len(own))
            parts.append(context.say(f"summary.{kind}.{verdict}", list=named))
        if verdict is WITH_SIGN[-1]:
            parts += _chance(context, own)
    return parts


def _chance(context: "Context", own: list[Contrast]) -> list[Markup]:
    """Return how many of the effects do not stand once several tests are reckoned with."""
    away = [one for one in own if one.verdict in WITH_SIGN]
    falling = [one for one in away if _planned(context, one) and may_be_chance(_test(context, one))]
    if not falling:
        return []
    form = "this" if len(away) == 1 else "all" if len(falling) == len(away) else "some"
    return [context.say(f"summary.chance.{form}", count=context.numbers.integer(len(falling)))]


def _named(context: "Context", contrasts: list[Contrast], total: int) -> Markup:
    """Name up to two; more only by their number, so that the summary stays a page."""
    words = context.words
    if len(contrasts) > MOST_NAMED:
        return Markup(_counted(context, contrasts, total))
    links = []
    for one in contrasts:
        sign = "plain" if one.verdict in WITHOUT_SIGN else "positive" if one.positive else "negative"
        key = f"groups_{sign}" if one.groups else sign
        text = words(f"summary.pair.{key}", title=one.title, scale=one.scale)
        target = row_id("model_effects", one.model, one.scale_name, one.term)
        links.append(Markup('<a class="plain" href="#{}">{}</a>').format(target, text))
    return Markup(words.listed([str(link) for link in links]))


def _counted(context: "Context", contrasts: list[Contrast], total: int) -> str:
    words, integer = context.words, context.numbers.integer
    relations = words.counted("summary.relation", total)
    every = len(contrasts) == total
    text = (
        words("summary.every", total=relations)
        if every
        else words("summary.several", count=integer(len(contrasts)), total=relations)
    )
    if contrasts[0].verdict in WITHOUT_SIGN or any(one.groups for one in contrasts):
        return text
    up = sum(one.positive for one in contrasts)
    if up in (0, len(contrasts)):
        return words(f"summary.directions.{'positive' if up else 'negative'}", text=text)
    return words("summary.directions.both", text=text, up=integer(up), down=integer(len(contrasts) - up))


def _weak(context: "Context") -> str:
    words = context.words
    if len(context.weak) <= MOST_NAMED:
        return context.weak_titles
    every = words.counted("units.scale", len(context.study.scales))
    return words("summary.cannot.weak_scales", count=words.numbers.integer(len(context.weak)), total=every)


def _cannot(context: "Context") -> list[str]:
    words, config = context.words, context.study.config
    found = [words("summary.cannot.cause")] if context.contrasts else []
    if config.outcomes:
        found.append(
            words("summary.cannot.chances" if not context.study.micro_macro else _sites_key(context))
        )
    found.append(words("summary.cannot.absent"))
    teams = [dict(one.counts).get("team") for one in context.contrasts]
    known = [count for count in teams if count is not None]
    if known and max(known).high < FEW_CLUSTERS:
        found.append(words("summary.cannot.few", teams=words.counted("units.team", max(known))))
    if context.weak:
        found.append(words("summary.cannot.weak", scales=_weak(context)))
    if config.invented:
        found.append(words("summary.cannot.invented"))
    return found
