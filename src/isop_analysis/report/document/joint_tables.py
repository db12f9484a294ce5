"""Results beside words, and how pairs of both fit: tables of the chapter on numbers and words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from isop_analysis.language.dates import written_date
from isop_analysis.language.effects import Contrast
from isop_analysis.language.numbers import is_number
from isop_analysis.language.rows import row_id
from isop_analysis.report.answers.spans import spans_of
from isop_analysis.report.blocks import Cell, Paragraph, Span, Table
from isop_analysis.report.document.cells import Record, cell, heads, interval, linked, nothing
from isop_analysis.report.document.effects_table import upper
from isop_analysis.report.document.words_told import people_of
from isop_analysis.report.document.writing import Writing
from isop_analysis.stats.answer_rule import Answer
from isop_analysis.stats.verdicts import SILENT, Verdict

if TYPE_CHECKING:
    from isop_analysis.study.display_settings import EffectOf, JointDisplay, Pair, SideRow

OPEN = (*SILENT, Verdict.OPEN)
UNANSWERED = (Answer.UNKNOWN, Answer.REFUSED)


def joint_tables(writing: Writing) -> Iterator[Table]:
    """Return the displays side by side, then how pairs fit, in the config's order."""
    for display in writing.study.displays:
        if display.kind == "side_by_side":
            yield _side_by_side(writing, display)
    for display in writing.study.displays:
        rows = writing.rows("fit_of_integration", display=display.name)
        if rows:
            yield _fit(writing, display, rows)


def fits_told(writing: Writing, themes: Sequence[str]) -> Iterator[Paragraph]:
    """Say of pairs whose codes are of these themes how numbers and words fit; the table holds the rest."""
    rows = {row["pair"]: row for row in writing.rows("fit_of_integration")}
    integration, words = writing.study.integration, writing.words
    codes = (
        {one.name for one in integration.codes if one.theme in themes} if integration is not None else set()
    )
    own = [pair for pair in writing.study.pairs if pair.name in rows and pair.codes[0] in codes]
    if own:
        parts = [
            words(
                "report.fit.told",
                pair=pair.title.in_language(writing.language),
                fit=_fit_of(writing, rows[pair.name]),
            )
            for pair in own
        ]
        more = linked(writing, words("report.joint.title"), "#integration")
        text = writing.say("report.fit.beside", pairs=". ".join(parts), more=more)
        yield writing.led(words("report.fit.head"), text)


def _fit_of(writing: Writing, row: Record) -> str:
    """Return what the researchers make of a pair, or the rule while they have not judged these facts."""
    judged = row["current"] is True
    key = f"judgement.{row['judgement']}" if judged else f"proposal.{row['proposal']}"
    text = writing.words(f"report.fit.{key}")
    return text[:1].lower() + text[1:]


def _side_by_side(writing: Writing, display: "JointDisplay") -> Table:
    return Table(
        display.title.in_language(writing.language),
        heads(writing, "result", "words", "together"),
        tuple(_side_row(writing, row) for row in display.rows),
        writing.words("report.side.note"),
        f"side-{display.name}",
        (26, 29, 27),
    )


def _side_row(writing: Writing, row: "SideRow") -> tuple[Cell, ...]:
    words, result = writing.words, _result(writing, row)
    meta = row.meta.in_language(writing.language) if row.meta else words("report.side.open")
    if result.unknown:
        meta = f"{words('report.side.unknown')} {meta}"
    return result.cell, _voices(writing, row.codes, result.pairs), cell(meta)


@dataclass(frozen=True)
class _Result:
    """What the numbers of a row say, whether that is open, and the pairs that are declared of them."""

    cell: Cell
    unknown: bool
    pairs: tuple["Pair", ...]


