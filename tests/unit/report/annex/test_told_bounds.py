"""What the report says of estimates within bounds, in both languages."""

import re

import pytest
from published_tables import readers_study, without_figures

from isop_analysis.base.reasons import Reason, written
from isop_analysis.language.numbers import Language
from isop_analysis.language.told_reasons import tell_notes, tell_reasons
from isop_analysis.report.annex.blocks import Paragraph
from isop_analysis.report.annex.chapters.bounded import bounded_blocks
from isop_analysis.report.annex.context import Context
from isop_analysis.study.study import Study


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """The demo, without any figure drawn."""
    return without_figures(readers_study(tmp_path_factory.mktemp("bounds")))


def at(name: str, in_group: str | None = None, level: str | None = None) -> Reason:
    lhs, op, rhs = name.split()
    return Reason("parameter_there", name=name, lhs=lhs, op=op, rhs=rhs, in_group=in_group, level=level)


def told(study: Study, name: str, language: Language, bounds: str | None, on_bound: list[Reason]) -> str:
    own = next(model for model in study.structural if model.name == name)
    context = Context(study, language)
    fit = context.rows("structural_fits", model=name)[0] | {"bounds": bounds, "on_bound": written(on_bound)}
    texts = [str(block.text) for block in bounded_blocks(context, own, fit) if isinstance(block, Paragraph)]
    return re.sub(r"<[^>]+>", "", "\n".join(texts)).replace("\u00a0", " ")


def test_estimates_without_bounds_are_not_spoken_of(study: Study) -> None:
    assert told(study, "cfa_attitudes", "en", None, []) == ""


def test_bounds_that_nothing_reached(study: Study) -> None:
    assert told(study, "cfa_attitudes", "en", "standard", []) == (
        "The estimates were kept within bounds (every variance, loading and covariance no further than it "
        "can be); none of them ended on one."
    )
    assert told(study, "cfa_attitudes", "nl", "wide", []) == (
        "De schattingen zijn binnen grenzen gehouden (elke variantie, lading en covariantie nauwelijks "
        "verder dan kan); geen ervan kwam op een grens uit."
    )


def test_what_ended_on_a_bound_is_named(study: Study) -> None:
    english = told(study, "cfa_attitudes", "en", "pos.var", [at("aa1 ~~ aa1")])
    assert english == (
        "The estimates were kept within bounds (no variance below zero); the variance of “I value the "
        "knowledge of other professions” ended on one, so that how uncertain it is can’t be told well."
    )
    reached = [at("appreciative_attitude =~ aa2"), at("appreciative_attitude ~~ proactive_attitude")]
    dutch = told(study, "cfa_attitudes", "nl", "standard", reached)
    assert "; de lading van “" in dutch
    assert (
        "op ‘Waarderende houding’, de covariantie van “Waarderende houding” en “Proactieve houding”" in dutch
    )
    assert dutch.endswith(
        "kwamen op een grens uit, zodat niet goed te zeggen is hoe onzeker die schattingen zijn."
    )


def test_levels_and_groups_are_named(study: Study) -> None:
    levels = told(
        study,
        "guidance_of_teams",
        "en",
        "pos.var",
        [at("network_skill_T1 ~~ network_skill_T1", level="between")],
    )
    assert "the variance of “Network skill T1” between groups ended on one" in levels
    own = next(model for model in study.structural if model.name == "attitudes_over_roles")
    attribute = next(one for one in study.config.attributes if one.name == own.over)
    label = attribute.values[0].name
    groups = told(study, own.name, "nl", "pos.var", [at("aa1 ~~ aa1", in_group=label)])
    named = Context(study, "nl").names.value(attribute.name, label)
    assert f" in groep ‘{named}’ kwam op een grens uit" in groups


def test_notes_and_reasons_about_bounds_are_told_in_dutch(study: Study) -> None:
    context = Context(study, "nl")
    reached = Reason("bounds_reached", bounds="pos.var", parameters=[at("x8 ~~ x8", in_group="a")])
    left = Reason("rows_left_out_missing", found=2, all=9)
    said = tell_notes(written([reached, left]), context.words, context.names)
    assert said.startswith("De schattingen zijn binnen grenzen gehouden (pos.var); op een grens kwam uit: de")
    assert "de variantie van “x8” in groep ‘a’" in said
    assert said.endswith(" Weggelaten omdat er iets ontbrak: 2 van de 9 rijen.")
    inside = written([Reason("bounds_inside", bounds="wide")])
    assert tell_notes(inside, context.words, context.names).endswith("geen ervan kwam op een grens uit.")
    reason = written([Reason("fit_on_bound", parameters=[at("f ~~ f")])])
    assert tell_reasons(reason, context.words, context.names).startswith("een schatting staat op een grens")
