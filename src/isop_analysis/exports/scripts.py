"""Scripts for SPSS and R that compute the scales anew from exported answers: n, mean, SD and alpha.

They turn reversed items, take means by each scale's rule, and give the tables `scale_descriptives` and
`reliability` to the digit: a check on the pipeline, and a start for own work.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from isop_analysis.exports.answer_rows import written_codes
from isop_analysis.exports.spss import spss_name
from isop_analysis.language.numbers import Language
from isop_analysis.language.words import words_in
from isop_analysis.measurement.scores import answer_range, reversed_items
from isop_analysis.study.study import Study


@dataclass(frozen=True)
class Turned:
    """A reversed item as SPSS turns it round: the new variable's name, and what it is."""

    name: str
    term: str


@dataclass(frozen=True)
class Scored:
    """A scale as a script computes it; `terms` are its items for SPSS, reversed ones turned round."""

    name: str
    title: str
    items: Sequence[str]
    terms: Sequence[str]
    reversed: Sequence[str]
    turned: Sequence[Turned]
    alpha_items: Sequence[str]
    low: str
    high: str
    span: str
    minimum: int
    pomp: bool


def script(study: Study, template: str, language: Language) -> str:
    """Return the script of a template (``measures.sps``, ``measures.R``), with its notes in a language."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    text = files(__package__).joinpath("templates", f"{template}.j2").read_text(encoding="utf-8")
    made = environment.from_string(text).render(
        words=words_in(language),
        language=language,
        scales=_scales(study, language),
        codes=written_codes(study),
    )
    return made.rstrip("\n") + "\n"


def _scales(study: Study, language: Language) -> list[Scored]:
    found = []
    for instrument, scale in study.scales:
        low, high = answer_range(instrument, scale)
        backwards = reversed_items(instrument, scale)
        turned = {name: Turned(f"{name}_r", f"{low + high:g} - {spss_name(name)}") for name in backwards}
        found.append(
            Scored(
                name=scale.name,
                title=" ".join(scale.title.in_language(language).split()),
                items=scale.items,
                terms=[turned[name].term if name in turned else spss_name(name) for name in scale.items],
                reversed=backwards,
                turned=list(turned.values()),
                alpha_items=[
                    turned[name].name if name in turned else spss_name(name) for name in scale.items
                ],
                low=f"{low:g}",
                high=f"{high:g}",
                span=f"{high - low:g}",
                minimum=scale.minimum_answered,
                pomp=scale.pomp,
            )
        )
    return found
