"""From a team's tables to its sheet: facts become words; nothing is computed but positions on a line."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from isop_analysis.contracts.cells import Count
from isop_analysis.language.numbers import is_number, rounded
from isop_analysis.language.rows import Record, records
from isop_analysis.language.words import Words, words_in
from isop_analysis.report.sheets.contents import Block, Bold, Drawn, Section, Sheet, Statement

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.language.numbers import Language
    from isop_analysis.study.instrument import Instrument, Scale
    from isop_analysis.study.sheet_settings import Clause, SheetSettings
    from isop_analysis.study.study import Study


def sheet_of(
    study: "Study", tables: "Mapping[str, pd.DataFrame]", language: "Language", sample: bool = False
) -> Sheet:
    """Return the sheet of a team's tables in one language; `sample` calls it an example of invented data."""
    assert study.config.sheet is not None
    return _Telling(study, study.config.sheet, tables, words_in(language), sample).sheet()


@dataclass(frozen=True, eq=False)
class _Telling:
    study: "Study"
    settings: "SheetSettings"
    tables: "Mapping[str, pd.DataFrame]"
    words: Words
    sample: bool

    @cached_property
    def facts(self) -> Record:
        return records(self.tables["sheets"])[0]

    @cached_property
    def rows(self) -> dict[str, Record]:
        return {str(row["scale"]): row for row in records(self.tables["sheet_scales"])}

    @property
    def results(self) -> bool:
        return str(self.facts["state"]) == "shown"

    @cached_property
    def drawn(self) -> list[Record]:
        return [row for row in self.rows.values() if row["state"] == "shown"]

    @property
    def minimum(self) -> str:
        return self._number(Count.read(str(self.facts["minimum"])).low)

    def sheet(self) -> Sheet:
        words = self.words
        lead = [words("sheet.lead")]
        if not self.results:
            lead = [words("sheet.few.why", minimum=self.minimum), words("sheet.few.nobody")]
        return Sheet(
            words.language,
            words("sheet.title" if self.results else "sheet.few.title"),
            tuple(lead),
            self._head(),
            words("sheet.invented") if self._invented else "",
            words("sheet.only_team"),
            self.results,
            tuple(block for one in self.settings.blocks if (block := self._block(one)).statements),
            tuple(self._noticed()) if self.results else (),
            self._question(),
            tuple(self._closing()),
        )

    @property
    def _invented(self) -> bool:
        return self.sample or self.study.config.invented

    def _clause(self, clause: "Clause | None", otherwise: str) -> str:
        found = clause.in_language(self.words.language) if clause is not None else None
        return found or otherwise

    def _number(self, number: int) -> str:
        return self.words.label(f"sheet.number.n{number}", str(number))

    def _wave(self, name: str) -> str:
        wave = next((one for one in self.study.config.waves if one.name == name), None)
        if wave is None:
            return ""
        return (
            wave.title.in_language(self.words.language) if wave.title else f"{wave.occasion}, {wave.cohort}"
        )

    def _head(self) -> str:
        parts = [self.words("sheet.kind")]
        teams, number = self.study.config.teams, self.facts["number"]
        if self.sample:
            parts.append(self.words("sheet.sample"))
        elif teams is not None and is_number(number):
            parts.append(teams.title.in_language(self.words.language).format(number=int(str(number))))
        return " · ".join([*parts, *filter(None, [self._wave(str(self.facts["wave"]))])])

    def _block(self, block: Any) -> Block:
        statements = []
        for instrument, scale in self.study.scales:
            row = self.rows.get(scale.name)
            if row is not None and scale.about == block.about and row["state"] in ("shown", "not_shown"):
                if self.results and row["state"] != "shown":
                    continue
                statements.append(self._statement(instrument, scale, row))
        return Block(self._clause(block.title, ""), tuple(statements))

    def _statement(self, instrument: "Instrument", scale: "Scale", row: Record) -> Statement:
        text = self._clause(scale.sheet or None, scale.title.in_language(self.words.language))
        if not self.results:
            return Statement(text)
        return Statement(text, self._drawn(instrument, scale, row))

    def _drawn(self, instrument: "Instrument", scale: "Scale", row: Record) -> Drawn:
        from isop_analysis.measurement.scores import answer_range, score_range

        low, high = score_range(instrument, scale)
        answers = answer_range(instrument, scale)
        place = {
            name: (float(str(row[name])) - low) / (high - low)
            for name in ("dot", "low", "high", "previous")
            if is_number(row[name])
        }
        half = float(str(self.facts["line"]))
        line = max(0.0, place["dot"] - half), min(1.0, place["dot"] + half)
        box = (place["low"], place["high"]) if {"low", "high"} <= place.keys() else None
        steps = round(answers[1] - answers[0])
        ticks = tuple(at / steps for at in range(steps + 1)) if 1 <= steps <= 10 else (0.0, 1.0)
        span = _Span(self.words, low, high)
        alt = span.told(place["dot"], line, box, place.get("previous"))
        return Drawn(place["dot"], line, box, place.get("previous"), ticks, alt)

    def _noticed(self) -> list[Section]:
        words = self.words
        texts: list[Bold] = []
        strong = [str(row["scale"]) for row in self.drawn if row["above"] is True]
        for name in strong:
            scale = self.study.scale(name)
            what = self._clause(scale.strength, scale.title.in_language(words.language))
            told = " ".join(words(f"sheet.noticed.{one}") for one in ("strength", "more", "than"))
            texts.append((f"{what}:", told))
        texts.append(("", self._rest(strong)))
        if any(is_number(row["previous"]) for row in self.drawn):
            texts.append(("", words("sheet.noticed.shift")))
        if self.facts["team_changed"] is True:
            texts.append(("", words("sheet.noticed.changed")))
        return [Section(words("sheet.noticed.title"), tuple(texts)), *self._own_words()]

    def _rest(self, strong: list[str]) -> str:
        words, compared = self.words, [row for row in self.drawn if isinstance(row["above"], bool)]
        if not compared:
            return words("sheet.noticed.alone")
        full = len(strong) == self.settings.strength.at_most
        key = (
            "most" if full or any(row["below"] is True for row in compared) else "rest" if strong else "none"
        )
        told = words(f"sheet.noticed.{key}")
        return told if key == "most" else f"{told} {words('sheet.noticed.usual')}"

    def _own_words(self) -> list[Section]:
        said = records(self.tables["sheet_codes"])
        if not said or self.study.integration is None:
            return []
        words, codes = self.words, {code.name: code for code in self.study.integration.codes}
        own = [codes[str(row["code"])] for row in said]
        quoted = " ".join(self._clause(one.sheet, one.title.in_language(words.language)) for one in own)
        key = "raised" if len(own) == 1 else "raised_each"
        people = self._number(self.settings.words.people)
        told = words(f"sheet.words.{key}", people=people[:1].upper() + people[1:])
        waves = {"own": self._wave(str(self.facts["wave"])), "wave": self._wave(str(said[0]["wave"]))}
        apart = all(waves.values()) and waves["own"] != waves["wave"]
        when = [("", words("sheet.words.when", **waves))] if apart else []
        return [Section(words("sheet.words.title"), ((told, quoted), *when))]

    def _question(self) -> str:
        name = self.facts["question"]
        ask = self._clause(self.settings.ask, self.settings.ask.nl or self.settings.ask.en or "")
        return self._clause(self.study.scale(str(name)).talk, ask) if isinstance(name, str) else ask

    def _closing(self) -> list[str]:
        words, contact = self.words, self.settings.contact
        about = [words("sheet.few.next", minimum=self.minimum)]
        if self.results:
            about = [
                self._behind(),
                words("sheet.foot.hidden", minimum=self.minimum),
                words("sheet.foot.alike"),
            ]
            about += [words("sheet.foot.consent")] if self.study.config.consent is not None else []
            about += [*self._left_out("weak"), *self._left_out("single_item"), words("sheet.foot.judge")]
        asked = self._clause(contact, contact.nl or contact.en or "")
        about.append(words("sheet.foot.contact", contact=asked))
        return [words("sheet.invented_sentence"), *about] if self._invented else about

    def _behind(self) -> str:
        cell = self.facts["members"]
        if not isinstance(cell, str):
            return self.words("sheet.foot.minimum", minimum=self.minimum)
        members = self._number(Count.read(cell).low)
        return self.words("sheet.foot.members", members=members, minimum=self.minimum)

    def _left_out(self, state: str) -> list[str]:
        names = [name for name, row in self.rows.items() if row["state"] == state]
        if not names:
            return []
        titles = [self.study.scale(name).title.in_language(self.words.language) for name in names]
        quoted = [f"‘{title.partition(' (')[0]}’" for title in titles]
        number = "one" if len(names) == 1 else "other"
        kind = "single" if state == "single_item" else state
        return [self.words(f"sheet.foot.{kind}.{number}", scales=self.words.listed(quoted))]


@dataclass(frozen=True)
class _Span:
    """Writes positions as points of a scale."""

    words: Words
    low: float
    high: float

    def point(self, place: float) -> str:
        """Return a position as a point, without decimals that say nothing."""
        value = self.low + place * (self.high - self.low)
        digits = next(
            digits for digits in (0, 1, 2) if digits == 2 or rounded(value, digits) == rounded(value, 4)
        )
        return self.words.numbers.decimal(value, digits)

    def told(
        self, dot: float, line: tuple[float, float], box: tuple[float, float] | None, previous: float | None
    ) -> str:
        """Return what a picture shows, in sentences."""
        words, ends = self.words, (self.point(0), self.point(1))
        found = [words("sheet.alt.dot", dot=self.point(dot), low=ends[0], high=ends[1])]
        found.append(words("sheet.alt.line", **{"from": self.point(line[0]), "to": self.point(line[1])}))
        if box is not None:
            key = "box" if box[0] < box[1] else "box_at"
            found.append(words(f"sheet.alt.{key}", **{"from": self.point(box[0]), "to": self.point(box[1])}))
        if previous is not None:
            found.append(words("sheet.alt.previous", previous=self.point(previous)))
        return " ".join(found)
