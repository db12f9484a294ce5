"""A slope between sites in words: whether it excludes zero, its size, what it rests on, what limits it."""

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from isop_analysis.language.numbers import is_number
from isop_analysis.report.usual_limits import HARDLY_DIFFER

if TYPE_CHECKING:
    from isop_analysis.report.annex.context import Context

Found = dict[str, Any]


def method_name(context: "Context", row: Found) -> str:
    """Return a way of estimating in words, with whether it leads."""
    name = context.words(f"sites.method.{row['method']}")
    return f"{name} ({context.words('sites.leads')})" if row["leads"] else name


def excludes_zero(row: Found) -> bool:
    """Tell whether a slope's interval excludes zero."""
    return bool(row["verdict"] == "goes_together")


def slope_sentences(context: "Context", fit: Found) -> list[Markup]:
    """Tell the leading slopes of collaboration and participation on the outcome."""
    where = {name: fit[name] for name in ("model", "scale", "outcome")}
    told = []
    for path in ("collaboration", "participation"):
        rows = context.rows("site_estimates", **where, path=path)
        lead = next(row for row in rows if row["leads"])
        parts = [_verdict(context, fit, path, lead), _size(context, lead), *_doubts(context, fit, lead, rows)]
        told.append(Markup(" ").join(parts))
    told.append(Markup(" ").join([*_joint(context, fit), _limits(context, fit)]))
    return told


def _verdict(context: "Context", fit: Found, path: str, lead: Found) -> Markup:
    sure = excludes_zero(lead)
    form = "open" if not sure else "higher" if lead["estimate"] > 0 else "lower"
    scale, outcome = context.names.scale(str(fit["scale"])), context.names.outcome(str(fit["outcome"]))
    return context.say(f"sites.verdict.{path}.{form}", scale=scale, outcome=outcome)


def _size(context: "Context", lead: Found) -> Markup:
    numbers = context.numbers
    key = (lead["model"], lead["scale"], lead["outcome"], lead["method"], lead["path"])

    def linked(text: str) -> Markup:
        return context.link(text, "site_estimates", *key)

    size = context.say(
        f"sites.size.{lead['path']}",
        estimate=linked(numbers.decimal(lead["estimate"])),
        interval=linked(numbers.interval(lead["ci_low"], lead["ci_high"])),
    )
    if excludes_zero(lead):
        return size
    found = linked(numbers.decimal(lead["detectable_slope"]))
    return Markup(" ").join([size, context.say("sites.detectable", number=found)])


def _doubts(context: "Context", fit: Found, lead: Found, rows: list[Found]) -> list[Markup]:
    numbers, parts = context.numbers, []
    if lead["hinges"] is True:
        parts.append(context.say("sites.hinges"))
    if is_number(lead["lowest"]):
        cells = context.words.counted("units.cell", int(fit["cells_suppressed"]))
        bounds = numbers.interval(lead["lowest"], lead["highest"])
        parts.append(context.say("sites.bounds", cells=cells, bounds=bounds))
    if lead["path"] == "collaboration" and is_number(lead["error_taken"]) and lead["error_taken"] < 1:
        parts.append(context.say("sites.partly", share=numbers.percentage(100 * lead["error_taken"])))
    if lead["depends"] is True:
        parts.append(context.say("verdict.depends"))
    return parts


def _joint(context: "Context", fit: Found) -> list[Markup]:
    """Say how the joint two-level model fits, or that there is none to read."""
    if fit["joint_converged"] is not True:
        return [context.say("sites.joint_none")]
    said = _joint_fit(context, fit) if is_number(fit["chi2"]) else context.say("sites.joint_unjudged")
    return [said] if fit["joint_admissible"] else [said, context.say("sites.joint_inadmissible")]


def _joint_fit(context: "Context", fit: Found) -> Markup:
    numbers = context.numbers
    return context.say(
        "sites.joint_fit",
        df=numbers.integer(fit["df"]),
        chi2=numbers.decimal(fit["chi2"]),
        p=numbers.p_value(fit["p_value"]),
        cfi=numbers.decimal(fit["cfi"], 3, bounded=True),
        rmsea=numbers.decimal(fit["rmsea"], 3, bounded=True),
        within=numbers.decimal(fit["srmr_within"], 3, bounded=True),
        between=numbers.decimal(fit["srmr_between"], 3, bounded=True),
    )


def _limits(context: "Context", fit: Found) -> Markup:
    words = context.words
    unit = "municipality" if fit["unit"] == "municipality" else "site"
    weak = f"; {words('limit.weak')}" if str(fit["scale"]) in context.weak else ""
    alike = f" {words('sites.alike')}" if fit["reliability"] < HARDLY_DIFFER else ""
    return context.say(
        "sites.limits",
        units=words.counted(f"units.{unit}", int(fit["clusters"])),
        people=words.counted("units.person", fit["n"]),
        reliability=context.numbers.decimal(fit["reliability"], bounded=True),
        alike=alike,
        weak=weak,
    )
