"""What displays and judgements refer to must exist, once; two displays do not band the same teams twice."""

from collections.abc import Iterator
from dataclasses import dataclass

from isop_analysis.base.nearest import meant
from isop_analysis.study.display_settings import ALLOWED, NEEDED, EffectOf, JointDisplay, Pair, SideRow
from isop_analysis.study.problems import Problem
from isop_analysis.study.question_refs import typed_numbers
from isop_analysis.study.refs import problem, unknown
from isop_analysis.study.study import Study
from isop_analysis.study.yaml_lines import Document, Step

Where = tuple[Step, ...]
KEY = "joint_displays"
OPTIONAL = ("scale", "occasion", "bands", "smallest", "themes", "codes", "rows", "pairs")
"""Keys that not every kind of display has."""


def display_problems(study: Study) -> Iterator[Problem]:
    """Yield what is wrong with the joint displays of both files, and with the judgements."""
    placed = list(_placed(study))
    for place, one in enumerate(placed):
        yield from _keys(one)
        yield from _names(study, one)
        yield from _twice(one, placed[:place])
        yield from _banded_otherwise(one, placed[:place])
    yield from _pairs_twice(placed)
    yield from _judgement_problems(study)


@dataclass(frozen=True)
class _Placed:
    """A display and where it stands."""

    document: Document
    where: Where
    display: JointDisplay


def _placed(study: Study) -> Iterator[_Placed]:
    for part in (study.integration_part, study.displays_part):
        if part is not None:
            for position, display in enumerate(part.settings.joint_displays):
                yield _Placed(part.document, (KEY, position), display)


def _keys(one: _Placed) -> Iterator[Problem]:
    """Yield keys that the display's kind needs, and those that it does nothing with."""
    kind = one.display.kind
    given = [key for key in OPTIONAL if key in one.display.model_fields_set]
    for key in NEEDED[kind]:
        if not getattr(one.display, key):
            yield problem(one.document, one.where, f"a display of kind '{kind}' needs '{key}'; add it")
    allowed = (*NEEDED[kind], *ALLOWED.get(kind, ()))
    for key in given:
        if key not in allowed:
            message = f"a display of kind '{kind}' has no '{key}'; leave it out"
            yield problem(one.document, (*one.where, key), message)
    if kind == "quote_matrix" and (one.display.scale is None) != (one.display.occasion is None):
        message = "'scale' and 'occasion' go together; give both, or neither"
        yield problem(one.document, one.where, message)


def _names(study: Study, one: _Placed) -> Iterator[Problem]:
    document, where, display = one.document, one.where, one.display
    integration = study.integration
    if integration is None:
        yield problem(document, where, "needs coded texts; name an integration file, or leave it out")
        return
    themes, codes = ([part.name for part in own] for own in (integration.themes, integration.codes))
    if display.scale is not None:
        scales = [scale.name for _, scale in study.scales]
        yield from unknown(document, (*where, "scale"), "scale", display.scale, scales)
    if display.occasion is not None:
        occasions = list(dict.fromkeys(wave.occasion for wave in study.config.waves))
        yield from unknown(document, (*where, "occasion"), "occasion", display.occasion, occasions)
    for place, name in enumerate(display.themes):
        yield from unknown(document, (*where, "themes", place), "theme", name, themes)
    yield from _codes(document, (*where, "codes"), display.codes, codes)
    attribute = integration.coded.attribute
    if display.kind == "quote_matrix" and display.scale is None and attribute is None:
        message = "has no groups: name 'scale' and 'occasion', or 'attribute' of coded.documents"
        yield problem(document, where, message)
    for place, row in enumerate(display.rows):
        yield from _row_problems(study, document, (*where, "rows", place), row, codes)
    for place, pair in enumerate(display.pairs):
        yield from _pair_problems(study, document, (*where, "pairs", place), pair, codes)


def _codes(document: Document, where: Where, named: list[str], codes: list[str]) -> Iterator[Problem]:
    for place, name in enumerate(named):
        yield from unknown(document, (*where, place), "code", name, codes)
        if name in named[:place]:
            yield problem(document, (*where, place), f"code '{name}' stands twice; keep one")


