"""Write what readers get of the whole study, in every language.

Reads published tables and figures; writes below the build folder ``summary.<language>.pdf``,
``report.<language>.html``, ``.pdf`` and ``.docx``, ``annex.<language>.html``, ``tables/`` and last the front
door, ``index.html``, which links what is there.
"""

from isop_analysis.report.annex import write_annexes
from isop_analysis.report.documents_written import write_documents
from isop_analysis.report.front_door import write_front_door
from isop_analysis.report.tables import write_tables
from isop_analysis.study.readers import as_readers_see
from isop_analysis.study.study import Study


def run(study: Study) -> None:
    """Render and write them."""
    readers = as_readers_see(study)
    parts = write_documents(readers)
    write_annexes(readers, parts)
    write_tables(readers)
    write_front_door(readers)
