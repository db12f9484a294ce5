"""What a reader must know beside a fit's numbers, in the reader's language.

Fits write their notes in English, one after another; the known ones are told in both languages, others stay.
"""

import re

from isop_analysis.language.names import Names
from isop_analysis.language.reasons import filled, told
from isop_analysis.language.structural_reasons import INADMISSIBLE, NAMES, STRUCTURAL, WHERE
from isop_analysis.language.words import Words

JOINT = re.compile(r"The joint two-level model(?: was refused)?: (?P<note>.+)")
NOTED: dict[str, str] = {
    "rows_left_out": r"(?P<found>\d+) of (?P<all>\d+) rows were left out for missing values",
    "rows_dropped": r"(?P<found>\d+) rows? with a missing value w\w+ dropped; (?P<all>\d+) remain",
    "singular": rf"Singular fit: a variance over (?P<groups>{NAMES}) is estimated as zero, .*",
    "singular_correlation": r"Singular fit: a variance over  is estimated as zero, .*",
    "few_clusters_only": r"'(?P<group>[^']+)' has (?P<found>\d+) clusters only: .*",
    "rare_level": r"'(?P<item>[^']+)' has a level with one row only: .*",
    "no_variation": r"The predictor '(?P<term>[^']+)' is (?:0 in all|constant in the) \d+ rows used: .*",
    "collinear": r"The predictor '(?P<term>[^']+)' is collinear, .*",
    "unrestricted": r"The model without restrictions did not converge .*",
    "no_errors": r"The information matrix is singular at the solution: .*",
    "polychoric": rf"The polychoric correlations are not positive definite together{WHERE}: .*",
    "empty_cells": rf"(?P<found>\d+) of (?P<all>\d+) pairs of items have combinations of answers that nobody "
    rf"gave{WHERE}",
    "few_units": r"(?P<found>\d+) clusters are fewer than (?P<needed>\d+): the corrected estimates lead, .*",
    "partly_taken": r"Only (?P<share>\d+)% of the error of cluster means was taken off "
    r"\((?P<method>\w+)\): .*",
    "bounds_inside": r"Estimates were kept within bounds \('(?P<kind>[^']+)'\); none stands on one",
    "bounds_reached": r"Estimates were kept within bounds \('(?P<kind>[^']+)'\); (?P<parameters>.+) stands? "
    r"on one: .*",
    "equal_loadings": r"Two items of a factor have equal loadings",
}


def noted(notes: str | None, words: Words, names: Names) -> str:
    """Return a fit's notes as sentences of the language; one that is not known stays as it was written."""
    return " ".join(_sentence(one, words, names) for one in sentences(notes))


def inadmissible(notes: str | None, words: Words, names: Names) -> list[str]:
    """Return as clauses what makes a solution inadmissible, of a fit's notes."""
    known = [STRUCTURAL[name] for name in INADMISSIBLE]
    return [
        told(one, words, names) for one in sentences(notes) if any(re.fullmatch(own, one) for own in known)
    ]


def sentences(notes: str | None) -> list[str]:
    """Return notes apart, without full stops."""
    return [one.rstrip(".") for one in re.split(r"(?<=\.) (?=[A-Z\d'])", notes or "") if one]


def _sentence(text: str, words: Words, names: Names) -> str:
    joint = JOINT.fullmatch(text)
    if joint:
        return words("noted.joint", note=_clause(joint["note"], words, names)) + "."
    clause = _clause(text, words, names)
    return f"{clause[0].upper()}{clause[1:]}."


def _clause(text: str, words: Words, names: Names) -> str:
    for name, pattern in NOTED.items():
        found = re.fullmatch(pattern, text)
        if found:
            return words(f"noted.{name}", **_filled(found.groupdict(), words, names))
    known = any(re.fullmatch(pattern, text) for pattern in STRUCTURAL.values())
    return told(text, words, names) if known else text


def _filled(groups: dict[str, str], words: Words, names: Names) -> dict[str, str]:
    found = filled(groups, words, names)
    if "found" in groups:
        found["rows"] = words.counted("units.row", int(groups["found"]))
    if "groups" in groups:
        parts = [_units(name, words) for name in re.findall(r"'([^']+)'", groups["groups"])]
        found["groups"] = words.listed(parts)
    if "method" in groups:
        found["method"] = words(f"sites.method.{groups['method']}")
    return found


def _units(name: str, words: Words) -> str:
    """Return what a group's levels are called: 'team:site' are teams."""
    own = name.split(":")[0]
    return words.label(f"units.{own}.other", own)
