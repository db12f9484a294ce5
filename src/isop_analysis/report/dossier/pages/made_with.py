"""What a run was made with: code, Python, and the libraries of the lock file."""

from typing import TYPE_CHECKING

from markupsafe import Markup

from isop_analysis.report.annex.blocks import Cell, Listed, Paragraph, Row, Table
from isop_analysis.report.dossier.blocks import Card, Section
from isop_analysis.report.dossier.facts import Facts
from isop_analysis.report.dossier.written import CLOSING, code, commit_of, digits, labelled

if TYPE_CHECKING:
    from isop_analysis.report.annex.context import Context


def sections(context: "Context", facts: Facts) -> tuple[Section, ...]:
    """Return the page's two sections."""
    words, made = context.words, facts.made_with
    lines = [
        ("commit", commit_of(words, made)),
        ("source", Markup(words("dossier.source_hash", hash="{}")).format(digits(made.source))),
        ("python", code(made.python)),
        ("lock", Markup(words("dossier.lock_hash", hash="{}")).format(digits(made.lock))),
    ]
    columns = tuple(Cell(words(f"dossier.column.{one}")) for one in ("library", "version"))
    rows = tuple(Row((Cell(code(name)), Cell(version))) for name, version in made.libraries)
    title = words("dossier.page.made_with")
    return (
        Section(
            "code",
            title,
            (
                Paragraph(words("dossier.made_with_lead")),
                Listed(tuple(_closing(context, file) for file in CLOSING)),
                Card("version", "isop_analysis", labelled(words, lines)),
            ),
        ),
        Section("libraries", words("dossier.libraries"), (Table(words("dossier.libraries"), columns, rows),)),
    )


def _closing(context: "Context", file: str) -> Markup:
    return Markup('<a href="../{}">{}</a>: {}').format(file, file, context.words(CLOSING[file]))
