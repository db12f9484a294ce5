"""Links by self-made codes, within a team, with at most one slip.

A code leads to a person when exactly one person of the same team is known by it, from the consent file or
from a response that was linked otherwise. A response that names no team, and a person of whom no team is
known, are linked by the same code only. With a slip the person must not have answered that instrument in that
wave already: two answers at one moment are two people. Everything else is ambiguous, and listed.

A slip is a letter changed, added, left out, or swapped with its neighbour.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from isop_analysis.cleaning.claims import Claim, Link
from isop_analysis.cleaning.roster import Roster

SHORTEST = 4


class NearCodes:
    """Finds the codes at one slip from another, in time that grows with the number of codes.

    Two codes one slip apart share one of their forms with at most one letter left out (Mor & Fraenkel 1982);
    those that share one are then compared by the restricted edit distance. Codes of fewer than four
    characters have too many neighbours, and none here.
    """

    def __init__(self, codes: Iterable[str]) -> None:
        self._codes: dict[str, set[str]] = defaultdict(set)
        for code in codes:
            for form in _forms(code):
                self._codes[form].add(code)

    def near(self, code: str) -> list[str]:
        """Return the codes at exactly one slip, sorted."""
        found = {other for form in _forms(code) for other in self._codes.get(form, ())}
        return sorted(other for other in found if one_slip(code, other))


def one_slip(code: str, other: str) -> bool:
    """Whether the two differ in exactly one slip."""
    from rapidfuzz.distance import OSA

    return OSA.distance(code, other, score_cutoff=1) == 1


def _forms(code: str) -> set[str]:
    if len(code) < SHORTEST:
        return set()
    return {code, *(code[:place] + code[place + 1 :] for place in range(len(code)))}


@dataclass(frozen=True)
class KnownCodes:
    """Who is known by each code, in which teams they are, and what they have answered."""

    people: dict[str, set[str]]
    teams: dict[str, set[str]]
    answered: set[tuple[str, str]]

    @classmethod
    def of(cls, claims: Sequence[Claim], links: Sequence[Link | None], roster: Roster) -> "KnownCodes":
        """Gather the codes of the roster and of the claims that are linked."""
        people: dict[str, set[str]] = defaultdict(set)
        teams: dict[str, set[str]] = defaultdict(set)
        answered: set[tuple[str, str]] = set()
        for code, known in roster.codes.items():
            people[code] |= known
        for who, own in roster.teams.items():
            teams[who] |= own
        for claim, link in zip(claims, links, strict=True):
            if link is None or link.identity is None:
                continue
            answered.add((link.identity, claim.moment))
            if claim.code is not None:
                people[claim.code].add(link.identity)
            if claim.team is not None:
                teams[link.identity].add(claim.team)
        return cls(dict(people), dict(teams), answered)

    def match(self, claims: Mapping[int, Claim], slips: int) -> dict[int, Link]:
        """Return the links of those claims (by place) whose code leads to someone, or to several."""
        links = {place: link for place, claim in claims.items() if (link := self._same(claim))}
        if slips == 0:
            return links
        near = NearCodes(self.people)
        slipped = {
            place: link
            for place, claim in claims.items()
            if place not in links and (link := self._slipped(claim, near))
        }
        twice = Counter(
            (link.identity, claims[place].moment) for place, link in slipped.items() if link.identity
        )
        for place, link in slipped.items():
            if link.identity and twice[link.identity, claims[place].moment] > 1:
                slipped[place] = Link(None, "ambiguous", "second_answer", (link.identity,))
        return links | slipped

    def _same(self, claim: Claim) -> Link | None:
        known = sorted(self.people.get(claim.code or "", ()))
        here = [who for who in known if claim.team in self.teams.get(who, ())]
        open_to_all = [who for who in known if claim.team is None or not self.teams.get(who)]
        return _only(here or open_to_all)

    def _slipped(self, claim: Claim, near: NearCodes) -> Link | None:
        if claim.team is None or claim.code is None:
            return None
        people = {who for code in near.near(claim.code) for who in self.people[code]}
        link = _only(sorted(who for who in people if claim.team in self.teams.get(who, ())))
        if link is not None and (link.identity, claim.moment) in self.answered:
            return Link(None, "ambiguous", "second_answer", (str(link.identity),))
        return link


def _only(people: Sequence[str]) -> Link | None:
    if not people:
        return None
    if len(people) == 1:
        return Link(people[0], "self_code")
    return Link(None, "ambiguous", "several_people", tuple(people))


Group = tuple[str | None, str]


def group_codes(claims: Mapping[int, Claim], slips: int, *, asked: bool) -> dict[int, Link]:
    """Link the claims whose codes nobody is known by with each other, within their team.

    Two groups of one code each are one person when they are each other's only neighbour and never answered at
    the same moment. `asked` lists what stays alone as a question.
    """
    groups: dict[Group, list[int]] = defaultdict(list)
    for place, claim in claims.items():
        groups[claim.team, claim.code or ""].append(place)
    neighbours = _neighbours(groups) if slips else {}
    found: dict[int, Link] = {}
    for group in sorted(groups, key=str):
        link = _group_link(group, groups, neighbours, claims, asked=asked)
        found |= dict.fromkeys(groups[group], link)
    return found


def _neighbours(groups: Mapping[Group, list[int]]) -> dict[Group, list[Group]]:
    codes: dict[str | None, list[str]] = defaultdict(list)
    for team, code in groups:
        codes[team].append(code)
    found: dict[Group, list[Group]] = {}
    for team, own in codes.items():
        if team is not None:
            near = NearCodes(own)
            found |= {(team, code): [(team, other) for other in near.near(code)] for code in own}
    return found


def _group_link(
    group: Group,
    groups: Mapping[Group, list[int]],
    neighbours: Mapping[Group, list[Group]],
    claims: Mapping[int, Claim],
    *,
    asked: bool,
) -> Link:
    near, places = neighbours.get(group, []), list(groups[group])
    if near:
        other = near[0]
        moments = [{claims[place].moment for place in groups[one]} for one in (group, other)]
        if len(near) > 1 or len(neighbours[other]) > 1 or moments[0] & moments[1]:
            if len(places) == 1:
                return Link(None, "ambiguous", "near_codes", tuple(sorted(_name(one) for one in near)))
        else:
            places += groups[other]
            group = min((group, other), key=lambda one: (-len(groups[one]), str(one)))
    if len(places) == 1:
        return Link(None, "unlinked", "unknown_code" if asked else None)
    return Link(_name(group), "self_code", "unknown_code" if asked else None)


def _name(group: Group) -> str:
    return f"self_code:{group[0] or 'none'}:{group[1]}"
