"""The tables of a report's page, as any machine can read them: rows with their ids, cells as text."""

import re
from collections.abc import Iterable
from html.parser import HTMLParser

Row = dict[str, str]


class _Tables(HTMLParser):
    """Collects the rows below each heading whose id is `table-<name>`, without what is only heard."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: dict[str, list[Row]] = {}
        self.rows: list[Row] = []
        self.head: list[str] = []
        self.row: list[str] | None = None
        self.row_id = ""
        self.in_cell = self.unseen = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if (name := given.get("id") or "").startswith("table-"):
            self.rows, self.head = self.tables.setdefault(name.removeprefix("table-"), []), []
        if tag == "tr":
            self.row, self.row_id = [], given.get("id") or ""
        elif tag in ("td", "th") and self.row is not None:
            self.row.append("")
            self.in_cell = True
        elif tag == "span" and "unseen" in (given.get("class") or ""):
            self.unseen = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "span":
            self.unseen = False
        elif tag in ("td", "th"):
            self.in_cell = False
        elif tag == "tr" and self.row is not None:
            if self.row_id:
                self.rows.append({"id": self.row_id} | dict(zip(self.head, self.row, strict=True)))
            else:
                self.head = self.row
            self.row = None

    def handle_data(self, data: str) -> None:
        if self.row and self.in_cell and not self.unseen:
            self.row[-1] += data


def read_page(html: str, names: Iterable[str] | None = None) -> dict[str, list[Row]]:
    """Return the rows of each table of a page by its name, each row's id and its cells by their heading."""
    reader = _Tables()
    reader.feed(html)
    wanted = reader.tables.keys() if names is None else names
    return {name: reader.tables[name] for name in wanted if reader.tables.get(name)}


def number(text: str) -> float | None:
    """Return the number that an English cell says, None where it says none."""
    plain = re.sub(r"[,%\u00a0]", "", text).replace("−", "-").strip()
    return float(plain) if re.fullmatch(r"-?(\d+\.?\d*|\.\d+)", plain) else None


def decimals(text: str) -> int:
    """Return how many decimals a cell shows."""
    return len(text.partition(".")[2])
