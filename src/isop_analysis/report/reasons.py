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
    "panel_people": r"A (?:random-intercept cross-lagged panel model|latent growth curve) needs persons with "
    r"two or more waves, here are (?P<found>\d+) of (?P<all>\d+); expected at least (?P<needed>\d+) .*",
    "panel_waves": r"A (?:random-intercept cross-lagged panel model|latent growth curve) needs three or more "
    r"different waves, here are (?P<found>\d+); .*",
    "no_scores": r"no scores: nobody answered enough items of this scale",
    "too_few_rows": r"(?P<found>\d+) usable rows \((?P<left_out>\d+) rows were left out\); expected at least "
    r"(?P<needed>\d+).*",
    "too_few_per_parameter": r"(?P<found>\d+) usable rows for (?P<parameters>\d+) free parameters\b.*",
    "nothing_complete": r"None of (?:the )?(?P<found>\d+) (?:rows|people) has .*",
    "few_to_compare": r"Too few rows to compare measurement: .*; expected at least (?P<needed>\d+) a .*",
    "not_given": r"Nobody in (?:group|wave) '(?P<where>[^']+)' gives answer (?P<answers>'.+') to "
    r"'(?P<item>[^']+)', .*",
    "few_answers": r"'(?P<item>[^']+)' has (?P<found>\d+) answers; expected at least (?P<needed>\d+) of an "
    r"ordered item .*",
    "one_answer": r"'(?P<item>[^']+)' is \S+ in all \d+ rows.*; expected a variable that varies",
    "one_level": r"The factor '(?P<factor>[^']+)' has one level only .*",
    "few_people": r"fewer than (?P<least>\d+) people are in this group",
    "no_residual_sd": r"the planning in the config has no residual_sd",
    "no_icc": r"the planning in the config has no icc for '(?P<group>[^']+)'",
    "no_slope_sd": r"the planning in the config has no slope_sd for '(?P<term>[^']+)'.*",
    "no_residual": r"the planning in the config has shares in icc that sum to 1 or more for this model",
    "never_found": r"no effect, however large, is found in a share of .*",
    "no_coefficient": r"the fit has no coefficient '(?P<term>[^']+)'; it has .*",
    "mcar_one_pattern": r"All \d+ rows have the same columns; .*",
    "mcar_constant": r"(?P<names>'.+) has one value in every row that has it; .*",
    "mcar_rows": r"There are (?P<found>\d+) rows for (?P<columns>\d+) columns; .*",
    "mcar_apart": r"'(?P<first>[^']+)' and '(?P<second>[^']+)' are seen together in fewer than two rows; .*",
    "leaving_clusters": r"The people lie in (?P<found>\d+) clusters; expected at least (?P<needed>\d+) .*",
    "leaving_events": r"The smaller group, .*, has fewer than (?P<needed>\d+) people for (?P<count>\d+) "
    r"coefficients; expected at least (?P<each>\d+) .*",
    "leaving_alike": r"Everyone is alike in '(?P<name>[^']+)' .*",
    "leaving_exact": r"The predictors tell for some people exactly whether they left; .*",
    "leaving_determined": r"The predictors (?P<names>'.+) determine each other; .*",
    "leaving_reference": r"Nobody has '(?P<value>[^']+)' in '(?P<name>[^']+)'; .*",
    "leaving_few": r"Fewer than (?P<found>\d+) of those who left, or of those who stayed, .*",
    "leaving_empty": r"Every predictor was left out; .*",
    "leaving_untold": r"'(?P<name>[^']+)' has groups too small to be told, .*",
    "leaving_untold_rows": r"'(?P<name>[^']+)' has a group too small to be told among .*",
    "leaving_untold_number": r"Fewer than (?P<found>\d+) people differ from the others in '(?P<name>[^']+)'",
    "mcar_determined": r"(?P<names>'.+) determine each other; .*",
    "mcar_settle": r"The estimates of means and covariances did not settle; .*",
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
