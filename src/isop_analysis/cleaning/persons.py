"""Persons under pseudonyms: members who agreed and everyone whose answers are kept, with their attributes."""

from dataclasses import dataclass

import pandas as pd

from isop_analysis.cleaning.attributes import (
    Merging,
    Stated,
    first_values,
    match_values,
    merge_rare,
    only_values,
)
from isop_analysis.cleaning.register import NO_TEAM, RegisterRows
from isop_analysis.study.participant_settings import Attribute
from isop_analysis.study.study import Study


@dataclass(frozen=True)
class People:
    """The table persons with identities (column `identity`), the members' merged values, and the log.

    `members` has a column an attribute for every member by the register (index: who), agreed or not: teams
    are composed of all of them.
    """

    persons: pd.DataFrame
    members: pd.DataFrame
    log: list[dict[str, object]]


def gather_people(study: Study, register: RegisterRows, kept: pd.DataFrame, answers: pd.DataFrame) -> People:
    """Return everyone; `kept` are the kept responses, `answers` those to items that give an attribute."""
    persons = _persons(study, register, kept)
    everyone = sorted({who for who in register.members["who"] if who is not None})
    members = pd.DataFrame(index=pd.Index(everyone, name="who", dtype="object"))
    log: list[dict[str, object]] = []
    for attribute in study.config.attributes:
        registered = _from_register(attribute, register.members)
        answered = _from_answers(study, attribute, kept, answers)
        own = persons["who"].map(registered) if registered else pd.Series(index=persons.index, dtype="object")
        own = own.astype("object").fillna(persons["identity"].map(answered))
        merging = merge_rare(
            attribute,
            {str(v): int(n) for v, n in own.value_counts().items()},
            study.config.privacy.minimum_cell,
        )
        log += merging.log
        persons[attribute.name] = _merged(attribute, own, merging)
        values = pd.Series([registered.get(who) for who in everyone], index=members.index, dtype="object")
        members[attribute.name] = _merged(attribute, values, merging)
    return People(persons, members, log)


def _merged(attribute: Attribute, values: pd.Series, merging: Merging) -> pd.Categorical:
    names = [value.name for value in attribute.values if value.name not in merging.into]
    return pd.Categorical(values.replace(merging.into) if len(values) else values, categories=names)


def _persons(study: Study, register: RegisterRows, kept: pd.DataFrame) -> pd.DataFrame:
    """Return identity, who, cohort, in_register, in_team and responses of everyone, sorted by identity."""
    own = register.members
    own = own[own["refusal"].isna() & own["who"].notna()]
    cohorts = own["team"].map(register.teams["cohort"]).astype("object")
    joined = own.assign(cohort=cohorts).sort_values(["joined", "team"], kind="stable", na_position="first")
    cohort_of = joined.dropna(subset=["cohort"]).groupby("who")["cohort"].first().to_dict()
    cohort_of_wave = {wave.name: wave.cohort for wave in study.config.waves}
    answered = kept.assign(cohort=kept["wave"].astype("str").map(cohort_of_wave))
    seen = answered.groupby("identity")["cohort"].min().to_dict()
    counts = kept["identity"].value_counts().to_dict()
    who_of = dict(zip(kept["identity"], kept["who"], strict=True)) | {who: who for who in own["who"]}
    in_team = set(own.loc[own["team"] != NO_TEAM, "who"])
    registered = set(own["who"])
    identities = sorted(who_of)
    whose = [who_of[identity] for identity in identities]
    return pd.DataFrame(
        {
            "identity": identities,
            "who": pd.Series(whose, dtype="object"),
            "cohort": [cohort_of.get(identity) or seen.get(identity) for identity in identities],
            "in_register": [who in registered for who in whose],
            "in_team": [who in in_team for who in whose],
            "responses": [int(counts.get(identity, 0)) for identity in identities],
        }
    )


def _from_register(attribute: Attribute, members: pd.DataFrame) -> dict[str, str]:
    names = [name for name in (attribute.name, attribute.register_column) if name in members]
    if not names or attribute.register_column is None:
        return {}
    rows = members[["who", names[0], "file", "file_row"]].astype("object")
    stated = [
        Stated(who, () if pd.isna(cell) else (str(cell),), str(file), row)
        for who, cell, file, row in rows.itertuples(index=False)
        if who is not None
    ]
    return only_values(attribute, stated, match_values(attribute, stated))


def _from_answers(
    study: Study, attribute: Attribute, kept: pd.DataFrame, answers: pd.DataFrame
) -> dict[str, str]:
    """Return what people answered, the earliest answer first, by identity."""
    own = answers[(answers["item"] == attribute.item) & answers["response"].isin(kept.index)]
    time = {wave.name: wave.time for wave in study.config.waves}
    waves = kept.loc[own["response"].tolist(), "wave"].astype("str").map(time).to_numpy()
    own = own.assign(identity=kept.loc[own["response"].tolist(), "identity"].to_numpy(), time=waves)
    own = own.sort_values(["time", "response"], kind="stable")
    labels = _labels(study, attribute)
    stated = [
        Stated(who, _words(labels, number), f"item {attribute.item}", None)
        for who, number in own[["identity", "answer"]].astype("object").itertuples(index=False)
    ]
    return first_values(stated, match_values(attribute, stated))


def _labels(study: Study, attribute: Attribute) -> dict[float, tuple[str, ...]]:
    """Return what an answer to the attribute's item is called in both languages, by its value."""
    found: dict[float, tuple[str, ...]] = {}
    for instrument in study.instruments:
        for item in instrument.items:
            if item.name == attribute.item and item.answers != "open":
                for value in instrument.answer_scale(item.answers).values:
                    found[value.value] = (*found.get(value.value, ()), value.nl, value.en)
    return found


def _words(labels: dict[float, tuple[str, ...]], number: object) -> tuple[str, ...]:
    """Return the words that an answer's value may be known by: its labels, and the number itself."""
    if not isinstance(number, float) or pd.isna(number):
        return ()
    return (*labels.get(number, ()), f"{number:g}")
