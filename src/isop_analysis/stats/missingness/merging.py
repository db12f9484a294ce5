"""Which patterns are too rare to be told, and which others go with them."""

from collections.abc import Sequence


def rare(counts: Sequence[int], minimum: int) -> frozenset[int]:
    """Return the places of the patterns to be told together: those below `minimum`, and some beside.

    Everyone minus the patterns that are told gives the rest. So the smallest others join until the rest is
    two patterns or more and at least `minimum` (complementary suppression, Willenborg & de Waal 2001, ch. 3).
    """
    order = sorted(range(len(counts)), key=lambda place: (counts[place], place))
    together = [place for place in order if counts[place] < minimum]
    others = order[len(together) :]
    while together and others and (len(together) < 2 or sum(counts[place] for place in together) < minimum):
        together.append(others.pop(0))
    return frozenset(together)
