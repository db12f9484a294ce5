"""Why something was refused or failed, in the reader's language.

Steps write their reasons in English; the known ones are told in both languages, others are quoted.
"""

import re

from isop_analysis.language.clauses import CLAUSES, apart
from isop_analysis.language.names import Names
from isop_analysis.language.structural_reasons import STRUCTURAL
from isop_analysis.language.variables import variable_title
from isop_analysis.language.words import Words

KNOWN: dict[str, str] = {
    **STRUCTURAL,
    "clusters": r"(?P<found>\d+) clusters of '(?P<group>[^']+)', at least (?P<needed>\d+) are needed",
    "few_to_resample": r"(?P<found>\d+) clusters are fewer than (?P<needed>\d+): a bootstrap of them .*",
    "no_likelihood": r"This fit was made by \S+, without a likelihood; .*",
    "on_a_bound": r".* stands on a bound, where estimates aren't normally distributed; .*",
    "resampled_alone": r"Incomplete clusters are searched one sample at a time; .*",
    "no_such_path": r"The model has no path (?P<path>\S+ → .+)",
    "no_such_covariate": r"'(?P<item>[^']+)' explains nothing that the effect runs through; .*",
    "covariance_there": r"The model already has '(?P<first>\S+) ~~ (?P<second>\S+)'; .*",
    "samples_failed": r"The model converged on (?P<found>\d+) of (?P<all>\d+) samples; .*",
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
TITLED = ("item", "other", "factor", "held", "term", "first", "second", "name")
"""Places with a variable's name, which is told by its title."""
LISTS = ("names", "lines")
MORE = re.compile(r" and (\d+) more$")
IN_GROUP = re.compile(r" in group '(?P<group>[^']+)'")


def told(reason: str | None, words: Words, names: Names | None = None) -> str:
    """Return the reason as a clause without a full stop; an unknown one is quoted as it was written.

    With `names` variables are told by their titles.
    """
    if not reason:
        return words("reasons.none")
    text = reason.strip().rstrip(".")
    for name, pattern in KNOWN.items():
        found = re.fullmatch(pattern, text)
        if found:
            return words(f"reasons.{name}", **filled(found.groupdict(), words, names))
    lead, clauses = apart(text)
    parts = [_clause(one, words, names) for one in clauses]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return words("reasons.quoted", reason=text)
    return "; ".join([f"{words(f'clauses.{lead}')}: {known[0]}" if lead else known[0], *known[1:]])


def _clause(text: str, words: Words, names: Names | None) -> str | None:
    for name, pattern in CLAUSES.items():
        found = re.fullmatch(pattern, text)
        if found:
            groups = found.groupdict()
            return words(f"clauses.{name}", **filled(groups, words, names) | _numbers(groups, words))
    return None


def _numbers(groups: dict[str, str], words: Words) -> dict[str, str]:
    """Return the decimal numbers among the places as the language writes them."""
    decimal = words.numbers.decimal
    known: dict[str, str] = {}
    for name in set(groups) & {"number", "bar"}:
        known[name] = decimal(float(groups[name]), bounded=True)
    for name, digits in {"size": 1, "distance": 2, "limit": 2}.items():
        if name in groups:
            known[name] = decimal(float(groups[name]), digits)
    if "p" in groups:
        value = groups["p"].removeprefix("= ")
        known["p"] = words.numbers.p_value(0.0 if value.startswith("<") else float(value))
    if "null" in groups:
        known["null"] = words(f"clauses.{groups['null'].replace(' ', '_')}")
    if "found" in groups:
        known["rows"] = words.counted("units.row", int(groups["found"]))
        known["items"] = words.counted("units.item", int(groups["found"]))
    return known


def filled(groups: dict[str, str], words: Words, names: Names | None) -> dict[str, str]:
    """Return the places of a reason in the language: variables by title, lists joined, groups by label."""
    known = dict(groups)
    for place in set(groups) & {"group", "cluster"}:
        name = groups[place]
        known[place] = words.label(f"units.{SINGULAR.get(name, name)}.other", name)
    for place in set(groups) & set(TITLED):
        known[place] = _title(groups[place], words, names)
    for place in set(groups) & set(LISTS):
        known[place] = _listed(groups[place], words, names if place == "names" else None)
    if "answers" in groups:
        known["answers"] = _listed(groups["answers"], words, None)
    if {"value", "name"} <= set(groups) and names:
        known["value"] = names.value(groups["name"], groups["value"])
    if "where" in groups:
        known["where"] = _where(groups["where"], words, names)
    return known


def _title(name: str, words: Words, names: Names | None) -> str:
    if names is None:
        return name
    title = variable_title(name, names, words)
    return (names.attribute(name) if title == name else title).rstrip(".")


def _listed(text: str, words: Words, names: Names | None) -> str:
    """Return "'a', 'b' and 2 more" as the language lists it, each by its title."""
    more = MORE.search(text)
    quoted = re.findall(r"'([^']+)'", text)
    parts = [f"‘{_title(name, words, names)}’" for name in quoted]
    return words.listed([*parts, *([words("reasons.more", count=more[1])] if more else [])])


def _where(text: str, words: Words, names: Names | None) -> str:
    """Return where a reason holds: nowhere in particular, in a group, at a level, or at an occasion."""
    if text and not text.startswith((" ", ",")):
        return _value(text, names)
    group = IN_GROUP.search(text)
    parts = [words("reasons.in_group", group=_value(group["group"], names))] if group else []
    parts += [words(f"reasons.{level}") for level in ("within", "between") if f"{level} clusters" in text]
    return "".join(f" {part}" for part in parts)


def _value(name: str, names: Names | None) -> str:
    """Return the label of a group by whichever attribute has it."""
    attributes = names.study.config.attributes if names else []
    titles = (names.value(one.name, name) for one in attributes) if names else ()
    return next((title for title in titles if title != name), name)
