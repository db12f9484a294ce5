"""Caveats in a sentence: the plan's date, weak measurement, the same people on both sides, who left."""

from isop_analysis.language.conclusions import Caveat, Conclusion, Facts
from isop_analysis.report.answers.spans import Line

ORDER = ("plan_after_data", "same_questionnaire", "same_people", "weak_always", "weak", "leavers_lower")


def told_caveats(conclusion: Conclusion, line: Line) -> None:
    """Add the sentence of what travels with an answer; none where nothing does."""
    parts = [
        part for key in (*ORDER, "leavers_higher") if (part := _part(conclusion.caveats, key, line.facts))
    ]
    if parts:
        line.sentence(line.facts.clauses_listed(parts))


def _part(caveats: tuple[Caveat, ...], key: str, facts: Facts) -> str:
    own = [one for one in caveats if one.key == key]
    if not own:
        return ""
    scales = facts.listed(dict.fromkeys(facts.short(one.scale) for one in own if one.scale))
    return facts.words(f"answer.caveat.{key}", scales=scales)
