"""Which judgements of pairs must be made or renewed, by the facts that were published last."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from isop_analysis.study.study import Study

TABLE = "fit_of_integration"


def judgement_lines(study: "Study") -> list[str]:
    """Return a line for each pair without a judgement of its present facts, with the hash to write.

    A judgement that is older than the data is told too, whatever facts it is of.
    """
    from isop_analysis.contracts.published_files import read_published
    from isop_analysis.contracts.table import ContractError

    if not study.pairs:
        return []
    try:
        rows = read_published(TABLE, study.published).astype("object").to_dict("records")
    except (FileNotFoundError, ContractError):  # not run yet, or by a version with other columns
        rows = []
    facts = {str(row["pair"]): str(row["facts"]) for row in rows}
    judged = {one.pair: one.facts for one in study.judgements}
    lines = [_line(pair.name, facts.get(pair.name), judged.get(pair.name)) for pair in study.pairs]
    return [*(line for line in lines if line), *_too_old(study)]


def _too_old(study: "Study") -> list[str]:
    data = study.config.data_date
    return [
        f"pair '{one.pair}': its judgement is of {one.date}, before the data were complete ({data}); "
        "judge the complete data, and write that day"
        for one in study.judgements
        if one.date < data
    ]


def _line(pair: str, facts: str | None, judged: str | None) -> str:
    if facts is None:
        return f"pair '{pair}': no facts yet; run the study, then check again"
    if judged is None:
        return f"pair '{pair}': not judged yet; its facts are '{facts}'"
    if judged != facts:
        return (
            f"pair '{pair}': its judgement is of other facts ({judged}); renew it, and write facts: '{facts}'"
        )
    return ""
