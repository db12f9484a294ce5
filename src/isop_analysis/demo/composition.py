"""How mixed a team is."""

from collections import Counter

from isop_analysis.demo.population import Population


def blau(population: Population, team: str) -> float:
    """Return Blau's index of professions among a team's members, n/(n−1)-corrected (Blau 1977; 0–1)."""
    members = [population.persons[m.person].profession for m in population.memberships if m.team == team]
    if len(members) < 2:
        return 0.0
    shares = [count / len(members) for count in Counter(members).values()]
    return (1 - sum(share**2 for share in shares)) * len(members) / (len(members) - 1)
