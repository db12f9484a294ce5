"""What people said, in themes and codes, by how many: bands, and a quote or two that were approved."""

from collections.abc import Iterator, Sequence

from isop_analysis.contracts.cells import Count
from isop_analysis.language.names import place_of
from isop_analysis.report.blocks import Block, Quote
from isop_analysis.report.document.cells import Record, nothing
from isop_analysis.report.document.writing import Writing


def themes_of(writing: Writing, chapter: str) -> list[str]:
    """Return the themes that are told in a chapter."""
    integration = writing.study.integration
    themes = integration.themes if integration is not None else []
    return [one.name for one in themes if place_of(one.chapter) == chapter]


def people_of(writing: Writing, row: Record) -> str:
    """Write how many people spoke of a theme or code, linked to its row; of a theme of codes the least."""
    people: Count = row["people"]
    least = writing.words("report.words.at_least", people=writing.people(people.low))
    text = least if follows(writing, row) else writing.people(people)
    return writing.link(text, "theme_counts", row["theme"], row["code"])


def follows(writing: Writing, row: Record) -> bool:
    """Tell whether how many people spoke of a theme is told only as far as it follows from its codes."""
    people: Count = row["people"]
    return people.high - people.low >= writing.study.config.privacy.minimum_cell


def raised_codes(writing: Writing) -> list[Record]:
    """Return the rows of the codes of which it is told how many raised them."""
    return [
        row for row in writing.rows("theme_counts") if row["code"] != "all" and not nothing(row["people"])
    ]


def codes_untold(writing: Writing, themes: Sequence[str] = ()) -> list[str]:
    """Return the codes of the codebook, of these themes or of all, of which no number is told."""
    integration, told = writing.study.integration, {row["code"] for row in raised_codes(writing)}
    codes = integration.codes if integration is not None else []
    return [one.name for one in codes if one.name not in told and (not themes or one.theme in themes)]


def interviewed(writing: Writing) -> str:
    """Write how many people were interviewed, linked to a row that says so; "" where it is not told."""
    for row in writing.rows("code_frequencies", by="all"):
        return writing.link(writing.people(row["asked"]), "code_frequencies", row["code"], "all", "all")
    return ""


QUOTES = 2
"""So many quotes a chapter has at most."""


def quoted(writing: Writing, themes: Sequence[str]) -> list[tuple[str, Quote]]:
    """Return the quotes of a chapter with their theme: of different codes where there are some."""
    rows = [row for row in writing.rows("quotes") if row["theme"] in themes]
    first = {row["code"]: row for row in reversed(rows)}
    ordered = [row for row in rows if first[row["code"]] is row]
    ordered += [row for row in rows if first[row["code"]] is not row]
    return [(row["theme"], quote_of(writing, row)) for row in ordered[:QUOTES]]


def quote_of(writing: Writing, row: Record) -> Quote:
    """Return a quote in the language it was said in; who said it: a role, if any is told."""
    words, integration = writing.words, writing.study.integration
    attribute = integration.coded.attribute if integration is not None else None
    role, language = (row[name] if isinstance(row[name], str) else "" for name in ("role", "language"))
    by = writing.names.value(attribute, role) if role and attribute is not None else ""
    if language in ("", writing.language):
        return Quote(words("report.quote.text", text=row["text"]), "", by)
    said = words.label(f"report.quote.language.{language}", language)
    by = words("report.quote.by" if by else "report.quote.nobody", by=by, language=said)
    return Quote(words("report.quote.text", text=row["text"]), language, by)


def spoken_of(writing: Writing, themes: Sequence[str]) -> Iterator[Block]:
    """Say of themes how many people spoke of them, and of each code that enough raised; quote one or two."""
    told = [
        row for row in writing.rows("theme_counts") if row["theme"] in themes and not nothing(row["people"])
    ]
    words, names = writing.words, writing.names
    every, quotes = interviewed(writing), quoted(writing, themes)
    of = f" {words('report.words.of', people=every)}" if every else ""
    for whole in (row for row in told if row["code"] == "all"):
        codes = [row for row in told if row["theme"] == whole["theme"] and row["code"] != "all"]
        codes.sort(key=lambda row: -row["people"].low)
        parts = [
            words("report.words.code", code=writing.code(row["code"]), people=people_of(writing, row))
            for row in codes
        ]
        text = writing.say(
            "report.words.theme" if parts else "report.words.theme_alone",
            of=of,
            people=people_of(writing, whole),
            theme=names.theme(whole["theme"]),
            codes=words.listed(parts),
        )
        yield writing.led(words("report.words.head"), text)
        yield from (quote for theme, quote in quotes if theme == whole["theme"])
