"""Whether group means may stand for groups: cut-offs, and a verdict that names each of them."""

from dataclasses import dataclass


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
    """Whether aggregation is justified, which criteria failed, and why in plain words."""

    leading_null: str
    """Null that leads: "slightly_skewed" where answers sit at an end of the range, else "uniform"."""
    justified: bool
    failed: tuple[str, ...]
    """Criteria that don't hold: "rwg_j", "icc1", "p_value"."""
    reason: str


def judge(evidence: Evidence, cutoffs: Cutoffs) -> Verdict:
    """Return the verdict: every criterion must hold, and one that can't be computed doesn't hold."""
    null = evidence.leading_null.replace("_", " ")
    met = {
        "rwg_j": evidence.rwg_j_median >= cutoffs.rwg_j,
        "icc1": evidence.icc1 >= cutoffs.icc1,
        "p_value": evidence.p_value < cutoffs.p_value,
    }
    shown = {
        "rwg_j": f"median r_wg(j) {_two(evidence.rwg_j_median)} ({null} null; "
        f"at least {_two(cutoffs.rwg_j)} wanted)",
        "icc1": f"ICC(1) {_two(evidence.icc1)} (at least {_two(cutoffs.icc1)} wanted)",
        "p_value": f"groups differ with p {_p(evidence.p_value)} (below {cutoffs.p_value:g} wanted)",
    }
    failed = tuple(name for name, holds in met.items() if not holds)
    text = "; ".join(shown[name] for name in failed or shown)
    opening = "not justified: " if failed else "justified: "
    return Verdict(evidence.leading_null, not failed, failed, opening + text + _caution(evidence, cutoffs))


def _caution(evidence: Evidence, cutoffs: Cutoffs) -> str:
    if evidence.icc2 >= cutoffs.icc2:
        return ""
    return (
        f". Group means are unreliable: ICC(2) {_two(evidence.icc2)} at {evidence.mean_size:.1f} people a "
        f"group, below {_two(cutoffs.icc2)}"
    )


def _two(value: float) -> str:
    return "not computable" if value != value else f"{value:.2f}"


def _p(value: float) -> str:
    return "< .001" if value < 0.001 else f"= {value:.3f}"
