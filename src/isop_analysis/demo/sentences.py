"""Invented Dutch sentences: open answers and what is said in talks. No one said them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

OPEN_NEED = (
    "Meer tijd in het rooster.",
    "Dat we elkaars vak beter kennen;\nnu weet ik vaak niet wie ik moet bellen.",
    'Een vaste contactpersoon, iemand die "ja" kan zeggen.',
    "Begeleiding bij het eerste gesprek met ouders.",
    "Niets, het loopt goed.",
    "Een gezamenlijke opdracht,\nen daarna samen terugkijken.",
    "Duidelijke afspraken over wie wat doet.",
    "Ideeën uit andere opleidingen.",
)
OPEN_GOOD = (
    "We luisteren naar elkaar.",
    "De opdrachten sluiten aan bij de praktijk.",
    "Iedereen komt zijn afspraken na.",
    "Er is ruimte voor vragen.\nDat is fijn als je nieuw bent.",
    "Ik leer veel van de logopedist in ons team.",
)
OPEN_WISH = (
    "Vaker bij elkaar komen.",
    "De doelen mogen scherper.",
    "Soms praten we te lang, en besluiten we te weinig.",
    "Meer ouders uitnodigen.",
    "Geen idee.",
)
COMMENTS = {"open_need": OPEN_NEED, "open_good": OPEN_GOOD, "open_wish": OPEN_WISH}
SEGMENTS = {
    "role_clarity": (
        "Ik weet nu wat de pedagogisch medewerker doet en waar mijn werk begint.",
        "Door de casus werd mijn eigen rol me duidelijk.",
    ),
    "role_overlap": (
        "Eigenlijk doen we allebei hetzelfde met taal, alleen op een ander moment.",
        "Onze taken lopen in elkaar over bij de overgang naar groep drie.",
    ),
    "role_contested": (
        "Wie het gesprek over het advies voert, daar zijn we het niet over eens.",
        "Iedereen vindt dat de ander het plan moet schrijven.",
    ),
    "tries_out": (
        "Ik heb de week daarna meteen samen met de buurvrouw van de opvang geobserveerd.",
        "We hebben het in mijn klas uitgeprobeerd, het ging half goed.",
    ),
    "shares_with_colleagues": (
        "Op de studiedag heb ik verteld wat we in het leerteam doen.",
        "Mijn collega's gebruiken nu hetzelfde formulier.",
    ),
    "no_time": (
        "Het blijft liggen, want er staat niets voor in het rooster.",
        "Ik wil wel, maar ik heb er de uren niet voor.",
    ),
    "appreciation": (
        "Ik kijk anders naar welzijn, daar zit zoveel kennis.",
        "Wat zij ziet, zie ik niet; dat waardeer ik nu.",
    ),
    "initiative": (
        "Ik heb zelf de sociaal werker gebeld.",
        "Ik wacht niet meer af, ik stap erop af.",
    ),
    "own_programme": (
        "Op mijn opleiding kwam samenwerken met andere beroepen niet voor.",
        "In het tweede jaar hadden we één les over andere beroepen.",
    ),
    "guidance": (
        "Onze begeleider stelt precies de vraag die we zelf niet stelden.",
        "Zonder begeleider waren we blijven praten.",
    ),
    "parents_as_partner": (
        "We hebben de ouders gevraagd wat zij zien,\nen dat veranderde het plan.",
        "De ouder was erbij en dat maakte het gesprek beter.",
    ),
    "distance_to_parents": (
        "We praten over ouders, en te weinig met ouders.",
        "Ouders voelen een drempel om binnen te lopen.",
    ),
}

QUESTIONS = (
    "Hoe gaat het in het leerteam?",
    "Kun je daar een voorbeeld van geven?",
    "En op je eigen werk?",
    "Wat is er veranderd sinds het begin?",
    "Wie zijn er nog meer bij betrokken?",
    "Waar loop je tegenaan?",
)
"""What interviewers ask."""
ASIDES = (
    "Verder heb ik niets, dank voor het gesprek.",
    "Ja, dat was het wel zo'n beetje.",
    "We hebben het er vast nog een keer over.",
)
"""What nobody codes."""


def comment(item: str, random: "np.random.Generator") -> str | None:
    """Return an open answer, or None: most people leave the question empty."""
    if random.random() > 0.35:
        return None
    return str(random.choice(COMMENTS[item]))
