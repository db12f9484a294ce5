"""Terms that a fit leaves out since waves give them one value: told beforehand, and by the log."""

from dataclasses import replace
from pathlib import Path

from isop_analysis.base.reasons import Reason, written
from isop_analysis.models.multilevel.formula_problems import read_formulas
from isop_analysis.models.unfitted import unfitted_lines
from isop_analysis.study import Study, load

ROOT = Path(__file__).parents[3]
TINY = load(ROOT / "config/tiny/config.yaml", ROOT)


def with_formula(formula: str, waves: int) -> Study:
    """Return the tiny study with its first waves alone, and one model of this formula."""
    config = TINY.config.model_copy(update={"waves": TINY.config.waves[:waves]})
    part = TINY.model_parts[0]
    growth = next(one for one in part.settings.multilevel if one.name == "growth")
    model = growth.model_copy(update={"formula": formula, "effects": [], "margins": []})
    file = part.settings.model_copy(update={"multilevel": [model]})
    return replace(
        TINY,
        config_part=replace(TINY.config_part, settings=config),
        model_parts=(replace(part, settings=file),),
    )


def left_out(formula: str, waves: int) -> list[str]:
    read = read_formulas(with_formula(formula, waves))
    assert read.problems == []
    return read.left_out


def test_the_time_of_a_single_wave_is_told_as_left_out() -> None:
    assert left_out("score ~ time + role + (1 | team)", 1) == [
        "model 'growth', 'time': it is the same in all answers of this study; the fit goes on without "
        "this term"
    ]
    assert left_out("score ~ time + role + (1 | team)", 2) == []


def test_months_that_follow_from_time_are_told_as_left_out() -> None:
    assert left_out("score ~ time + months + (1 | team)", 2) == [
        "model 'growth', 'months': it follows from (Intercept), time; the fit goes on without this term"
    ]


def test_what_is_constant_in_invented_rows_alone_is_not_told() -> None:
    assert left_out("score ~ offered + (1 | team)", 2) == []


def test_the_log_tells_a_fit_without_a_term() -> None:
    notes = written(
        [
            Reason("few_clusters_only", group="team", found=4),
            Reason("predictor_constant", term="time", rows=80),
        ]
    )
    fit = {"model": "growth", "scale": "network_skill", "status": "fitted", "notes": notes}
    assert list(unfitted_lines([fit])) == [
        "model 'growth', scale 'network_skill' fitted without a term: The predictor 'time' is constant in "
        "the 80 rows used: it has no coefficient"
    ]
