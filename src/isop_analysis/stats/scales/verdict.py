"""Whether group means may stand for groups: cut-offs, and a verdict that names each of them."""

import math
from dataclasses import dataclass

from isop_analysis.base.reasons import Reason


@dataclass(frozen=True)
class Cutoffs:
    """From where on aggregation counts as justified (LeBreton & Senter 2008; Bliese 2000).

    r_wg(j) and ICC(1) at least, the F test's p at most. ICC(2) doesn't decide: below its cut-off the verdict
    adds that group means are unreliable. `ceiling` is the share of answers at an end of the range from which,
    with a mean in that end's two fifths, the slightly skewed null leads.
    """

    rwg_j: float = 0.70
    icc1: float = 0.05
    p_value: float = 0.05
    icc2: float = 0.70
    ceiling: float = 0.10


@dataclass(frozen=True)
class Evidence:
    """The numbers a verdict rests on."""

    rwg_j_median: float
    """With the null that leads."""
    leading_null: str
    icc1: float
    icc2: float
    p_value: float
    mean_size: float


@dataclass(frozen=True)
class Verdict:
    """Whether aggregation is justified, which criteria failed, and why."""

    leading_null: str
    """Null that leads: "slightly_skewed" where answers sit at an end of the range, else "uniform"."""
    justified: bool
    failed: tuple[str, ...]
    """Criteria that don't hold: "rwg_j", "icc1", "p_value"."""
    reasons: tuple[Reason, ...]
    """The criteria that failed, all of them where none did; then that group means are unreliable, if so."""


def judge(evidence: Evidence, cutoffs: Cutoffs) -> Verdict:
    """Return the verdict: every criterion must hold, and one that can't be computed doesn't hold."""
    met = {
        "rwg_j": evidence.rwg_j_median >= cutoffs.rwg_j,
        "icc1": evidence.icc1 >= cutoffs.icc1,
        "p_value": evidence.p_value < cutoffs.p_value,
    }
    told = {
        "rwg_j": _rwg_j(evidence, cutoffs.rwg_j),
        "icc1": _icc1(evidence.icc1, cutoffs.icc1),
        "p_value": Reason("verdict_differ", p=evidence.p_value, needed=cutoffs.p_value),
    }
    failed = tuple(name for name, holds in met.items() if not holds)
    reasons = tuple(told[name] for name in failed or told)
    return Verdict(evidence.leading_null, not failed, failed, reasons + _caution(evidence, cutoffs.icc2))


def _rwg_j(evidence: Evidence, needed: float) -> Reason:
    found, null = evidence.rwg_j_median, evidence.leading_null
    if math.isnan(found):
        return Reason("verdict_rwg_j_none", null=null, needed=needed)
    return Reason("verdict_rwg_j", found=found, null=null, needed=needed)


def _icc1(found: float, needed: float) -> Reason:
    if math.isnan(found):
        return Reason("verdict_icc1_none", needed=needed)
    return Reason("verdict_icc1", found=found, needed=needed)


def _caution(evidence: Evidence, needed: float) -> tuple[Reason, ...]:
    found, size = evidence.icc2, evidence.mean_size
    if found >= needed:
        return ()
    if math.isnan(found):
        return (Reason("verdict_icc2_none", size=size, needed=needed),)
    return (Reason("verdict_icc2", found=found, size=size, needed=needed),)
