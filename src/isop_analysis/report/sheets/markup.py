"""A sheet as typst source: two A4 sides, or one without results; every picture has its text."""

from collections.abc import Iterable

from isop_analysis.figures.style import FAINT, INK, SCORE, SOFT
from isop_analysis.language.words import Words, words_in
from isop_analysis.report.outputs import DOSSIER
from isop_analysis.report.places import trail_page
from isop_analysis.report.sheets.contents import Block, Bold, Drawn, Section, Sheet, Statement

TOO_LONG = "the sheet does not fit"
"""What the typesetter says of a sheet of more sides than it may have."""
BAND = "#dfe3e8"
ROWS = 372.0
"""Points of height that the picture's rows share on a side."""
NARROWEST, WIDEST = 20.0, 31.0
SHORT = 9.0
"""Rows, headings included, below which a side is short."""

LOOK = f"""
#let ink = rgb("{INK}")
#let soft = rgb("{SOFT}")
#let faint = rgb("{FAINT}")
#let band = rgb("{BAND}")
#let accent = rgb("{SCORE}")
#let width = 230pt
#set text(font: "Isop Sans", size: 12pt, fill: ink, hyphenate: false)
#set par(leading: 0.52em, spacing: 0.7em)
#set list(indent: 0pt, body-indent: 6pt, spacing: 0.62em, marker: text(fill: soft)[•])
#set enum(indent: 0pt, body-indent: 6pt, spacing: 0.62em)
#show heading: set text(weight: 600)
#show heading.where(level: 1): set text(size: 24pt)
#show heading.where(level: 1): set block(above: 0pt, below: 13pt)
#show heading.where(level: 2): set text(size: 14pt)
#show heading.where(level: 2): set block(above: 0pt, below: 10pt)
#show heading.where(level: 3): set text(size: 12pt)
#show heading.where(level: 3): set block(above: 0pt, below: 8pt)
#show figure: set block(spacing: 0pt, breakable: false)
#let small(body) = text(size: 10pt, fill: soft, body)
#let dot(size: 11pt) = circle(radius: size / 2, fill: accent, stroke: 1.1pt + white)
#let hollow(size: 9pt) = circle(radius: size / 2, fill: white, stroke: 1.3pt + rgb("#7db8dc"))
#let drawn(place-of-dot, line-ends, box-ends, last, ticks, alt, height) = figure(alt: alt, box(
  width: width, height: height, {{
    let at(x, body) = place(left + horizon, dx: x, body)
    if box-ends != none {{
      let wide = calc.max(3pt, (box-ends.at(1) - box-ends.at(0)) * width)
      at(box-ends.at(0) * width, rect(width: wide, height: 16pt, fill: band))
    }}
    at(0pt, line(length: width, stroke: 0.6pt + rgb("#aab1b9")))
    for tick in ticks {{ at(tick * width - 0.3pt, rect(width: 0.6pt, height: 6pt, fill: rgb("#aab1b9"))) }}
    let long = (line-ends.at(1) - line-ends.at(0)) * width
    at(line-ends.at(0) * width, line(length: long, stroke: 1.5pt + ink))
    if last != none {{ at(last * width - 4.5pt, hollow()) }}
    at(place-of-dot * width - 5.5pt, dot())
  }}))
#let asked(title, question) = block(
  width: 100%, inset: (left: 13pt, y: 3pt), stroke: (left: 3.5pt + accent), breakable: false, {{
    show heading: set text(fill: accent)
    title
    text(size: 18pt, question)
  }})
#let agreed(height, ..heads) = table(
  columns: (1.46fr, 1fr, 0.9fr), rows: (auto, height, height, height), inset: (x: 6pt, y: 6pt),
  stroke: (x, y) => (
    left: if x > 0 {{ 0.6pt + faint }},
    top: if y == 0 {{ 0.8pt + ink }} else if y > 1 {{ (thickness: 0.8pt, paint: soft, dash: "dotted") }},
    bottom: if y == 3 {{ 0.8pt + ink }}),
  table.header(..heads.pos().map(small)), ..range(9).map(_ => []))
"""


