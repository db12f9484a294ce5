"""The words of questions: their language, the question above a set of items, and the item itself."""

import re
from collections.abc import Iterable
from typing import Literal

DUTCH = frozenset(
    """
    de het een en van ik wij ons onze niet mijn is zijn met voor op te dat wie wat hoe bij over door u uw in
    welk welke waar heb heeft kan leeftijd geslacht
    """.split()  # noqa: SIM905
)
ENGLISH = frozenset(
    """
    the a an and of i we our not my is are with for on to that who what how at about by you your in which
    where have has can age gender am it
    """.split()  # noqa: SIM905
)
CHOICE = re.compile(r"\s*[-–]\s*(?:Geselecteerde keuze|Selected Choice)\s*", re.IGNORECASE)
CLOSE = re.compile(r"(.*[?:.!])\s*-\s*(\S.*)", re.DOTALL)
BRACKETS = re.compile(r"(.*?)\s*\[([^\[\]]+)\]\s*", re.DOTALL)


LONGEST_TITLE = 60


def shortened(text: str, longest: int = LONGEST_TITLE) -> str:
    """Return a text of so many signs at most, cut between words, without the sign it ends on.

    >>> shortened("Hoe is het in uw ploeg?"), shortened("How much do you agree with what follows?", 20)
    ('Hoe is het in uw ploeg?', 'How much do you…')
    """
    bare = " ".join(text.split())
    if len(bare) <= longest:
        return bare.rstrip(" :;,-–")
    cut = bare[:longest].rpartition(" ")[0] or bare[: longest - 1]
    return cut.rstrip(" .:;,-–") + "…"


def language_of(texts: Iterable[str]) -> Literal["nl", "en"]:
    """Return the language that most of the texts' small words belong to; Dutch where none decides."""
    words = [word for text in texts for word in re.findall(r"[a-zà-ÿ]+", text.lower())]
    dutch, english = sum(word in DUTCH for word in words), sum(word in ENGLISH for word in words)
    return "en" if english > dutch else "nl"


def question_and_item(text: str, shared: bool) -> tuple[str, str]:
    """Return the question above a set of items, and the item: 'How? - We ask' → ('How?', 'We ask').

    Where no set of items `shared` a question, all of the text is the item.
    """
    bare = " ".join(text.split())
    if not shared:
        return "", bare
    bracketed = BRACKETS.fullmatch(bare)
    if bracketed is not None:
        return bracketed.group(1), bracketed.group(2)
    question, sign, item = CHOICE.sub(" - ", bare, count=1).partition(" - ")
    if not sign or not item.strip(" -"):
        found = CLOSE.fullmatch(bare)
        return (found.group(1), found.group(2)) if found is not None else ("", bare)
    return question.strip(), item.strip(" -")
