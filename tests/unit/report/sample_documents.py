"""A small document with a block of every kind, in both languages; no two of its texts are the same."""

from dataclasses import replace
from typing import Literal

from isop_analysis.figures.drawn import Drawn, FigureTable
from isop_analysis.report.blocks import (
    Answered,
    Block,
    Bullets,
    Cell,
    Columns,
    Document,
    Heading,
    Key,
    Paragraph,
    Part,
    Picture,
    Quote,
    Sign,
    Span,
    Table,
    plain,
)

Language = Literal["nl", "en"]
SIGNS: tuple[Sign, ...] = ("yes", "in_part", "explored", "no", "against", "unknown", "refused")
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="420pt" height="90pt" viewBox="0 0 420 90">'
    '<g id="axes"><path d="M 20 70 L 400 70" style="stroke: #1c1f23"/><defs>'
    '<path id="dot" d="M -3 0 L 3 0 L 0 3 z"/></defs>'
    '<use href="#dot" x="200" y="40" style="fill: #0a6aa6"/></g>'
    '<text x="20" y="30" style="font: 10px \'Isop Sans\'; fill: #1c1f23">Rij</text></svg>'
)


def drawn(name: str, language: Language) -> Drawn:
    question = f"Hoe ver ligt {name}?" if language == "nl" else f"How far is {name}?"
    caption = f"Stip: beste getal van {name}." if language == "nl" else f"Dot: best number of {name}."
    alt = f"Een stip op 0,41 voor {name}." if language == "nl" else f"A dot at 0.41 for {name}."
    return Drawn(name, question, caption, alt, SVG, FigureTable(("a",), (("b",),)))


def everything(language: Language) -> tuple[Block, ...]:
    """A block of every kind; words differ by language only where the writers' own do."""
    d, n = ("Deel", "Tabel van") if language == "nl" else ("Section", "Table of")
    cell = Cell(plain("Omega"), numeric=True)
    row = (Cell((Span(f"{n} rij een"),)), Cell((Span("0,84", link=f"annex.{language}.html#row-1"),), True))
    return (
        Paragraph((Span("Eerst het antwoord. ", "strong"), Span("Dan de rest.")), "lead"),
        Heading(f"{d} met alles", 2, "with-all"),
        Paragraph(
            (
                Span("Een getal is "),
                Span("0,31 punt", link=f"annex.{language}.html#row-2"),
                Span(", schuin ", "italic"),
                Span("en stil ", "quiet"),
                Span("een_naam", "code"),
                Span(" en "),
                Span("een plek", link="#with-all"),
                Span("."),
            )
        ),
        Heading(f"{d} daaronder", 3),
        Bullets((plain("Punt een <b>&"), plain("Punt twee #[x]"))),
        Bullets((plain("Stap een"), plain("Stap twee")), numbered=True),
        Bullets((plain("Weer een"), plain("Weer twee")), numbered=True),
        Quote("‘Wir lernen viel voneinander.’", "de", "Begeleider, in het Duits"),
        Quote("‘Zonder rol erbij gezegd.’"),
        Picture(drawn("first_figure", language), link=f"annex.{language}.html#figure-first_figure"),
        Answered(
            "Helpt het vaak?",
            "against",
            (Span("Andersom gevonden:", "accent"), Span(" het hielp niet.")),
            "helps",
            figure=Picture(drawn("small_figure", language), small=True),
        ),
        Table(
            f"{n} schalen",
            (Cell(plain("Schaalnaam")), cell),
            (row, (Cell(plain("Rij twee")), Cell(plain("−0,07"), True))),
            note="Noot onder de tabel.",
            id="scales",
            signs=("yes", "refused"),
        ),
        Paragraph(plain("Kleine letters tot slot."), "small"),
    )


def _answer(sign: Sign) -> tuple[Span, ...]:
    return (Span(f"Kort {sign}:", "accent"), Span(f" uitleg {sign}."))


def messages(language: Language) -> Part:
    title = "Hoofdboodschappen" if language == "nl" else "Main messages"
    answers = tuple(
        Answered(
            f"Vraag nummer {sign}?",
            sign,
            (Span(f"Kort {sign}:", "accent"), Span(f" uitleg {sign}.")),
            sign,
            True,
        )
        for sign in SIGNS
    )
    columns = Columns(
        (
            (Heading("Wat kunt u ermee?"), Paragraph(plain("Praat erover."))),
            (Heading("Hoe zeker is dit?"), Paragraph(plain("Niet zo zeker."))),
        )
    )
    lead = Paragraph((Span("Zeven vragen. ", "strong"), Span("Zeven antwoorden.")), "lead")
    key = Key(tuple((sign, f"teken {sign}") for sign in SIGNS))
    return Part("main_messages", title, (lead, key, *answers, columns), own_page=True)


def summary(language: Language) -> Document:
    return replace(report(language), name="summary", parts=(messages(language),), cover=(), authors=())


def report(language: Language, parts: tuple[Part, ...] = ()) -> Document:
    chapter = "Alles bij elkaar" if language == "nl" else "Everything together"
    return Document(
        name="report",
        language=language,
        title="Leerteams in de regio",
        subtitle="Een klein voorbeeld",
        stamp="VERZONNEN GEGEVENS · CONCEPT",
        colophon="Versie 0.1 · alles is verzonnen",
        date="2025-07-10",
        parts=parts or (messages(language), Part("all", chapter, everything(language), own_page=True)),
        authors=("A. Schrijver", "B. Schrijver"),
        cover=(Paragraph(plain("Gegevens van 10 juli 2025")),),
    )


def lines_in_a_cell(text: str) -> Part:
    """A part whose one table has this text in its second column."""
    heads = (Cell(plain("Wat")), Cell(plain("Gezegd")))
    table = Table("Rijen", heads, ((Cell(plain("Rij")), Cell(plain(text))),), id="rows")
    return Part("lines", "Regels", (table,))