def _row_problems(
    study: Study, document: Document, where: Where, row: SideRow, codes: list[str]
) -> Iterator[Problem]:
    yield from _codes(document, (*where, "codes"), row.codes, codes)
    if (row.question is None) == (row.effect is None):
        yield problem(document, where, "needs one result: 'question' or 'effect', not both; name one")
    if row.question is not None:
        questions = [one.name for one in study.asked]
        yield from unknown(document, (*where, "question"), "question", row.question, questions)
    if row.effect is not None:
        yield from _effect_problems(study, document, (*where, "effect"), row.effect)
    if row.meta is not None:
        for steps, message in typed_numbers([((*where, "meta"), row.meta)]):
            yield problem(document, steps, message)


def _pair_problems(
    study: Study, document: Document, where: Where, pair: Pair, codes: list[str]
) -> Iterator[Problem]:
    yield from _effect_problems(study, document, where, pair)
    yield from _codes(document, (*where, "codes"), pair.codes, codes)
    yield from _codes(document, (*where, "against"), pair.against, codes)
    for place, name in enumerate(pair.against):
        if name in pair.codes:
            message = f"code '{name}' stands in 'codes' too; it can't say both"
            yield problem(document, (*where, "against", place), message)


def _effect_problems(study: Study, document: Document, where: Where, named: EffectOf) -> Iterator[Problem]:
    models = {one.name: one for one in study.multilevel}
    if named.model not in models:
        message = f"unknown multilevel model '{named.model}'{meant(named.model, list(models))}"
        yield problem(document, (*where, "model"), message)
        return
    terms = [effect.term for effect in models[named.model].effects]
    if named.term not in terms:
        message = f"model '{named.model}' declares no effect '{named.term}'{meant(named.term, terms)}"
        yield problem(document, (*where, "term"), message)
    scales = study.fitted_scales(named.model)
    if named.scale not in scales:
        message = f"model '{named.model}' has no scale '{named.scale}'{meant(named.scale, scales)}"
        yield problem(document, (*where, "scale"), message)


def _twice(one: _Placed, before: list[_Placed]) -> Iterator[Problem]:
    if one.display.name in [other.display.name for other in before]:
        message = f"name '{one.display.name}' is given twice; rename one"
        yield problem(one.document, (*one.where, "name"), message)


def _banded_otherwise(one: _Placed, before: list[_Placed]) -> Iterator[Problem]:
    """Yield a second banding of the same teams by the same score: the two would tell single teams."""
    own = one.display
    for other in (each.display for each in before):
        same = own.banded and (other.scale, other.occasion) == (own.scale, own.occasion)
        if same and other.banding != own.banding:
            message = (
                f"bands the teams by '{own.scale}' at {own.occasion} otherwise than '{other.name}' does, so "
                "that the difference would tell single teams; take the same bands and kind, or another scale"
            )
            yield problem(one.document, one.where, message)
            return


def _pairs_twice(placed: list[_Placed]) -> Iterator[Problem]:
    seen: set[str] = set()
    for one in placed:
        for place, pair in enumerate(one.display.pairs):
            if pair.name in seen:
                message = f"pair '{pair.name}' is given twice; rename one"
                yield problem(one.document, (*one.where, "pairs", place, "name"), message)
            seen.add(pair.name)


def _judgement_problems(study: Study) -> Iterator[Problem]:
    if study.displays_part is None:
        return
    document, pairs, seen = study.displays_part.document, [pair.name for pair in study.pairs], set[str]()
    for position, one in enumerate(study.judgements):
        where: Where = ("judgements", position)
        yield from unknown(document, (*where, "pair"), "pair", one.pair, pairs)
        if one.pair in seen:
            message = f"pair '{one.pair}' is judged twice; keep the newer judgement"
            yield problem(document, (*where, "pair"), message)
        seen.add(one.pair)
        for steps, message in typed_numbers([((*where, "note"), one.note)]):
            yield problem(document, steps, message)
