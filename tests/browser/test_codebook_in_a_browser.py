"""The analyst's codebook page as a browser shows it: axe finds nothing, and it fits a telephone."""

import sys
from pathlib import Path

from browser import browser

sys.path.insert(0, str(Path(__file__).parents[1] / "unit/drafting"))
import exports
from test_drafted_studies import drafted, source
from test_pages_in_a_browser import AXE, FOUND


def test_the_codebook_page_can_be_read_by_everyone(tmp_path: Path) -> None:
    folder = source(tmp_path)
    files = [exports.spss(folder, exports.Answers(n), f"ploegen_t{n}.sav") for n in range(2)]
    made = drafted(tmp_path, *files, exports.register(folder, exports.Answers(), one_sheet=True))
    with browser() as page:
        for path, width, dark in ((made.codebook[0], 380, False), (made.codebook[1], 1280, True)):
            page.open(path, width, dark)
            assert page.ask("document.documentElement.scrollWidth") == width
            page.call("Runtime.evaluate", expression=AXE)
            assert page.ask(FOUND) == []
