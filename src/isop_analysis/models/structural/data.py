"""The rows of structural models: items of one occasion, or scales, items and dose side by side over
occasions.
"""

from typing import TYPE_CHECKING

from isop_analysis.base.reasons import Refused
from isop_analysis.models.frame import NO_TEAM, WORD
from isop_analysis.models.tables import ModelTables
from isop_analysis.study.instrument import Instrument, Scale
from isop_analysis.study.structural_settings import Structural
from isop_analysis.study.study import Study

if TYPE_CHECKING:
    import pandas as pd

GROUP = "group"
"""Column of the groups that are compared; items' names are of one instrument, none of which is called so."""


def item_frame(
    answers: "pd.DataFrame", waves: "pd.DataFrame", instrument: Instrument, scales: list[Scale], occasion: str
) -> "pd.DataFrame":
    """Return one row a person at this occasion with the items of these scales, reversed items turned round.

    A person with several responses (about several teams) enters with the first, so that rows are independent
    within persons. Answers that were not given are NaN.
    """
    return _items_by_person(answers, waves, instrument, _items(scales), occasion).reset_index(drop=True)


def grouped_frame(
    answers: "pd.DataFrame",
    tables: ModelTables,
    instrument: Instrument,
    scales: list[Scale],
    occasion: str,
    attribute: str,
) -> "pd.DataFrame":
    """Return the items of one occasion with the person's value of an attribute, in column `group`."""
    wide = _items_by_person(answers, tables.waves, instrument, _items(scales), occasion)
    values = tables.persons.set_index("person")[attribute]
    known = values[values.isin(values.dropna()) & (values != "nan")]
    return wide.join(known.rename(GROUP)).sort_values(GROUP, kind="stable").reset_index(drop=True)


def item_occasions_frame(
    answers: "pd.DataFrame", waves: "pd.DataFrame", instrument: Instrument, scales: list[Scale]
) -> "pd.DataFrame":
    """Return one row a person with columns ``<item>_<occasion>``."""
    import pandas as pd

    parts = [
        _items_by_person(answers, waves, instrument, _items(scales), occasion).add_suffix(f"_{occasion}")
        for occasion in occasions(waves)
    ]
    return pd.concat(parts, axis=1).sort_index().reset_index(drop=True)


def occasions(waves: "pd.DataFrame") -> list[str]:
    """Return the occasions in the order of their time."""
    return list(dict.fromkeys(waves.sort_values("time", kind="stable")["occasion"]))


def _items(scales: list[Scale]) -> list[str]:
    return [name for scale in scales for name in scale.items]


def _items_by_person(
    answers: "pd.DataFrame", waves: "pd.DataFrame", instrument: Instrument, names: list[str], occasion: str
) -> "pd.DataFrame":
    at_occasion = list(waves.loc[waves["occasion"] == occasion, "wave"])
    rows = answers[
        answers["wave"].isin(at_occasion) & answers["item"].isin(names) & (answers["answer_kind"] == "given")
    ]
    wide = rows.pivot(index=["person", "response"], columns="item", values="answer").reindex(columns=names)
    wide = wide.reset_index("response").sort_values("response", kind="stable")
    wide = wide[~wide.index.duplicated()].drop(columns="response")
    for name in names:
        wide[name] = instrument.turned(name, wide[name])
    return wide.astype("float64").sort_index()


def wide_frame(tables: ModelTables) -> "pd.DataFrame":
    """Return one row a person with what `_wide` gives."""
    return _wide(tables).sort_index().reset_index(drop=True)


def _wide(tables: ModelTables) -> "pd.DataFrame":
    """Return one row a person: ``<scale>_<occasion>``, ``dose_<occasion>`` and ``attendance_<occasion>``.

    Scores and doses are means over teams; attendance is sessions attended of those offered since the occasion
    before, over all the person's teams.
    """
    scores = tables.scores.merge(tables.waves, on="wave")
    wide = _side_by_side(scores.assign(column=scores["scale"] + "_" + scores["occasion"]), "score")
    doses = tables.participation.merge(tables.waves, on="wave")
    if len(doses):
        wide = wide.join(_side_by_side(doses.assign(column="dose_" + doses["occasion"]), "dose"))
        wide = wide.join(_attendance(doses))
    return wide


