"""Numbers and words: what teams with low and with high scores brought up, and whether coders agree."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from isop_analysis.contracts.cells import Count
from isop_analysis.language.codes import threshold_of
from isop_analysis.language.numbers import ABSENT, is_number
from isop_analysis.report.blocks import Block, Cell, Paragraph, Part, Table
from isop_analysis.report.document.cells import Record, cell, heads, in_annex
from isop_analysis.report.document.joint_tables import joint_tables
from isop_analysis.report.document.theme_answers import answer_of, difference, is_wide
from isop_analysis.report.document.words_told import codes_untold, people_of, raised_codes
from isop_analysis.report.document.writing import Writing

if TYPE_CHECKING:
    from isop_analysis.study.display_settings import JointDisplay
    from isop_analysis.study.integration_settings import Coded
    from isop_analysis.study.study import Study

ALL = "all"
KIND = "statistics_by_themes"


def numbers_and_words(writing: Writing) -> Part | None:
    """Write the chapter; None where no joint display was made and no coders are compared."""
    blocks: list[Block] = [*_displays(writing), *joint_tables(writing), *_coders(writing)]
    if not blocks:
        return None
    words = writing.words
    more = in_annex(writing, words("report.annex"), "integration")
    compared = _compared(writing)
    answer = f"report.joint.lead.{answer_of(compared)}" if compared else "report.joint.lead.without"
    lead = writing.paragraph(answer, more=more)
    return Part("integration", words("report.joint.title"), (lead, *blocks), tells=tuple(_tells(blocks)))


def _tells(blocks: list[Block]) -> Iterator[str]:
    """Yield what checklists ask for: numbers and words taken together, and how far coders agree."""
    tables = [one.id for one in blocks if isinstance(one, Table)]
    if any(id.startswith(("side-", "fit-")) for id in tables):
        yield "together"
    if "codes" in tables:
        yield "agreement"


def _compared(writing: Writing) -> list[Record]:
    """Return what is said of scores against themes, over all displays of that kind."""
    own = {one.name for one in writing.study.displays if one.kind == KIND}
    return [row for row in writing.rows("theme_scores") if row["display"] in own]


def _displays(writing: Writing) -> Iterator[Block]:
    """Return every display of themes by scores as rows of one table, and say what they have alike."""
    shown = [_Ends.of(writing, one) for one in writing.study.displays if one.kind == KIND]
    told = [ends for ends in shown if ends is not None]
    if not told:
        return
    alike, words = all(ends.in_every_team for ends in told), writing.words
    if alike:
        yield writing.paragraph("report.joint.every_team")
    rows = tuple(row for ends in told for row in _compared_rows(writing, ends, alike))
    left_out = sorted({ends.left_out for ends in told})
    teams = words.counted("units.team", left_out[-1])
    if len(left_out) > 1:
        teams = words("report.between", low=words.numbers.integer(left_out[0]), high=teams)
    note = [
        words("report.joint.compared_note"),
        *([words("report.joint.wide")] if any(map(is_wide, _compared(writing))) else []),
        *([words("report.joint.left_out", teams=teams)] if left_out[-1] else []),
    ]
    heading = heads(writing, "score", "theme", *(() if alike else ("lowest", "highest")), "difference")
    caption, widths = words("report.joint.compared"), (30, 24, 27) if alike else (30, 24, 15, 16, 27)
    yield Table(caption, heading, rows, " ".join(note), "themes-by-scores", widths)


@dataclass(frozen=True)
class _Ends:
    """The rows of a display's lowest and of its highest band, by theme, as they are published."""

    display: "JointDisplay"
    low: list[Record]
    high: list[Record]

    @classmethod
    def of(cls, writing: Writing, display: "JointDisplay") -> "_Ends | None":
        """Return a display's ends; None where it has no two bands to show."""
        rows = writing.rows("joint_display", display=display.name)
        bands = sorted({row["band"] for row in rows})
        if len(bands) < 2:
            return None
        low, high = ([row for row in rows if row["band"] == band] for band in (bands[0], bands[-1]))
        return cls(display, low, high)

    @property
    def left_out(self) -> int:
        """Teams that are in no band."""
        return int(self.low[0]["teams_left_out"].low)

    @property
    def in_every_team(self) -> bool:
        """Whether all teams or all but one raised each theme, at both ends."""
        rows = [*self.low, *self.high]
        told = [row["teams_with_theme"] for row in rows]
        return all(
            isinstance(count, Count) and count.low >= row["teams"].low - 1
            for count, row in zip(told, rows, strict=True)
        )


def _compared_rows(writing: Writing, ends: _Ends, alike: bool) -> Iterator[tuple[Cell, ...]]:
    """Yield a row a theme, the first with the score of all; with how many teams, unless all are `alike`."""
    slopes = {row["theme"]: row for row in writing.rows("theme_scores", display=ends.display.name)}
    high = {row["theme"]: row for row in ends.high}
    means = [
        _linked(writing, own[0], writing.numbers.decimal(own[0]["score_mean"], 1))
        for own in (ends.low, ends.high)
    ]
    scored = writing.words(
        "report.joint.scored",
        scale=writing.names.scale(str(ends.display.scale)),
        occasion=ends.display.occasion,
        low=means[0],
        high=means[1],
    )
    for place, row in enumerate(one for one in ends.low if one["theme"] in high):
        slope = slopes.get(row["theme"])
        yield (
            cell("" if place else scored),
            cell(writing.names.theme(row["theme"])),
            *(() if alike else (cell(_of_teams(writing, own)) for own in (row, high[row["theme"]]))),
            cell(difference(writing, slope) if slope else ABSENT),
        )