def _result(writing: Writing, row: "SideRow") -> _Result:
    """Return a declared effect, or a question with what its answer means; the whole answer stands at home."""
    if row.effect is not None:
        pairs = tuple(one for one in writing.study.pairs if _effect_of(one) == _effect_of(row.effect))
        told = cell(upper(effect_told(writing, row.effect)))
        return _Result(told, _declared(writing, row.effect).verdict in OPEN, pairs)
    one = next(own for own in writing.facts.conclusions if own.question.name == row.question)
    answered = {(own.model, own.scale, own.term) for own in one.estimates}
    plain = one.question.plain.in_language(writing.language)
    told = Cell((Span(f"{plain} "), Span(f"{upper(writing.answer(one).label)}.", "strong")))
    pairs = tuple(own for own in writing.study.pairs if _effect_of(own) in answered)
    return _Result(told, one.answer in UNANSWERED, pairs)


def _effect_of(named: "EffectOf") -> tuple[str, str, str]:
    return named.model, named.scale, named.term


def _voices(writing: Writing, codes: Sequence[str], pairs: Sequence["Pair"]) -> Cell:
    """Return how many raised each code, with a quote; what a pair declares to say the contrary stands too."""
    contrary = list(dict.fromkeys(code for pair in pairs for code in pair.against))
    own = dict.fromkeys([*codes, *(code for pair in pairs for code in pair.codes)])
    found = _side(writing, [code for code in own if code not in contrary])
    other = _side(writing, contrary)
    if other:
        found += _contrary(writing, other, first=not found)
    return Cell(tuple(found)) if found else cell(writing.words("report.side.unsaid"))


def _contrary(writing: Writing, spoken: Sequence[Span], first: bool) -> list[Span]:
    """Return what says the contrary below a line that says so; not `first`, on a line of its own."""
    head = writing.words("report.side.against")
    return [*([] if first else [Span("\n")]), Span(head, "strong"), Span("\n"), *spoken]


def _side(writing: Writing, codes: Sequence[str]) -> list[Span]:
    """Return a line a code, and one for a quote."""
    told = _spoken(writing, codes)
    return [*spans_of("\n".join(told)), *_quoted(writing, codes)] if told else []


def effect_told(writing: Writing, named: "EffectOf") -> str:
    """Return a declared effect: its name, the scale, its verdict and, where told, its size and interval."""
    words = writing.words
    one = _declared(writing, named)
    head = words("report.side.effect", title=one.title, unit=one.unit, scale=one.scale)
    verdict = words(f"verdict.short.{one.verdict}")
    size = _size(writing, named, one)
    told = f"{head}: {size}; {verdict}." if size else f"{head}: {verdict}."
    return (
        told
        if one.verdict in OPEN or _confirmed(writing, named)
        else f"{told} {words('report.side.explored')}"
    )


def _declared(writing: Writing, named: "EffectOf") -> Contrast:
    return next(
        own for own in writing.contrasts if (own.model, own.scale_name, own.term) == _effect_of(named)
    )


def _confirmed(writing: Writing, named: "EffectOf") -> bool:
    """Tell whether a hypothesis to be confirmed names the effect."""
    key = {"model": named.model, "scale": named.scale, "term": named.term}
    return bool(writing.rows("hypotheses", kind="confirmatory", **key))


def _size(writing: Writing, named: "EffectOf", one: Contrast) -> str:
    """Return an effect in points as its question tells it, else in SDs; "" where no number is told."""
    if one.points is None or one.sds is None or one.sds_interval is None:
        return ""
    key = {"model": named.model, "scale": named.scale, "term": named.term}
    for row in writing.rows("conclusion_effects", **key):
        if is_number(row["points"]) and is_number(row["low"]):
            place = row_id("conclusion_effects", row["question"], row["place"])
            return _told(writing, "points", place, row["points"], row["low"], row["high"])
    place = row_id("model_effects", *key.values())
    return _told(writing, "sds", place, one.sds, one.sds_interval.low, one.sds_interval.high)


def _told(writing: Writing, unit: str, place: str, value: float, low: float, high: float) -> str:
    size = linked(writing, writing.numbers.decimal(value), place)
    return writing.words(f"report.side.{unit}", points=size, interval=interval(writing, low, high))


