"""Numbers and words: what teams with low and with high scores brought up, and whether coders agree."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isop_analysis.language.codes import threshold_of
from isop_analysis.language.numbers import ABSENT, is_number
from isop_analysis.report.blocks import Block, Paragraph, Part, Table
from isop_analysis.report.document.cells import Record, cell, heads, in_annex, nothing
from isop_analysis.report.document.joint_tables import joint_tables
from isop_analysis.report.document.theme_answers import answer_of, theme_answer
from isop_analysis.report.document.words_told import people_of
from isop_analysis.report.document.writing import Writing

if TYPE_CHECKING:
    from isop_analysis.study.integration_settings import Coded, JointDisplay
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
    return Part("integration", words("report.joint.title"), (lead, *blocks))


def _compared(writing: Writing) -> list[Record]:
    """Return what is said of scores against themes, over all displays of that kind."""
    own = {one.name for one in writing.study.displays if one.kind == KIND}
    return [row for row in writing.rows("theme_scores") if row["display"] in own]


def _displays(writing: Writing) -> Iterator[Paragraph]:
    """Write out each display; of those that can tell nothing the first, for the annex has the others."""
    unknown: list[str] = []
    for display in (one for one in writing.study.displays if one.kind == KIND):
        rows, told = writing.rows("joint_display", display=display.name), _told(writing, display.name)
        if len({row["band"] for row in rows}) < 2:
            continue
        if told and answer_of(told) == "unknown":
            unknown.append(f"‘{display.title.in_language(writing.language)}’")
            if len(unknown) > 1:
                continue
        yield _display(writing, display, rows, told)
    if others := unknown[1:]:
        more = in_annex(writing, writing.words("report.annex"), "integration")
        listed = writing.words.listed(others)
        yield writing.paragraph("report.joint.answer.elsewhere", displays=listed, more=more)


def _display(writing: Writing, display: "JointDisplay", rows: list[Record], told: list[Record]) -> Paragraph:
    """Say what teams with the lowest and with the highest scores spoke of, and whether that differs."""
    bands = sorted({row["band"] for row in rows})
    ends = [
        _band(writing, [row for row in rows if row["band"] == band], which)
        for band, which in ((bands[0], "low"), (bands[-1], "high"))
    ]
    left_out = rows[0]["teams_left_out"]
    text = writing.say(
        "report.joint.display",
        scale=writing.names.scale(str(display.scale)),
        occasion=display.occasion,
        low=ends[0],
        high=ends[1],
        answer=theme_answer(writing, told) if told else "",
        left_out=writing.words.counted("units.team", left_out) if left_out else writing.words("number.n0"),
    )
    return writing.led(f"{display.title.in_language(writing.language)}.", text)


def _told(writing: Writing, display: str) -> list[Record]:
    return writing.rows("theme_scores", display=display)


def _band(writing: Writing, rows: list[Record], which: str) -> str:
    words, first = writing.words, rows[0]
    key = ("joint_display", first["display"], first["band"])
    themes = [
        words(
            "report.joint.theme",
            teams=writing.link(
                writing.numbers.count(row["teams_with_theme"]), *key, row["theme"], row["code"]
            ),
            theme=writing.names.theme(row["theme"]),
        )
        for row in rows
        if row["teams_with_theme"] is not None
    ]
    return words(
        f"report.joint.{which}",
        teams=words.counted("units.team", first["teams"]),
        mean=writing.link(
            writing.numbers.decimal(first["score_mean"], 1), *key, first["theme"], first["code"]
        ),
        themes=words.listed(themes),
    )


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
    others = [one for one in codes if one["code"] not in writing.disputed and is_number(one[end])]
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
    raised = [
        row for row in writing.rows("theme_counts") if row["code"] != ALL and not nothing(row["people"])
    ]
    raised.sort(key=lambda row: -row["people"].low)
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
    note = words("report.joint.note")
    return Table(words("report.joint.table"), columns, rows, note, "codes", (28, 14, 15))


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