def _of_teams(writing: Writing, row: Record) -> str:
    if not isinstance(row["teams_with_theme"], Count):
        return ABSENT
    part = _linked(writing, row, writing.numbers.count(row["teams_with_theme"]))
    return writing.words("report.joint.of_teams", part=part, teams=writing.numbers.count(row["teams"]))


def _linked(writing: Writing, row: Record, text: str) -> str:
    return writing.link(text, "joint_display", row["display"], row["band"], row["theme"], row["code"])


def _coders(writing: Writing) -> Iterator[Block]:
    rows = [row for row in writing.rows("coder_agreement") if is_number(row["alpha"])]
    whole = next((row for row in rows if row["code"] == ALL), None)
    if whole is None:
        return
    codes = sorted((row for row in rows if row["code"] != ALL), key=lambda row: row["alpha"])
    documents = writing.words.counted("units.document", whole["documents"])
    alpha = _alpha(writing, whole)
    if len(codes) < 2:
        yield writing.paragraph("report.joint.coders_alone", documents=documents, alpha=alpha)
    else:
        yield writing.paragraph(
            "report.joint.coders",
            documents=documents,
            alpha=alpha,
            low=_alpha(writing, codes[0]),
            high=_alpha(writing, codes[-1]),
            least=writing.code(str(codes[0]["code"])),
        )
    if codes:
        yield _below(writing, codes)
        yield _table(writing)


def _below(writing: Writing, codes: list[Record]) -> Paragraph:
    """Say which codes are marked, or that none is, and how many others may lie below as well."""
    words, coded = writing.words, coded_of(writing.study)
    disputed = sorted(writing.names.code(one) for one in writing.disputed)
    end = f"{coded.coefficient}_ci_low"
    told = {row["code"] for row in raised_codes(writing)}
    others = [one for one in codes if one["code"] in told - writing.disputed and is_number(one[end])]
    unsure = sum(one[end] < coded.threshold for one in others)
    may = f"report.joint.may_be_below.{'one' if unsure == 1 else 'other'}"
    return writing.paragraph(
        "report.joint.below" if disputed else "report.joint.none_below",
        codes=words.listed([f"‘{one}’" for one in disputed]),
        coefficient=words(f"report.joint.coefficient.{coded.coefficient}"),
        threshold=threshold_of(writing.numbers, coded),
        mark=words("report.joint.mark"),
        unsure=f" {words(may, count=words.number_word(unsure))}" if unsure else "",
        themes=f" {words('report.joint.themes_too', themes=words.listed(_themes(writing)))}"
        if disputed
        else "",
    )


def _themes(writing: Writing) -> list[str]:
    """Return the themes that count a code on which coders differ too much, each once."""
    integration = writing.study.integration
    codes = integration.codes if integration is not None else []
    themes = dict.fromkeys(one.theme for one in codes if one.name in writing.disputed)
    return [f"‘{writing.names.theme(one)}’" for one in themes]


def _table(writing: Writing) -> Table:
    """Return each code that enough raised, most first: by how many, and how far coders agreed on it."""
    agreed = {row["code"]: row for row in writing.rows("coder_agreement")}
    raised = sorted(raised_codes(writing), key=lambda row: -row["people"].low)
    rows = tuple(
        (
            cell(writing.code(row["code"])),
            cell(people_of(writing, row), numeric=True),
            cell(_agreed(writing, agreed.get(row["code"])), numeric=True),
        )
        for row in raised
    )
    words = writing.words
    columns = heads(writing, "code", "raised", "coders", numeric=("raised", "coders"))
    hidden = sorted(f"‘{writing.names.code(one)}’" for one in codes_untold(writing))
    note = [words("report.joint.note")]
    note += [words("report.joint.untold", codes=words.listed(hidden))] if hidden else []
    return Table(words("report.joint.table"), columns, rows, " ".join(note), "codes", (28, 14, 15))


def _agreed(writing: Writing, row: Record | None) -> str:
    if row is None or not is_number(row["alpha"]):
        return ABSENT
    if not is_number(row["alpha_ci_low"]):
        return _alpha(writing, row)
    low, high = row["alpha_ci_low"], row["alpha_ci_high"]
    return f"{_alpha(writing, row)} {writing.numbers.interval(low, high, bounded=True)}"


def _alpha(writing: Writing, row: Record) -> str:
    text = writing.numbers.decimal(row["alpha"], bounded=True)
    return writing.link(text, "coder_agreement", row["code"])


def coded_of(study: "Study") -> "Coded":
    """Return a study's settings of coded texts, which one with agreement has."""
    assert study.integration is not None
    return study.integration.coded
