"""Rules in the config's order, each exclusion with its reason, and arithmetic that must add up.

`rows_in = rows_out + excluded` per instrument × wave × step is checked on every run, and so is that the log
of exclusions holds as many responses as went.
"""

from dataclasses import dataclass, replace

import pandas as pd

from isop_analysis.cleaning.rules import RULES, Evidence, Judgement
from isop_analysis.study.cleaning_rules import Cleaning, OutOfRangeRule, Rule

EXCLUSION_COLUMNS = [
    "unit",
    "rule",
    "instrument",
    "wave",
    "file",
    "file_row",
    "item",
    "value",
    "reason",
]
FLOW_COLUMNS = ["instrument", "wave", "step", "rule", "rows_in", "excluded", "rows_out"]
RECEIVED = "received"


@dataclass(frozen=True)
class Ledger:
    """The responses that were kept (index), the log, and the flow."""

    kept: pd.Index
    exclusions: pd.DataFrame
    flow: pd.DataFrame


def apply_rules(evidence: Evidence, cleaning: Cleaning) -> Ledger:
    """Apply the rules in order to the responses of instruments that rules apply to.

    A number outside its item's range stops the run where no rule says otherwise.

    Raises
    ------
    StudyError
        From rules that stop.
    RuntimeError
        When the arithmetic does not add up: an error of this program.
    """
    received = evidence.responses
    ruled = ~received["instrument"].astype("str").isin(cleaning.instruments_without)
    remaining = received.index
    logs, flow = [], [_flow_rows(received, received.index, received.index, 0, RECEIVED, ruled=None)]
    for step, rule in enumerate(_with_ranges(cleaning), start=1):
        still_in = received.loc[remaining]
        judged = replace(evidence, responses=still_in[ruled.loc[remaining]])
        judgement = RULES[rule.rule](judged, rule)
        after = remaining[~remaining.isin(judgement.reasons.index)]
        logs.append(_log(received, rule.rule, judgement))
        if rule in cleaning.steps:
            flow.append(_flow_rows(received, remaining, after, step, rule.rule, ruled=ruled))
        remaining = after
    exclusions = pd.concat(logs, ignore_index=True) if logs else pd.DataFrame(columns=EXCLUSION_COLUMNS)
    table = pd.concat(flow, ignore_index=True).sort_values(["instrument", "wave", "step"], kind="stable")
    ledger = Ledger(remaining, exclusions, table.reset_index(drop=True))
    check_arithmetic(ledger, received)
    return ledger


def _with_ranges(cleaning: Cleaning) -> list[Rule]:
    if any(rule.rule == "out_of_range" for rule in cleaning.steps):
        return list(cleaning.steps)
    return [*cleaning.steps, OutOfRangeRule(rule="out_of_range", action="stop")]


def _log(received: pd.DataFrame, rule: str, judgement: Judgement) -> pd.DataFrame:
    reasons, cells = judgement.reasons, judgement.cells
    where = ["instrument", "wave", "file", "file_row"]
    responses = received.loc[reasons.index, where].assign(
        unit="response", rule=rule, item=None, value=None, reason=reasons
    )
    changed = received.loc[cells["response"].tolist(), where].assign(
        unit="cell",
        rule=rule,
        item=cells["item"].tolist(),
        value=cells["value"].tolist(),
        reason=cells["reason"].tolist(),
    )
    parts = [part[EXCLUSION_COLUMNS].astype("object") for part in (responses, changed) if len(part)]
    return pd.concat(parts) if parts else pd.DataFrame(columns=EXCLUSION_COLUMNS)


def _flow_rows(
    received: pd.DataFrame,
    before: pd.Index,
    after: pd.Index,
    step: int,
    rule: str,
    ruled: pd.Series | None,
) -> pd.DataFrame:
    """Count per instrument × wave; instruments that no rule applies to have the first row alone."""
    counted = received if ruled is None else received[ruled]
    keys = counted[["instrument", "wave"]].astype("str")
    groups = [keys["instrument"], keys["wave"]]
    rows = pd.DataFrame(
        {
            "rows_in": pd.Series(keys.index.isin(before), index=keys.index).groupby(groups).sum(),
            "rows_out": pd.Series(keys.index.isin(after), index=keys.index).groupby(groups).sum(),
        }
    ).rename_axis(["instrument", "wave"])
    rows = rows.reset_index().assign(step=step, rule=rule)
    return rows.assign(excluded=rows["rows_in"] - rows["rows_out"])[FLOW_COLUMNS]


def check_arithmetic(ledger: Ledger, received: pd.DataFrame) -> None:
    """Raise RuntimeError unless every response is either kept or in the log, step by step."""
    flow = ledger.flow
    groups = flow.groupby(["instrument", "wave"])
    follows = groups["rows_out"].shift().fillna(flow["rows_in"]) == flow["rows_in"]
    adds_up = flow["rows_in"] == flow["rows_out"] + flow["excluded"]
    logged = int((ledger.exclusions["unit"] == "response").sum())
    last = int(groups["rows_out"].last().sum())
    first = int(groups["rows_in"].first().sum())
    if not (
        bool(follows.all())
        and bool(adds_up.all())
        and bool((flow["excluded"] >= 0).all())
        and first == len(received)
        and last == len(ledger.kept)
        and logged == len(received) - len(ledger.kept)
        and logged == int(flow["excluded"].sum())
    ):
        raise RuntimeError(
            f"the flow does not add up: {len(received)} responses received, {len(ledger.kept)} kept, "
            f"{logged} logged as left out; please report this with the study's config"
        )


def changes_cells(cleaning: Cleaning) -> bool:
    """Whether cells outside their range are set to missing."""
    steps = cleaning.steps
    return any(isinstance(rule, OutOfRangeRule) and rule.action == "set_missing" for rule in steps)
