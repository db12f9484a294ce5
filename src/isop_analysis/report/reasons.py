"""Why something was refused or failed, in the reader's language.

Steps write their reasons in English; the known ones are told in both languages, others are quoted.
"""

import re

from isop_analysis.report.words import Words

KNOWN: dict[str, str] = {
    "clusters": r"(?P<found>\d+) clusters of '(?P<group>[^']+)', at least (?P<needed>\d+) are needed",
    "units": r"(?P<found>\d+) (?P<group>sites|municipalities) have the outcome and answers; expected at "
    r"least (?P<needed>\d+) .*",
    "no_later_years": r"No school year (?P<lag>\d+) or more years after the first sessions is in "
    r"'(?P<file>[^']+)'; .*",
    "no_earlier_years": r"'(?P<held>[^']+)' has no school year before the first sessions; .*",
    "no_scores": r"no scores: nobody answered enough items of this scale",
    "too_few_rows": r"(?P<found>\d+) usable rows \((?P<left_out>\d+) rows were left out\); expected at least "
    r"(?P<needed>\d+).*",
    "too_few_per_parameter": r"(?P<found>\d+) usable rows for (?P<parameters>\d+) free parameters\b.*",
    "nothing_complete": r"None of (?:the )?(?P<found>\d+) rows has .*",
    "one_level": r"The factor '(?P<factor>[^']+)' has one level only .*",
    "no_coefficient": r"the fit has no coefficient '(?P<term>[^']+)'; it has .*",
}

SINGULAR = {"sites": "site", "municipalities": "municipality"}


def told(reason: str | None, words: Words) -> str:
    """Return the reason as a clause without a full stop; an unknown one is quoted as it was written."""
    if not reason:
        return words("reasons.none")
    text = reason.strip().rstrip(".")
    for name, pattern in KNOWN.items():
        found = re.fullmatch(pattern, text)
        if found:
            return words(f"reasons.{name}", **_filled(found.groupdict(), words))
    return words("reasons.quoted", reason=text)


def _filled(groups: dict[str, str], words: Words) -> dict[str, str]:
    if "group" in groups:
        groups["group"] = words.label(
            f"units.{SINGULAR.get(groups['group'], groups['group'])}.other", groups["group"]
        )
    return groups