def _attendance(doses: "pd.DataFrame") -> "pd.DataFrame":
    sessions = doses.groupby(["person", "occasion"])[["attended", "offered"]].sum()
    share = (sessions["attended"] / sessions["offered"].where(sessions["offered"] > 0)).unstack("occasion")
    share.columns.name = None
    return share.add_prefix("attendance_").astype("float64")


def _side_by_side(rows: "pd.DataFrame", value: str) -> "pd.DataFrame":
    means = rows.groupby(["person", "column"])[value].mean().unstack("column")
    means.columns.name = None
    return means.astype("float64")


def path_frame(
    study: Study, tables: ModelTables, answers: "pd.DataFrame", model: Structural
) -> "pd.DataFrame":
    """Return the wide frame, with ``<item>_<occasion>`` of the items that the syntax names.

    With groups or clusters also the person's attributes, team, site and the team's columns.
    """
    words = set(WORD.findall(model.syntax or ""))
    wide = _wide(tables)
    for instrument in study.instruments:
        items = [one.name for one in instrument.items if one.answers != "open"]
        for occasion in occasions(tables.waves):
            named = [name for name in items if f"{name}_{occasion}" in words.difference(wide.columns)]
            if named:
                found = _items_by_person(answers, tables.waves, instrument, named, occasion)
                wide = wide.join(found.add_suffix(f"_{occasion}"), how="outer")
    if model.cluster or model.group:
        wide = wide.join(_units(tables, answers))
    return wide.sort_index().reset_index(drop=True)


def _units(tables: ModelTables, answers: "pd.DataFrame") -> "pd.DataFrame":
    """Return a row a person: attributes, and their team with its columns."""
    main = _teams_of_people(tables, answers).merge(tables.teams, on="team", how="left")
    attributes = tables.persons.set_index("person").drop(columns=["cohort"], errors="ignore")
    attributes = attributes.where(attributes.astype("str") != "nan")
    own = [name for name in main if name not in attributes.columns]
    return attributes.join(main[own].set_index("person"))


def _teams_of_people(tables: ModelTables, answers: "pd.DataFrame") -> "pd.DataFrame":
    """Return a row a person: the team with most sessions attended, else the one of most of their responses.

    A study may have no register, or none that knows who came.
    """
    import pandas as pd

    sessions = tables.participation.groupby(["person", "team"])["attended"].sum()
    attended = _most(sessions.rename("times").reset_index())
    if not len(answers):
        return attended
    named = answers.loc[answers["team"].astype("str") != NO_TEAM, ["person", "team", "response"]]
    responses = (
        named.astype({"person": "str", "team": "str"}).groupby(["person", "team"])["response"].nunique()
    )
    answered = _most(responses.rename("times").reset_index())
    return pd.concat([attended, answered[~answered["person"].isin(attended["person"])]], ignore_index=True)


def _most(times: "pd.DataFrame") -> "pd.DataFrame":
    most_last = times.sort_values(["person", "times"], kind="stable")
    return most_last.drop_duplicates("person", keep="last")[["person", "team"]]


def check_people(model: Structural, data: "pd.DataFrame", occasion: str) -> None:
    """Raise Refused where nobody answered anything that the model measures, or nobody's cluster is known."""
    if len(data):
        if model.cluster is not None and data[model.cluster].isna().all():
            raise Refused("nobody_in_group", group=model.cluster)
        return
    if model.kind == "path" or model.over == "occasions":
        raise Refused("nobody_answered_anything")
    raise Refused("nobody_answered", where=occasion)


def check_groups(model: Structural, data: "pd.DataFrame") -> None:
    """Raise Refused where a group has fewer usable people than the model asks; it names no group."""
    if model.group is None:
        return
    used = [name for name in dict.fromkeys(WORD.findall(model.syntax or "")) if name in data]
    usable = data[used].notna()
    kept = usable.all(axis=1) if model.missing == "listwise" else usable.any(axis=1)
    groups = data[model.group].dropna().astype("str")
    sizes = groups[kept].value_counts().reindex(sorted(groups.unique()), fill_value=0)
    small = int((sizes < model.minimum_group).sum())
    if small:
        raise Refused(
            "few_in_groups", found=small, all=len(sizes), item=model.group, needed=model.minimum_group
        )
