"""Reasons that are made of clauses: why scores may or may not be averaged, what limits an omega."""

import re

LEADS = {"not justified": "not_justified", "justified": "justified", "not judged": "not_judged"}
LEAD = re.compile(rf"(?P<lead>{'|'.join(LEADS)}): (?P<rest>.+)")
BETWEEN = re.compile(r"; (?![^(]*\))|\. (?=[A-Z])")
CLAUSES: dict[str, str] = {
    "rwg": r"median r_wg\(j\) (?P<number>\S+) \((?P<null>.+) null; at least (?P<bar>\S+) wanted\)",
    "rwg_none": r"median r_wg\(j\) not computable \(.*\)",
    "icc1": r"ICC\(1\) (?P<number>\S+) \(at least (?P<bar>\S+) wanted\)",
    "icc1_none": r"ICC\(1\) not computable \(.*\)",
    "differ": r"groups differ with p (?P<p>[<=] \S+) \(below (?P<bar>\S+) wanted\)",
    "icc2": r"Group means are unreliable: ICC\(2\) (?P<number>\S+) at (?P<size>\S+) people a group, below "
    r"(?P<bar>\S+)",
    "left_out_answers": r"left out: (?P<found>\d+) of the rows, without a group or with too few answers",
    "left_out_items": r"left out: (?P<found>\d+) of the rows, without a group or with an unanswered item",
    "singles": r"groups of one person \(\d+\) are in the ICCs but left out of r_wg\(j\) and AD_M",
    "no_variance": r"the variance between groups is estimated at zero by REML",
    "counted_often": r"people who answered at several occasions count each time, so that p and ICC\(2\) "
    r"would "
    r"be too good",
    "each_occasion": r"judge each occasion by itself",
    "bounded_between": r"between groups item (?P<names>'.+) has no variance of its own \(bounded at zero\)",
    "bounded_within": r"within groups item (?P<names>'.+) has no variance of its own \(bounded at zero\)",
    "few_items": r"(?P<found>\d+) items? \((?P<names>'.+)\) given where at least (?P<needed>\d+) are needed",
    "add_items": r"add items to the scale or leave this out",
    "nothing_own": r"Heywood case: the one-factor model leaves item (?P<names>'.+) no variance of its own",
    "no_two_level_solution": r"the two-level model did not converge \(slope \S+\)",
    "dont_rely": r"don't rely on it",
    "no_solution": r"the one-factor model did not converge in (?P<steps>\d+) steps \(slope \S+\)",
    "groups_alike": r"groups do not differ on this scale",
    "nothing_between": r"there is nothing between them to be reliable about",
    "no_skewed_null": r"no skewed null is published for (?P<options>\d+) options",
    "uniform_only": r"only the uniform one is used",
    "equal_means": r"all group means are equal",
    "no_icc2": r"ICC\(2\) is not defined",
    "far_apart": r"people lie (?P<distance>\S+) from their group's mean on average \(AD_M\), more than the "
    r"(?P<limit>\S+) of a sixth of the options",
    "not_relied_on": r"its omega is not to be relied on",
}


def apart(text: str) -> tuple[str | None, list[str]]:
    """Return what a reason opens with, as a key of its word, and its clauses."""
    lead = LEAD.fullmatch(text)
    return (LEADS[lead["lead"]], BETWEEN.split(lead["rest"])) if lead else (None, BETWEEN.split(text))
