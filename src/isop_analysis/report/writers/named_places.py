"""What the places that links lead to are called: for those who hear a link and not the text around it."""

from isop_analysis.language.words import Words
from isop_analysis.report.blocks import Answered, Block, Heading, Picture, Table
from isop_analysis.report.places import table_behind
from isop_analysis.report.writers.places import Places, id_of


def named_place(places: Places, words: Words, link: str) -> str:
    """Return what a link leads to: a question, heading, table or figure of the document, the published table
    of a row of the annex, or one of its chapters; "" where that has no name."""
    file, _, id = link.partition("#")
    if not file:
        return _titles(places).get(id, "")
    table = table_behind(link)
    return words.label(f"reader_table.{table}" if table else f"chapter.{id}", "")


def _titles(places: Places) -> dict[str, str]:
    found = {id_of(block): _title(block) for block in places.blocks if id_of(block)}
    return found | {part.name: part.title for part in places.document.parts}


def _title(block: Block) -> str:
    match block:
        case Answered(question):
            return question
        case Heading(text):
            return text
        case Table(caption):
            return caption
        case Picture(drawn):
            return drawn.title
    return ""