def markup(sheet: Sheet, date: str) -> str:
    """Return the typst source of a sheet; `date` (ISO 8601) is that of the data."""
    words = words_in("nl" if sheet.language == "nl" else "en")
    parts = _with_results(sheet, words) if sheet.results else _without(sheet, words)
    sides = 2 if sheet.results else 1
    year, month, day = (int(part) for part in date.split("-"))
    return "\n".join(
        [
            f"#set document(title: {quoted(f'{sheet.title} {sheet.head}')}, author: (), "
            f"keywords: ({quoted(f'{DOSSIER}/{trail_page(sheet.language)}#step-write_sheets')},), "
            f"date: datetime(year: {year}, month: {month}, day: {day}))",
            f"#set text(lang: {quoted(sheet.language)})",
            LOOK,
            _page(sheet, words, sides),
            *parts,
            f"#context assert(counter(page).final().at(0) <= {sides}, message: {quoted(TOO_LONG)})",
            "",
        ]
    )


def quoted(text: str) -> str:
    """Return a text as a string of typst, whatever is in it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


def _said(text: str) -> str:
    """Return a text in markup: what it holds is never read as markup."""
    return f"#{quoted(text)}"


def _heading(level: int, text: str) -> str:
    return f"#heading(level: {level}, {quoted(text)})"


def _bold(text: Bold) -> str:
    first, rest = text
    return " ".join(filter(None, [f"*{_said(first)}*" if first else "", _said(rest) if rest else ""]))


def _page(sheet: Sheet, words: Words, sides: int) -> str:
    side = words("sheet.side", side="#context counter(page).display()", sides=str(sides))
    mark = ""
    if sheet.mark:
        framed = (
            "box(stroke: 0.8pt + ink, radius: 2pt, inset: (x: 5pt, y: 3pt), text(size: 8.5pt, weight: 600"
        )
        mark = f"#{framed}, tracking: 0.06em, fill: ink, {quoted(sheet.mark)}))"
    return (
        '#set page(paper: "a4", margin: (x: 18mm, top: 23mm, bottom: 17mm), header-ascent: 5.5mm, '
        "footer-descent: 5mm,\n"
        f"  header: small[{_said(sheet.head)} #h(1fr) {mark}],\n"
        f"  footer: text(size: 9pt, fill: soft)[{_said(sheet.foot)} #h(1fr) {side}])"
    )


def _with_results(sheet: Sheet, words: Words) -> list[str]:
    count = sum(len(block.statements) for block in sheet.blocks) + 0.7 * len(sheet.blocks)
    height = min(WIDEST, max(NARROWEST, ROWS / max(1.0, count)))
    # A full side spreads over its height; a short one keeps together and leaves the rest free to write on.
    wide, gap = ("1.3fr", "1fr") if count > SHORT else ("26pt", "20pt")
    front = [
        _heading(1, sheet.title),
        *_paragraphs(sheet.lead),
        f"#v({gap}, weak: true)",
        _picture(sheet.blocks, words, height),
        "#v(5pt)",
        _key(sheet.blocks, words),
        f"#v({wide})",
        *(f"{_section(one)}\n#v({gap})" for one in sheet.noticed),
        _asked(sheet, words),
        "#v(1.3fr)",
        f"#align(right, small({quoted(words('sheet.turn'))}))",
        "#pagebreak()",
    ]
    return [
        *front,
        *_agreed(words, "1fr", 1),
        "#v(16pt)",
        _columns(sheet, words),
        "#v(14pt)",
        _closing(sheet),
    ]


def _without(sheet: Sheet, words: Words) -> list[str]:
    columns = ", ".join(f"[{_listed(one)}]" for one in sheet.blocks)
    return [
        _heading(1, sheet.title),
        *_paragraphs(sheet.lead),
        "#v(14pt)",
        _asked(sheet, words),
        "#v(14pt)",
        _heading(2, words("sheet.few.choose")),
        f"#grid(columns: (1fr,) * {max(1, len(sheet.blocks))}, gutter: 18pt, {columns})",
        "#v(16pt)",
        *_agreed(words, "1fr", 2),
        "#v(14pt)",
        _closing(sheet),
    ]


def _paragraphs(texts: Iterable[str]) -> list[str]:
    return [f"{_said(text)}\n" for text in texts]


def _section(section: Section) -> str:
    return "\n".join([_heading(2, section.title), *(f"{_bold(text)}\n" for text in section.texts)])


def _listed(block: Block) -> str:
    return "\n".join([_heading(3, block.title), *(f"- {_said(one.text)}" for one in block.statements)])


def _picture(blocks: Iterable[Block], words: Words, height: float) -> str:
    heads = [
        f"small({quoted(words('sheet.column.statement'))})",
        f"box(width: width, small[{_said(words('sheet.column.least'))} #h(1fr) "
        f"{_said(words('sheet.column.most'))}])",
    ]
    rows: list[str] = []
    for block in blocks:
        title = (
            f"table.cell(colspan: 2, align: left + bottom, inset: (top: 11pt), strong({quoted(block.title)}))"
        )
        rows.append(f"  {title},")
        rows += [f"  {_row(one, height)}" for one in block.statements]
    return "\n".join(
        [
            "#table(columns: (1fr, width), stroke: none, inset: 0pt, column-gutter: 11pt,",
            "  align: (left + horizon, center + horizon),",
            f"  table.header({', '.join(heads)}),",
            *rows,
            ")",
        ]
    )


def _row(statement: Statement, height: float) -> str:
    drawn = _drawn(statement.drawn, height) if statement.drawn is not None else "[]"
    return f"{quoted(statement.text)}, {drawn},"


def _drawn(drawn: Drawn, height: float) -> str:
    ticks = ", ".join(map(_number, drawn.ticks))
    parts = [
        _number(drawn.dot),
        _pair(drawn.line),
        "none" if drawn.box is None else _pair(drawn.box),
        "none" if drawn.previous is None else _number(drawn.previous),
        f"({ticks},)",
        quoted(drawn.alt),
        f"{height:.1f}pt",
    ]
    return f"drawn({', '.join(parts)})"


def _number(value: float) -> str:
    return f"{value:.4f}"


def _pair(ends: tuple[float, float]) -> str:
    return f"({_number(ends[0])}, {_number(ends[1])})"


def _key(blocks: Iterable[Block], words: Words) -> str:
    drawn = _pictures(blocks)
    entries = [
        ("dot(size: 10pt)", "dot"),
        ("line(length: 26pt, stroke: 1.5pt + ink)", "line"),
        *([("rect(width: 26pt, height: 11pt, fill: band)", "box")] if any(one.box for one in drawn) else []),
        *([("hollow()", "previous")] if any(one.previous is not None for one in drawn) else []),
    ]
    cells = [
        f"[#box(height: 0.75em, align(horizon, {mark})) {_said(words(f'sheet.key.{key}'))}]"
        for mark, key in entries
    ]
    columns = f"columns: (auto,) * {len(cells)}, column-gutter: 1fr"
    return f"#block(width: 100%, small(grid({columns}, {', '.join(cells)})))"


def _pictures(blocks: Iterable[Block]) -> list[Drawn]:
    return [one.drawn for block in blocks for one in block.statements if one.drawn is not None]


def _asked(sheet: Sheet, words: Words) -> str:
    return f"#asked({_heading(2, words('sheet.talk'))[1:]}, {quoted(sheet.question)})"


def _agreed(words: Words, height: str, level: int) -> list[str]:
    heads = ", ".join(quoted(words(f"sheet.agreed.{one}")) for one in ("what", "notice", "when"))
    return [
        _heading(level, words("sheet.agreed.title")),
        f"{_said(words('sheet.agreed.lead'))}\n",
        f"#block(height: {height}, width: 100%, layout(size => agreed((size.height - 26pt) / 3, {heads})))",
    ]


def _columns(sheet: Sheet, words: Words) -> str:
    """Return the two columns of the back: how to use the sheet, how to read it."""
    boxes = ("box",) if any(drawn.box for drawn in _pictures(sheet.blocks)) else ()
    minutes = [f"+ {_entry(words, f'sheet.minutes.{one}')}" for one in ("read", "talk", "agree")]
    manners = [f"- {_said(words(f'sheet.manners.{one}'))}" for one in ("silent", "differ", "here")]
    reading = [f"- {_entry(words, f'sheet.reading.{one}')}" for one in ("dot", "line", *boxes)]
    cannot = [f"- {_said(words(f'sheet.cannot.{one}'))}" for one in ("good", "why", "silent")]
    left = [_titled(words, "minutes"), *minutes, "#v(15pt)", _titled(words, "manners"), *manners]
    right = [_titled(words, "reading"), *reading, "#v(15pt)", _titled(words, "cannot"), *cannot]
    sides = "],\n  [".join("\n".join(side) for side in (left, right))
    return f"#grid(columns: (1fr, 1fr), gutter: 22pt,\n  [{sides}])"


def _titled(words: Words, part: str) -> str:
    return _heading(2, words(f"sheet.{part}.title"))


def _entry(words: Words, key: str) -> str:
    return _bold((words(f"{key}.bold"), words(f"{key}.rest")))


def _closing(sheet: Sheet) -> str:
    told = " ".join(map(_said, sheet.closing))
    return f"#block(stroke: (top: 0.6pt + faint), inset: (top: 7pt), width: 100%, small[{told}])"
