"""Two coders' projects of invented talks and open answers, and what they agreed on, with known agreement.

The first coder gives each passage the code that it was written for; so does the consensus. The second coded
half of the texts, in another program: other GUIDs, Dutch names of codes, CR LF. They give the same code,
another one, or both, each with a chance that is known, so that the agreement to be found again is known too.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from isop_analysis.demo.answers import Answer
from isop_analysis.demo.chance import generator
from isop_analysis.demo.files import store_plainly
from isop_analysis.demo.interviews import Talk
from isop_analysis.demo.presets import Preset
from isop_analysis.demo.sentences import SEGMENTS
from isop_analysis.qualitative.project import Project
from isop_analysis.qualitative.records import Code, Document, Records, User, guid_from
from isop_analysis.qualitative.writing import write
from isop_analysis.study import Study

if TYPE_CHECKING:
    import numpy as np

CODERS = ("codeur_a", "codeur_b")
SAME, OFTEN_ANOTHER = 0.88, 0.65
"""How often the second coder gives the same code; of the rest, how often another instead (else both)."""
SAME_IN_ANSWERS = 0.97
"""How often they give the same code to an open answer, which says one thing."""
SELDOM_SAME = {"role_overlap": 0.2}
"""Codes that the second coder takes for others."""
DOUBLE_CODED = 0.5

Given = Mapping[str, Sequence[Sequence[str]]]
"""Codes of each passage, by the document's name."""


Text = Talk | Answer
"""What coders code."""


@dataclass(frozen=True)
class Coding:
    """What both coders gave, and the texts."""

    talks: Sequence[Text]
    first: Given
    second: Given

    @property
    def both(self) -> list[Text]:
        """The texts that both coded."""
        return [talk for talk in self.talks if talk.name in self.second]

    def with_others(self, other: "Coding") -> "Coding":
        """Return these texts and others together."""
        return Coding(
            [*self.talks, *other.talks], {**self.first, **other.first}, {**self.second, **other.second}
        )


def code_talks(preset: Preset, talks: Sequence[Text], part: str = "coders") -> Coding:
    """Let both coders code: the first all texts, the second half of them; `part` names their chances."""
    random = generator(preset.seed, part)
    double = set(random.permutation(len(talks))[: round(DOUBLE_CODED * len(talks))].tolist())
    first = {talk.name: [(one.code,) for one in talk.passages] for talk in talks}
    second = {
        talk.name: [_second(one.code, _same(talk, one.code), random) for one in talk.passages]
        for place, talk in enumerate(talks)
        if place in double
    }
    return Coding(talks, first, second)


def _same(text: Text, code: str) -> float:
    return SELDOM_SAME.get(code, SAME_IN_ANSWERS if isinstance(text, Answer) else SAME)


def _second(code: str, same: float, random: "np.random.Generator") -> tuple[str, ...]:
    other = str(random.choice([one for one in SEGMENTS if one != code]))
    draw = random.random()
    if draw < same:
        return (code,)
    return (other,) if draw < same + (1 - same) * OFTEN_ANOTHER else (code, other)


def true_agreement(coding: Coding) -> dict[str, float]:
    """Return Krippendorff's alpha of each code that the coders' chances lead to, over the characters of the
    texts that both coded: 1 − D_o / D_e, with D_o = Σ P(one of them alone) and D_e = 2 p (1 − p).
    """
    found = {}
    total = sum(len(talk.text) for talk in coding.both)
    for code in SEGMENTS:
        first = second = apart = 0.0
        for talk in coding.both:
            for one in talk.passages:
                chance = _chance(code, one.code, _same(talk, one.code))
                own = len(one.words)
                first += own * (one.code == code)
                second += own * chance
                apart += own * (1 - chance if one.code == code else chance)
        p = (first + second) / (2 * total)
        found[code] = 1 - apart / total / (2 * p * (1 - p))
    return found


def _chance(code: str, written_for: str, same: float) -> float:
    """Return the chance that the second coder gives the code to a passage written for one, by how often they
    give the same.
    """
    if code == written_for:
        return same + (1 - same) * (1 - OFTEN_ANOTHER)
    return (1 - same) / (len(SEGMENTS) - 1)


def write_projects(folder: Path, study: Study, coding: Coding) -> None:
    """Write the coders' files and the consensus under the names that config gives them."""
    if study.integration is None:
        return
    coded = study.integration.coded
    names = {code: code for code in SEGMENTS}
    dutch = {code.name: code.accept[0] for code in study.integration.codes}
    for file, coder, given, called, line in (
        (coded.files[0], CODERS[0], coding.first, names, "\n"),
        (coded.files[1], CODERS[1], coding.second, dutch, "\r\n"),
        (coded.consensus, "overleg", coding.first, names, "\n"),
    ):
        talks = [talk for talk in coding.talks if talk.name in given]
        records = Records(
            users=(User(guid_from(coder), coder),),
            codes=tuple(Code(_of_code(code, line), called[code]) for code in SEGMENTS),
            documents=tuple(_document(talk, given[talk.name], coder, line) for talk in talks),
            name=coder,
        )
        path = folder / str(file)
        write(Project(records), path)
        store_plainly(path)


def _of_code(code: str, line: str) -> str:
    return guid_from("code", code, line)


def _document(talk: Text, given: Sequence[Sequence[str]], coder: str, line: str) -> Document:
    guid = guid_from("talk", talk.name, line)
    text = talk.text.replace("\n", line)
    element = ET.Element("TextSource", {"guid": guid, "name": talk.name})
    element.extend(_selections(talk, given, coder, line, guid))
    return Document(guid, talk.name, "text", element, text)


def _selections(
    talk: Text, given: Sequence[Sequence[str]], coder: str, line: str, guid: str
) -> Iterator[ET.Element]:
    for span, codes in zip(talk.spans(), given, strict=True):
        start, end = (len(talk.text[:place].replace("\n", line)) for place in span)
        own = guid_from(guid, start, end, coder)
        marked = {"guid": own, "startPosition": str(start), "endPosition": str(end)}
        selection = ET.Element("PlainTextSelection", marked)
        for code in codes:
            attributes = {"guid": guid_from(own, code), "creatingUser": guid_from(coder)}
            made = ET.SubElement(selection, "Coding", attributes)
            ET.SubElement(made, "CodeRef", {"targetGUID": _of_code(code, line)})
        yield selection
