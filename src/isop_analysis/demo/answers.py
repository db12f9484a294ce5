"""Open answers of the invented surveys as coders get them, each with the code that it was written for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from isop_analysis.demo.chance import generator
from isop_analysis.demo.claims import Claim
from isop_analysis.demo.interviews import Passage
from isop_analysis.demo.presets import Export, Preset
from isop_analysis.study.integration_settings import OpenAnswers

if TYPE_CHECKING:
    from isop_analysis.demo.record import Written

CODES = {
    "We luisteren naar elkaar.": "appreciation",
    "De opdrachten sluiten aan bij de praktijk.": "tries_out",
    "Iedereen komt zijn afspraken na.": "role_clarity",
    "Er is ruimte voor vragen.\nDat is fijn als je nieuw bent.": "guidance",
    "Ik leer veel van de logopedist in ons team.": "appreciation",
}
"""What the first coder gives an answer to the question of what goes well."""

CODED = 0.5
"""Share of the answers that coders coded."""


@dataclass(frozen=True)
class Answer:
    """An open answer: its name for coders, its words, and the one passage that they are."""

    name: str
    text: str
    passages: tuple[Passage, ...]

    def spans(self) -> list[tuple[int, int]]:
        """Return where the passage stands: from the first character to the end."""
        return [(0, len(self.text))]


def open_answers(preset: Preset, named: Sequence[OpenAnswers], written: "Sequence[Written]") -> list[Answer]:
    """Return half of the answers that config lets coders code, in the order of the exports; others wait."""
    random = generator(preset.seed, "open answers")
    return [
        Answer(_name(settings, item, part.export, claim), text, (Passage(CODES[text], text),))
        for settings in named
        for part in written
        if part.export.instrument == settings.instrument
        for claim in part.claims
        for item in settings.items
        if (text := claim.answered.texts.get(item)) and random.random() < CODED
    ]


def _name(settings: OpenAnswers, item: str, export: Export, claim: Claim) -> str:
    own = {"item": item, "instrument": export.instrument, "wave": claim.answered.wave}
    return settings.document.format(**own, response=claim.tool_response)
