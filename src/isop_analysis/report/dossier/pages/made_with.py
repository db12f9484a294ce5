"""What a run was made with: code, Python, and the libraries of the lock file."""

from typing import TYPE_CHECKING

from markupsafe import Markup

from isop_analysis.report.annex.blocks import Cell, Paragraph, Row, Table
from isop_analysis.report.dossier.blocks import Card, Section
from isop_analysis.report.dossier.facts import Facts, MadeWith
from isop_analysis.report.dossier.written import code, digits, labelled

if TYPE_CHECKING:
    from isop_analysis.language.words import Words
    from isop_analysis.report.annex.context import Context


def sections(context: "Context", facts: Facts) -> tuple[Section, ...]:
    """Return the page's two sections."""
    words, made = context.words, facts.made_with
    lines = [
        ("commit", _commit(words, made)),
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
                Card("version", "isop_analysis", labelled(words, lines)),
            ),
        ),
        Section("libraries", words("dossier.libraries"), (Table(words("dossier.libraries"), columns, rows),)),
    )


def _commit(words: "Words", made: MadeWith) -> Markup:
    if not made.commit:
        return Markup("{}").format(words("dossier.commit_none"))
    key = "dossier.commit_changed" if made.changed else "dossier.commit_clean"
    return Markup(words(key, commit="{}")).format(code(made.commit))
