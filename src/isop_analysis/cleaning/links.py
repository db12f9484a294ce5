"""The ladder that links a person's answers over instruments and waves; never by name, never by guess.

Steps, in the order of the config's `linking.order`:

1. The rungs that are exact: person id, token, e-mail and alias, as far as the register, the consent file and
   the aliases know them. Rungs that lead to different people, or one that leads to several, are ambiguous.
2. A self-made code beside an address or token that nobody knows: see `code_links`.
3. An address or token that nobody knows is an identity of its own, and a question where there is a roster.
4. A self-made code alone: see `code_links`.
5. No identifier: unlinked; the response stays at team level.
"""

from collections import defaultdict
from collections.abc import Sequence

from isop_analysis.cleaning.claims import UNLINKED, Claim, Link
from isop_analysis.cleaning.code_links import KnownCodes, NearCodes, group_codes
from isop_analysis.cleaning.roster import Roster
from isop_analysis.study.participant_settings import Linking

Links = list[Link | None]


def link_claims(claims: Sequence[Claim], roster: Roster, linking: Linking) -> list[Link]:
    """Return for each claim whose it is, and by which rung."""
    links = _by_exact_rungs(claims, roster, linking.order)
    use_codes = "self_code" in linking.order
    if use_codes:
        stranger = [claim.email is not None or claim.token is not None for claim in claims]
        _by_known_codes(claims, links, roster, linking.code_slips, stranger)
    _by_themselves(claims, links, roster, linking.order)
    if use_codes:
        alone = [claim.code is not None for claim in claims]
        _by_known_codes(claims, links, roster, linking.code_slips, alone)
        rest = {
            place: claim
            for place, claim in enumerate(claims)
            if links[place] is None and claim.code is not None
        }
        grouped = group_codes(rest, linking.code_slips, asked=bool(roster.known))
        for place, link in grouped.items():
            links[place] = link
    return [link or _nobody(claim) for claim, link in zip(claims, links, strict=True)]


def _nobody(claim: Claim) -> Link:
    return Link(None, "unlinked", "unreadable_identifier") if claim.unreadable else UNLINKED


def _by_exact_rungs(claims: Sequence[Claim], roster: Roster, order: Sequence[str]) -> Links:
    ids = _people_by_id(claims, roster, order) if "person" in order else {}
    return [_exact(claim, roster, order, ids) for claim in claims]


def _exact(claim: Claim, roster: Roster, order: Sequence[str], ids: dict[str, frozenset[str]]) -> Link | None:
    reached = [(rung, people) for rung in order if (people := _reached(rung, claim, roster, ids))]
    if not reached:
        return None
    common = frozenset.intersection(*(people for _, people in reached))
    if len(common) == 1:
        rung = next((rung for rung, people in reached if people == common), reached[0][0])
        return Link(next(iter(common)), rung)
    everyone = frozenset.union(*(people for _, people in reached))
    return Link(None, "ambiguous", "several_people", tuple(sorted(everyone)))


def _reached(
    rung: str, claim: Claim, roster: Roster, ids: dict[str, frozenset[str]]
) -> frozenset[str] | None:
    if rung == "person":
        return ids.get(claim.person) if claim.person is not None else None
    if rung == "token":
        return roster.tokens.get(claim.token) if claim.token is not None else None
    if rung == "email":
        who = roster.emails.get(claim.email) if claim.email is not None else None
        return frozenset({who}) if who is not None else None
    if rung == "alias":
        others = (claim.email, claim.token, claim.code)
        found = {roster.aliases[other] for other in others if other is not None and other in roster.aliases}
        return frozenset(found)
    return None


def _people_by_id(claims: Sequence[Claim], roster: Roster, order: Sequence[str]) -> dict[str, frozenset[str]]:
    """Return whom each person id stands for: whoever its responses' other identifiers lead to."""
    others = [rung for rung in order if rung not in {"person", "self_code"}]
    found: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        if claim.person is not None:
            link = _exact(claim, roster, others, {})
            people = () if link is None else link.candidates or (link.identity,)
            found[claim.person] |= {who for who in people if who is not None}
    return {person: frozenset(people or {f"person:{person}"}) for person, people in found.items()}


def _by_known_codes(
    claims: Sequence[Claim], links: Links, roster: Roster, slips: int, wanted: list[bool]
) -> None:
    """Fill in the links of wanted claims whose code belongs to one known person of the same team."""
    open_places = [
        place
        for place, claim in enumerate(claims)
        if wanted[place] and links[place] is None and claim.code is not None
    ]
    if not open_places:
        return
    known = KnownCodes.of(claims, links, roster)
    found = known.match({place: claims[place] for place in open_places}, slips)
    for place, link in found.items():
        links[place] = link


def _by_themselves(claims: Sequence[Claim], links: Links, roster: Roster, order: Sequence[str]) -> None:
    """Let addresses and tokens that nobody knows stand for people of their own."""
    rungs = [rung for rung in order if rung in {"token", "email"}]
    beside = _addresses_beside_tokens(claims, links)
    near = NearCodes(roster.emails) if roster.known else None
    for place, claim in enumerate(claims):
        given = {"token": claim.token, "email": claim.email}
        rung = next((rung for rung in rungs if given[rung] is not None), None)
        if links[place] is not None or rung is None:
            continue
        who = claim.email or beside.get(str(claim.token)) or f"token:{claim.token}"
        if near is None:
            links[place] = Link(who, rung)
        else:
            close = [roster.emails[mail] for mail in near.near(claim.email or "")]
            links[place] = Link(who, rung, f"unknown_{rung}", tuple(sorted(set(close))))


def _addresses_beside_tokens(claims: Sequence[Claim], links: Links) -> dict[str, str]:
    found: dict[str, set[str]] = defaultdict(set)
    for claim, link in zip(claims, links, strict=True):
        if link is None and claim.token is not None and claim.email is not None:
            found[claim.token].add(claim.email)
    return {token: next(iter(mails)) for token, mails in found.items() if len(mails) == 1}
