"""Who was asked with whom they work or on which tasks, and what they chose, a row a person and wave."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from isop_analysis.measurement.rows import ALL, NOT_LINKED

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.study.instrument import MultipleChoice
    from isop_analysis.study.network_settings import Networks
    from isop_analysis.study.study import Study

GIVEN = "given"


@dataclass(frozen=True)
class Named:
    """What people answered to the questions of a study's networks.

    asked
        question, person, wave, occasion, place (of the wave in time), team, linked, profession (missing where
        it is not known): a row a person who answered the question at that wave.
    chosen
        question, person, wave, option, frequency (NaN where it is not known or not asked): a row an option
        that says who (those outside too), or a task, and was chosen.
    merged
        Values of the attribute → the one they count as in this study; none that is `outside`.
    options
        Question that asks with whom → its options that say who, as asked.
    can_be_named
        Professions, as told, of which a question has an option.
    tasks
        Options of the question of tasks.
    """

    asked: "pd.DataFrame"
    chosen: "pd.DataFrame"
    merged: dict[str, str]
    options: dict[str, list[str]]
    can_be_named: frozenset[str]
    tasks: list[str]

    @property
    def occasions(self) -> list[str]:
        """The occasions at which anything was asked, in time."""
        return list(dict.fromkeys(self.asked.sort_values("place", kind="stable")["occasion"]))

    @property
    def waves(self) -> list[str]:
        """The waves at which anything was asked, in time."""
        return list(dict.fromkeys(self.asked.sort_values("place", kind="stable")["wave"]))

    def once(self, occasion: str) -> "pd.DataFrame":
        """Return the rows of `asked` of an occasion, or of `all`, each person at their first wave there.

        Over several occasions only people who would be recognised at a later one count, as everywhere
        (`measurement.rows`); where nobody would be, the first occasion stands for all.
        """
        own = self.asked if occasion == ALL else self.asked[self.asked["occasion"] == occasion]
        if occasion == ALL and len(self.occasions) > 1:
            linked = own["linked"]
            own = own[linked] if linked.any() else own[own["occasion"] == self.occasions[0]]
        first = own.groupby("person")["place"].transform("min")
        return own[own["place"] == first]


def named(
    study: "Study",
    networks: "Networks",
    answers: "pd.DataFrame",
    responses: "pd.DataFrame",
    persons: "pd.DataFrame",
) -> Named:
    """Return who was asked what and what they chose; of several responses at a wave any counts."""
    asked, chosen = [], []
    professions = persons.set_index(persons["person"].astype("str"))[networks.attribute].astype("object")
    frequencies = {one.question: one.frequency for one in networks.contents}
    for question in _questions(study, networks):
        marks = _marks(question, answers)
        asked.append(marks[["person", "wave", "response"]].assign(question=question.name))
        own = marks[(marks["answer"] > 0) & marks["option"].isin(_as_asked(networks, question))]
        often = _often(frequencies.get(question.name), answers)
        chosen.append(
            own.merge(often, on=["person", "wave", "option"], how="left").assign(question=question.name)
        )
    merged = merged_professions(study, networks.attribute, professions)
    merged = {one: wider for one, wider in merged.items() if one not in networks.outside}
    options = {one.name: _options(networks, one) for one in _questions(study, networks)}
    tasks = options.pop(networks.tasks) if networks.tasks is not None else []
    return Named(
        _asked(study, asked, responses, professions),
        _one_a_row(chosen),
        merged,
        {one.name: _as_asked(networks, one) for one in _questions(study, networks) if one.name in options},
        frozenset(merged[option] for own in options.values() for option in own),
        tasks,
    )


def merged_professions(study: "Study", attribute: str, professions: "pd.Series") -> dict[str, str]:
    """Return each value of the attribute → what it is told as: itself or, where nobody has it, a wider one.

    Clean merged rare values into their parents, so that nobody has them any more: those who are named merge
    as those who answer do. The widest value stands where nobody has any of them.
    """
    present = set(professions.dropna())
    values = next(one for one in study.config.attributes if one.name == attribute).values
    parents = {value.name: value.parent for value in values}
    found = {}
    for name in parents:
        wider, seen = name, {name}
        while wider not in present and (parent := parents[wider]) is not None and parent not in seen:
            wider = parent
            seen.add(wider)
        found[name] = wider
    return found


def _questions(study: "Study", networks: "Networks") -> "list[MultipleChoice]":
    every = {one.name: one for instrument in study.instruments for one in instrument.multiple_choice}
    return [every[name] for name in networks.questions]


def _options(networks: "Networks", question: "MultipleChoice") -> list[str]:
    return networks.ties([option.name for option in question.options])


def _as_asked(networks: "Networks", question: "MultipleChoice") -> list[str]:
    """Return the options that name anybody, of the question of tasks those that are tasks."""
    if question.name == networks.tasks:
        return _options(networks, question)
    return [option.name for option in question.options if option.name not in networks.nobody]


def _marks(question: "MultipleChoice", answers: "pd.DataFrame") -> "pd.DataFrame":
    """Return person, wave, response, option, answer (1 or 0) of each option that was given an answer."""
    items = {f"{question.name}_{option.name}": option.name for option in question.options}
    own = answers[answers["item"].isin(items) & (answers["answer_kind"] == GIVEN)]
    marks = own[["person", "wave", "response", "answer"]].astype({"person": "str", "wave": "str"})
    return marks.assign(option=own["item"].astype("str").map(items))


def _often(stem: str | None, answers: "pd.DataFrame") -> "pd.DataFrame":
    """Return person, wave, option, frequency: the highest answer of a wave; no rows where it is not asked."""
    head = "" if stem is None else f"{stem}_"
    items = answers["item"].astype("str")
    asked = items.str.startswith(head) if head else items == ""
    own = answers[asked & (answers["answer_kind"] == GIVEN)]
    table = own[["person", "wave", "answer"]].astype({"person": "str", "wave": "str"})
    table = table.assign(option=items[own.index].str.removeprefix(head))
    return table.groupby(["person", "wave", "option"])["answer"].max().rename("frequency").reset_index()


def _asked(
    study: "Study", asked: "list[pd.DataFrame]", responses: "pd.DataFrame", professions: "pd.Series"
) -> "pd.DataFrame":
    import pandas as pd

    table = pd.concat(asked).sort_values("response").drop_duplicates(["question", "person", "wave"])
    own = responses.assign(linked=~responses["linked_by"].astype("str").isin(NOT_LINKED))
    table = table.merge(own[["response", "team", "linked"]], on="response")
    in_time = sorted(study.config.waves, key=lambda wave: wave.time)
    places = {wave.name: place for place, wave in enumerate(in_time)}
    occasions = {wave.name: wave.occasion for wave in study.config.waves}
    return table.assign(
        occasion=table["wave"].map(occasions),
        place=table["wave"].map(places),
        profession=table["person"].map(professions),
    ).sort_values(["question", "place", "person"], ignore_index=True)


def _one_a_row(chosen: "list[pd.DataFrame]") -> "pd.DataFrame":
    import pandas as pd

    keys = ["question", "person", "wave", "option"]
    return pd.concat(chosen)[[*keys, "frequency"]].drop_duplicates(keys).sort_values(keys, ignore_index=True)