def _spoken(writing: Writing, codes: Sequence[str]) -> list[str]:
    """Return how many people raised each of the codes that enough raised."""
    rows = {row["code"]: row for row in writing.rows("theme_counts")}
    return [
        writing.words("report.side.code", code=writing.code(code), people=people_of(writing, rows[code]))
        for code in codes
        if code in rows and not nothing(rows[code]["people"])
    ]


def _quoted(writing: Writing, codes: Sequence[str]) -> Iterator[Span]:
    """Return one quote of the codes in its language, and by whom, where one was approved."""
    attribute = writing.study.integration.coded.attribute if writing.study.integration else None
    row = next((one for one in writing.rows("quotes") if one["code"] in codes), None)
    if row is None:
        return
    yield Span("\n")
    said = row["language"] if isinstance(row["language"], str) else ""
    quote = writing.words("report.quote.text", text=row["text"])
    yield Span(quote, "italic", language="" if said == writing.language else said)
    if isinstance(row["role"], str):
        yield Span(f" ({writing.names.value(str(attribute), row['role'])})", "quiet")


def _fit(writing: Writing, display: "JointDisplay", rows: Sequence[Record]) -> Table:
    by_name = {row["pair"]: row for row in rows}
    told = tuple(
        _fit_row(writing, pair, by_name[pair.name]) for pair in display.pairs if pair.name in by_name
    )
    return Table(
        display.title.in_language(writing.language),
        heads(writing, "pair", "numbers", "words", "rule", "judged"),
        told,
        f"{writing.words('report.fit.note')} {_when_declared(writing, rows)}",
        f"fit-{display.name}",
        (15, 24, 20, 17, 26),
    )


def _when_declared(writing: Writing, rows: Sequence[Record]) -> str:
    """Say when these pairs were frozen, before the data or after them, and which never were as they stand."""
    words, titles = writing.words, {one.name: one.title for one in writing.study.pairs}
    frozen = [row for row in rows if isinstance(row["frozen_on"], str)]
    told = []
    if frozen:
        key = "report.fit.after_data" if frozen[0]["frozen_after_data"] is True else "report.fit.before_data"
        day = written_date(words, frozen[0]["frozen_on"])
        told.append(words(key, day=day, date=written_date(words, writing.study.config.data_date)))
    others = [f"‘{titles[row['pair']].in_language(writing.language)}’" for row in rows if row not in frozen]
    if others:
        told.append(words("report.fit.not_frozen", pairs=words.listed(others)))
    return " ".join(told)


def _fit_row(writing: Writing, pair: "Pair", row: Record) -> tuple[Cell, ...]:
    words = writing.words
    spoken = spans_of("\n".join(_spoken(writing, pair.codes)))
    against = _spoken(writing, pair.against)
    if against:
        spoken += _contrary(writing, spans_of("\n".join(against)), first=not spoken)
    proposal = words(f"report.fit.proposal.{row['proposal']}")
    if row["why"] != "directions":
        proposal = words("report.fit.because", proposal=proposal, why=words(f"report.fit.why.{row['why']}"))
    return (
        cell(pair.title.in_language(writing.language)),
        cell(upper(effect_told(writing, pair))),
        Cell(tuple(spoken)) if spoken else cell(words("report.side.unsaid")),
        cell(proposal),
        cell(_judged(writing, pair, row)),
    )


def _judged(writing: Writing, pair: "Pair", row: Record) -> str:
    """Return the researcher's judgement, marked where the facts under it have changed."""
    words = writing.words
    one = next((own for own in writing.study.judgements if own.pair == pair.name), None)
    if one is None or not isinstance(row["judgement"], str):
        return words("report.fit.not_judged")
    told = words(
        "report.fit.judged",
        judgement=words(f"report.fit.judgement.{row['judgement']}"),
        note=one.note.in_language(writing.language),
        by=one.by,
        date=written_date(words, one.date),
    )
    if row["current"] is not True:
        return words("report.fit.renew", judged=told)
    return words("report.fit.early", judged=told) if row["judged_before_data"] is True else told
