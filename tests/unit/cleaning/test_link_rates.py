"""Rates of false and missed links on invented people whose answers we know.

200 people, three waves, two tools. One tool asks the address (5 in 100 anonymous, some under a new address),
the other the token (half the time) and a self-made code, of which 6 in 100 hold one slip and 2 in 100 two.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from small_study import consents, make_study, members, table, teams

from isop_analysis.cleaning.claims import Claim, Link
from isop_analysis.cleaning.links import link_claims
from isop_analysis.cleaning.received import Received
from isop_analysis.cleaning.roster import Roster, read_roster

PEOPLE, IN_TEAMS, WAVES = 200, 160, ("w0", "w1", "w2")
LETTERS = "ABCDEFGHJKLMNOPRSTVWZ"


@dataclass(frozen=True)
class World:
    """Claims with the person behind each, and the roster."""

    claims: list[Claim]
    truth: list[int]
    roster: Roster


def address_of(person: int, new: bool = False) -> str:
    return f"p{person}@{'new' if new else 'old'}.example.org"


@pytest.fixture(scope="module", params=[1, 2, 3])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> World:
    random = np.random.default_rng(request.param)
    codes = [_code(random) for _ in range(PEOPLE)]
    team = [f"lt{person % 24:02d}" if person < IN_TEAMS else None for person in range(PEOPLE)]
    listed, unlisted = set(range(0, 10)), set(range(10, 13))
    claims, truth = [], []
    for person in range(PEOPLE):
        for wave in WAVES:
            moved = wave != "w0" and person in listed | unlisted
            mail = None if random.random() < 0.05 else address_of(person, moved)
            token = f"t{person}" if random.random() < 0.5 else None
            code = _remembered(codes[person], random)
            claims.append(Claim(None, mail, None, None, team[person], f"scan {wave}"))
            claims.append(Claim(None, None, token, code.lower(), team[person], f"srt {wave}"))
            truth += [person, person]
    study = make_study(tmp_path_factory.mktemp("world"))
    people = [
        {"email": address_of(person), "token": f"t{person}", "self_code": codes[person]}
        for person in range(PEOPLE)
    ]
    empty = table("received_comments", [])
    received = Received(
        responses=empty,
        comments=empty,
        teams=teams(),
        members=members(*({"team": team[person] or "", **people[person]} for person in range(PEOPLE))),
        attendance=table("register_attendance", []),
        consent=consents(*people),
        aliases=table(
            "received_aliases",
            [
                {"alias": address_of(person, new=True), "email": address_of(person)}
                for person in sorted(listed)
            ],
        ),
        documents=empty,
        codings=empty,
        answers=Path(),
    )
    return World(claims, truth, read_roster(study, received))


def _code(random: np.random.Generator) -> str:
    letters = "".join(random.choice(list(LETTERS), size=4))
    return f"{letters[:2]}{int(random.integers(1, 29)):02d}{letters[2:]}"


def _remembered(code: str, random: np.random.Generator) -> str:
    draw = random.random()
    signs = list(code)
    for place in random.choice(6, size=2 if draw < 0.02 else 1 if draw < 0.08 else 0, replace=False):
        signs[place] = str(random.choice([sign for sign in LETTERS if sign != signs[place]]))
    return "".join(signs)


def linked(world: World) -> list[Link]:
    from isop_analysis.study.participant_settings import Linking

    return link_claims(world.claims, world.roster, Linking(order=["token", "email", "alias", "self_code"]))


def test_no_link_is_false(world: World) -> None:
    for link, person in zip(linked(world), world.truth, strict=True):
        if link.identity is not None and link.identity in world.roster.known:
            assert link.identity == address_of(person)


def test_few_links_are_missed_and_each_of_them_is_listed_or_anonymous(world: World) -> None:
    links = linked(world)
    named = [(claim, link) for claim, link in zip(world.claims, links, strict=True) if not claim.nameless]
    missed = [(claim, link) for claim, link in named if link.identity not in world.roster.known]
    assert len(missed) / len(named) < 0.03
    assert all(link.question is not None for _, link in missed)
    strangers = [link for claim, link in missed if claim.email is not None]
    assert {link.question for link in strangers} <= {"unknown_email"}
    nameless = [link for claim, link in zip(world.claims, links, strict=True) if claim.nameless]
    assert {link.by for link in nameless} == {"unlinked"}


def test_codes_with_one_slip_are_found_within_the_team(world: World) -> None:
    links = linked(world)
    by_code = [link for link in links if link.by == "self_code"]
    only_code = [claim for claim in world.claims if claim.code is not None and claim.token is None]
    assert 0.9 < len(by_code) / len(only_code) <= 1
