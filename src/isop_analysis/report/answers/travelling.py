"""Caveats in a sentence: the plan's date, weak measurement, the same people on both sides, who left."""

from isop_analysis.language.conclusions import Caveat, Conclusion, Facts
from isop_analysis.report.answers.spans import Line

ORDER = (
    *("plan_after_data", "same_and_weak", "same_questionnaire", "same_people", "weak_always", "weak"),
    *("leavers_lower", "leavers_higher"),
)


def told_caveats(conclusion: Conclusion, line: Line) -> None:
    """Add the sentence of what travels with an answer; none where nothing does."""
    caveats = _joined(conclusion.caveats)
    parts = [part for key in ORDER if (part := _part(caveats, key, line.facts))]
    if parts:
        line.sentence(line.facts.clauses_listed(parts))


def _joined(caveats: tuple[Caveat, ...]) -> tuple[Caveat, ...]:
    """Tell in one clause what is on the same form as the scores and weakly measured."""
    weak = {one.scale for one in caveats if one.key == "weak"}
    both = {one.scale for one in caveats if one.key == "same_questionnaire" and one.scale in weak}
    rest = [one for one in caveats if one.scale not in both or one.key not in ("weak", "same_questionnaire")]
    return (*(Caveat("same_and_weak", scale, ()) for scale in sorted(both)), *rest)


def _part(caveats: tuple[Caveat, ...], key: str, facts: Facts) -> str:
    own = [one for one in caveats if one.key == key]
    if not own:
        return ""
    named = list(dict.fromkeys(facts.short(one.scale) for one in own if one.scale))
    form = f"answer.caveat.{key}"
    if facts.words.has(f"{form}.one"):
        form = f"{form}.{'one' if len(named) == 1 else 'other'}"
    return facts.words(form, scales=facts.listed(named))
