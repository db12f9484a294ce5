"""What can't be said of a network is a sentence, for analysts and for readers in both languages."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from isop_analysis.base.reasons import Refused
from isop_analysis.language.told_reasons import Told
from isop_analysis.language.words import words_in
from isop_analysis.stats.networks import ei_permutation, network_bounds, tasks, teams, ties, whole_network

ROWS = pd.DataFrame(
    {
        "person": ["a", "b"],
        "profession": ["teacher", "youth worker"],
        "partner": ["youth worker", "teacher"],
        "content": ["advice", "play"],
        "often": [1, 2],
        "task": ["advice", None],
    }
)
MEMBERS = ROWS[["person", "profession"]].assign(team="t1")
FOUND = ties(ROWS, content="content")


def two(frame: pd.DataFrame, **values: object) -> pd.DataFrame:
    """Return the rows with its first one again, otherwise."""
    return pd.concat([frame, frame.head(1).assign(**values)])


REFUSALS: list[tuple[Callable[[], object], str, str, str]] = [
    (
        lambda: ties(ROWS, partner="partners"),
        "No column 'partners' in the table; expected it, or its name given, did you mean 'partner'?",
        "the column ‘partners’ is missing",
        "de kolom ‘partners’ ontbreekt",
    ),
    (
        lambda: ties(ROWS.head(0)),
        "The table has no rows; expected one a person at least",
        "nobody answered",
        "niemand heeft geantwoord",
    ),
    (
        lambda: ties(ROWS.assign(profession=["teacher", None])),
        "1 row without one of 'person', 'profession'; expected them in every row: a person who named nobody "
        "is a row without partner or task",
        "of 1 answer it is not known whose it is",
        "van 1 antwoord is niet bekend van wie het is",
    ),
    (
        lambda: ties(two(ROWS, profession="therapist")),
        "1 person has two professions; expected one each, the same in all tables: give one wave at a time, "
        "or choose one",
        "1 person has two professions",
        "1 persoon heeft twee beroepen",
    ),
    (
        lambda: teams(FOUND, MEMBERS.assign(profession="therapist")),
        "2 people have two professions; expected one each, the same in all tables: give one wave at a time, "
        "or choose one",
        "2 people have two professions",
        "2 mensen hebben twee beroepen",
    ),
    (
        lambda: teams(FOUND, MEMBERS.head(1)),
        "1 respondent is in no team of members; expected a row each: add them, or leave people without a "
        "team out of the ties",
        "1 person is in no team",
        "1 persoon zit in geen team",
    ),
    (
        lambda: teams(FOUND, MEMBERS, response=80),
        "A share or limit is 80; expected a number from 0 to 1",
        "80 is no share from 0 to 1",
        "80 is geen aandeel van 0 tot 1",
    ),
    (
        lambda: ties(ROWS.assign(content=[None, None]), content="content"),
        "2 ties without content; expected one each: fill it in, or name no column of contents",
        "of 2 ties it is not known what they are about",
        "van 2 contacten is niet bekend waar ze over gaan",
    ),
    (
        lambda: FOUND.matrix("advise"),
        "No tie has the content 'advise'; expected one of those there are, did you mean 'advice'?",
        "nobody named a tie about ‘advise’",
        "niemand noemde een contact over ‘advise’",
    ),
    (
        lambda: ties(ROWS.assign(often=["often", "daily"]), frequency="often"),
        "The column of frequency holds str; expected numbers, for a frequency more is more often",
        "how often people work together is not given in numbers",
        "hoe vaak mensen samenwerken is niet in getallen gegeven",
    ),
    (
        lambda: ties(ROWS.assign(many=[0, 1.5]), number="many"),
        "2 ties to a number of people that is not whole, missing, or below 1; expected 1, 2, …: leave out "
        "who is not named",
        "of 2 ties it is not clear how many colleagues are meant",
        "van 2 contacten is niet duidelijk om hoeveel collega's het gaat",
    ),
    (
        lambda: whole_network(np.zeros((2, 3))),
        "The matrix has the shape '2', '3'; expected as many columns as rows: a node names and is named",
        "the network is not complete",
        "het netwerk is niet compleet",
    ),
    (
        lambda: network_bounds(np.array([[0, 2], [1, 0]])),
        "The matrix holds something else than 0, 1 and NaN; expected 1 for a tie, 0 for none, NaN for what "
        "is not known",
        "it is not clear which ties there are",
        "het is niet duidelijk welke contacten er zijn",
    ),
    (
        lambda: network_bounds(np.zeros((1, 1))),
        "The network has 1 node; expected two or more, in a team two professions",
        "there is 1 profession, and a network needs at least two",
        "er is 1 beroep, en een netwerk heeft er minstens twee nodig",
    ),
    (
        lambda: whole_network(np.zeros((2, 2)), rate=0.5),
        "The response is 50%, below the limit of 80%; expected more answers: network_bounds tells between "
        "what a measure lies",
        "50% answered, and at least 80% are needed to measure a network",
        "50% heeft geantwoord, en om een netwerk te meten is minstens 80% nodig",
    ),
    (
        lambda: ei_permutation(FOUND, MEMBERS, draws=0),
        "draws is 0; expected 1 or more",
        "nothing was drawn to compare with",
        "er is niets getrokken om mee te vergelijken",
    ),
    (
        lambda: ei_permutation(FOUND, two(MEMBERS, team="t2")),
        "1 respondent is in two teams; expected one each: choose one, such as that with most sessions",
        "1 person is in two teams",
        "1 persoon zit in twee teams",
    ),
    (
        lambda: ei_permutation(ties(ROWS.assign(partner=None)), MEMBERS),
        "Nobody names anyone; expected ties of which some may leave one's own profession",
        "nobody named anyone",
        "niemand noemde iemand",
    ),
    (
        lambda: ei_permutation(FOUND, MEMBERS.assign(team=["t1", "t2"])),
        "In none of 2 teams respondents have two professions; expected teams in which professions can "
        "change hands",
        "in none of the 2 teams people of two professions answered",
        "in geen van de 2 teams antwoordden mensen van twee beroepen",
    ),
    (
        lambda: tasks(ROWS, among=["play"]),
        "1 task that people name is not among the 1 listed; expected all: add them, or merge them before",
        "1 task that people named was not on the list",
        "1 genoemde taak stond niet op de lijst",
    ),
    (
        lambda: tasks(ROWS.assign(task=None)),
        "Nobody names a task and none are listed; expected a task at least",
        "nobody named a task",
        "niemand noemde een taak",
    ),
    (
        lambda: tasks(ROWS.assign(wave=["T0", None]), wave="wave"),
        "1 row without one of 'wave'; expected them in every row: a person who named nobody is a row without "
        "partner or task",
        "of 1 answer it is not known whose it is",
        "van 1 antwoord is niet bekend van wie het is",
    ),
    (
        lambda: tasks(ROWS.assign(wave="T0"), wave="wave").matrix("T1"),
        "The wave 'T1' is not among 'T0'; expected one of these by its name, did you mean 'T0'?",
        "there are no answers of the occasion ‘T1’",
        "er zijn geen antwoorden van het meetmoment ‘T1’",
    ),
]


@pytest.mark.parametrize(("what", "error", "en", "nl"), REFUSALS, ids=[row[1][:40] for row in REFUSALS])
def test_a_refusal_in_words(what: Callable[[], object], error: str, en: str, nl: str) -> None:
    with pytest.raises(Refused) as refusal:
        what()
    reason = refusal.value.reason
    assert str(reason) == error
    assert Told(words_in("en")).tell(reason).replace("\u00a0", " ") == en
    assert Told(words_in("nl")).tell(reason).replace("\u00a0", " ") == nl


def test_refusals_name_nobody() -> None:
    given = ROWS.assign(person=["anne@example.org", "bram@example.org"])
    members = given[["person", "profession"]].assign(team="t1")
    for call in (
        lambda: ties(two(given, profession="therapist")),
        lambda: teams(ties(given), members.head(1)),
        lambda: ei_permutation(ties(given), two(members, team="t2")),
    ):
        with pytest.raises(Refused, match=r"^1 (person|respondent) ") as refusal:
            call()
        assert "example" not in str(refusal.value)


def test_several_waves_ask_for_one() -> None:
    found = tasks(ROWS.assign(wave=["T0", "T1"]), wave="wave")
    assert found.matrix("T0").index.tolist() == ["teacher"]
    with pytest.raises(Refused) as refusal:
        found.matrix()
    assert str(refusal.value) == "The wave '' is not among 'T0', 'T1'; expected one of these by its name"
