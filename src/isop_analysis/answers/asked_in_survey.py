"""What answers to an item that asks for consent say, counted before anything is read in."""

from collections import Counter

from isop_analysis.answers.reading import columns_of
from isop_analysis.answers.survey import Survey
from isop_analysis.study.config import Config


def noes(survey: Survey, config: Config) -> Counter[str]:
    """Return per purpose how many responses of this file don't say yes to the item that asks it."""
    asked = config.consent.asked if config.consent is not None else {}
    columns = {column.item.name: column for column in columns_of(survey).items}
    own = {purpose: (columns[one.item], one.agrees) for purpose, one in asked.items() if one.item in columns}
    found: Counter[str] = Counter()
    if not own:
        return found
    for chunk in survey.export.chunks():
        for purpose, (column, yes) in own.items():
            said = [column.cells.said[column.cells[cell]] for cell in chunk.columns[column.position]]
            found[purpose] += sum(answer.value not in yes for answer in said)
    return found
