"""Ways of damaging a file: its bytes, its text, the cells of its table."""

import random
import struct
from collections.abc import Callable
from dataclasses import dataclass

from fuzz_kinds import Kind, Rows
from fuzz_surveys import STARTED

Chance = random.Random


@dataclass(frozen=True)
class Damaged:
    """A damaged file; `encoding` is what its text was written in, `moments` what was meant by other dates."""

    content: bytes
    encoding: str = "utf-8-sig"
    moments: tuple[tuple[str, str], ...] = ()


Mutation = Callable[[Kind, Chance], Damaged]


def _bytes(change: Callable[[bytearray, Chance], object]) -> Mutation:
    def mutate(kind: Kind, chance: Chance) -> Damaged:
        content = bytearray(kind.content)
        change(content, chance)
        return Damaged(bytes(content))

    return mutate


def _place(content: bytearray, chance: Chance) -> int:
    return chance.randrange(max(1, len(content)))


def flip(content: bytearray, chance: Chance) -> None:
    content[_place(content, chance)] ^= 1 << chance.randrange(8)


def cut(content: bytearray, chance: Chance) -> None:
    del content[_place(content, chance) :]


def drop(content: bytearray, chance: Chance) -> None:
    start = _place(content, chance)
    del content[start : start + chance.choice((1, 2, 7, 100))]


def insert(content: bytearray, chance: Chance) -> None:
    start = _place(content, chance)
    content[start:start] = bytes(chance.randrange(256) for _ in range(chance.choice((1, 3, 50))))


def _zero(content: bytearray, chance: Chance) -> None:
    start = _place(content, chance)
    content[start : start + 16] = bytes(len(content[start : start + 16]))


def repeat(content: bytearray, chance: Chance) -> None:
    start = _place(content, chance)
    content[start:start] = content[start : start + chance.choice((5, 60, 500))]


def _noise(content: bytearray, chance: Chance) -> None:
    content[:] = bytes(chance.randrange(256) for _ in range(2_000))


def _high(content: bytearray, chance: Chance) -> None:
    content[_place(content, chance)] = chance.choice((0x00, 0x1A, 0x1B, 0x80, 0x82, 0x8E, 0xC3, 0xE9, 0xFF))


def _number(content: bytearray, chance: Chance) -> None:
    start = _place(content, chance)
    odd = chance.choice((float("inf"), float("nan"), 1e300, -1e15, 1e12))
    content[start : start + 8] = struct.pack("<d", odd)


BYTES: dict[str, Mutation] = {
    "a bit": _bytes(flip),
    "cut off": _bytes(cut),
    "bytes lost": _bytes(drop),
    "bytes more": _bytes(insert),
    "zeros": _bytes(_zero),
    "a piece twice": _bytes(repeat),
    "noise": _bytes(_noise),
    "a stray byte": _bytes(_high),
    "a number of eight bytes": _bytes(_number),
    "empty": lambda kind, chance: Damaged(b""),
    "a mark before it": lambda kind, chance: Damaged(
        chance.choice((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"PK\x03\x04", b"$FL2")) + kind.content
    ),
    "another kind": lambda kind, chance: Damaged(
        chance.choice((b"%PDF-1.7\n", b"<html><body>Log in</body></html>", b"{}", b"\0" * 3000, b"x"))
    ),
}


def by_text(change: Callable[[str, Chance], str]) -> Mutation:
    return lambda kind, chance: Damaged(change(kind.content.decode(), chance).encode())


def _encoded(encoding: str, mark: bytes = b"") -> Mutation:
    return lambda kind, chance: Damaged(mark + kind.content.decode().encode(encoding, "replace"), encoding)


def by_line(change: Callable[[list[str], Chance], object]) -> Mutation:
    def mutate(kind: Kind, chance: Chance) -> Damaged:
        lines = kind.content.decode().splitlines(keepends=True)
        change(lines, chance)
        return Damaged("".join(lines).encode())

    return mutate


def _swap(items: list, chance: Chance) -> None:  # type: ignore[type-arg]
    one, other = chance.randrange(len(items)), chance.randrange(len(items))
    items[one], items[other] = items[other], items[one]


TEXT: dict[str, Mutation] = {
    "utf-16": _encoded("utf-16"),
    "utf-16 without mark": _encoded("utf-16-le"),
    "utf-32": _encoded("utf-32"),
    "cp1252": _encoded("cp1252"),
    "cp850": _encoded("cp850"),
    "mac_roman": _encoded("mac_roman"),
    "shift_jis": _encoded("shift_jis"),
    "mark and cp1252": _encoded("cp1252", b"\xef\xbb\xbf"),
    "line ends": by_text(
        lambda text, chance: text.replace("\r\n", "\n").replace("\n", chance.choice(("\r", "\r\n", "\n\n")))
    ),
    "a line lost": by_line(lambda lines, chance: lines.pop(chance.randrange(len(lines)))),
    "a line twice": by_line(
        lambda lines, chance: lines.insert(chance.randrange(len(lines)), chance.choice(lines))
    ),
    "lines exchanged": by_line(_swap),
    "a quote": by_text(lambda text, chance: _put(text, '"', chance)),
    "a tab": by_text(lambda text, chance: _put(text, "\t", chance)),
    "a control sign": by_text(
        lambda text, chance: _put(text, chance.choice("\x00\x01\x0b\x1b\x7f\u2028\ufffe"), chance)
    ),
}


def _put(text: str, sign: str, chance: Chance) -> str:
    place = chance.randrange(len(text) + 1)
    return text[:place] + sign + text[place:]


def _cells(change: Callable[[Rows, Kind, Chance], object]) -> Mutation:
    def mutate(kind: Kind, chance: Chance) -> Damaged:
        rows = [list(row) for row in kind.rows]
        change(rows, kind, chance)
        assert kind.write is not None
        return Damaged(kind.write(rows))

    return mutate


def _one(rows: Rows, kind: Kind, chance: Chance, cells: tuple[str, ...]) -> None:
    row = rows[chance.randrange(min(kind.head, len(rows) - 1), len(rows))]
    row[chance.randrange(len(row))] = chance.choice(cells)


def _odd_cell(*cells: str) -> Mutation:
    return _cells(lambda rows, kind, chance: _one(rows, kind, chance, cells))


def _around(change: Callable[[str], str]) -> Mutation:
    def each(rows: Rows, kind: Kind, chance: Chance) -> None:
        row = rows[chance.randrange(kind.head, len(rows))]
        row[:] = [change(cell) for cell in row]

    return _cells(each)


def _columns(change: Callable[[list[str], int, int], object]) -> Mutation:
    def each(rows: Rows, kind: Kind, chance: Chance) -> None:
        one, other = chance.randrange(len(rows[0])), chance.randrange(len(rows[0]))
        for row in rows:
            change(row, one, other)

    return _cells(each)


def _swap_cells(row: list[str], one: int, other: int) -> None:
    row[one], row[other] = row[other], row[one]


def _heading(change: Callable[[str], str]) -> Mutation:
    def each(rows: Rows, kind: Kind, chance: Chance) -> None:
        place = chance.randrange(len(rows[kind.ids]))
        rows[kind.ids][place] = change(rows[kind.ids][place])

    return _cells(each)


def _width(change: Callable[[list[str], Chance], object]) -> Mutation:
    return _cells(lambda rows, kind, chance: change(rows[chance.randrange(kind.head, len(rows))], chance))


def _american(share: float) -> Mutation:
    """Write dates of the survey with the month first, all of them or some."""

    def mutate(kind: Kind, chance: Chance) -> Damaged:
        moments = {}
        rows = [list(row) for row in kind.rows]
        for row in rows:
            for place, cell in enumerate(row):
                if cell in STARTED and chance.random() < share:
                    day = cell[:10].split("-")
                    row[place] = f"{int(day[1])}/{int(day[2])}/{day[0]} {cell[11:]}"
                    moments[row[place]] = cell
        assert kind.write is not None
        return Damaged(kind.write(rows), moments=tuple(moments.items()))

    return mutate


CELLS: dict[str, Mutation] = {
    "a cell: no number": _odd_cell("1e999", "inf", "nan", "1_0", "0x10", "٣", "-0", "1e5", "--", "½", "²"),
    "a cell: thousands": _odd_cell("1.234", "1,234", "1.234,5", "1 234", "12,345,678", "3,5"),
    "a cell: other words": _odd_cell(
        "Mee eenss", "n.v.t.", "N/A", "NA", "ja", "TRUE", "weet niet", "99", "-99"
    ),
    "a cell: a date": _odd_cell("2024-13-45", "31-11-2024", "9/30/2024", "45566", "0000-00-00", "morgen"),
    "a cell: long": _odd_cell("x" * 40_000, "é" * 140_000, "1" * 5_000),
    "a cell: lines": _odd_cell("a\nb", "a\r\nb\r\n", "\n", " ", "\u00a0", '"', '""', "=1+1", "'4"),
    "a cell: control signs": _odd_cell("\x0b", "a\x02b", "\u200b", "\ufeff4", "\u202e4"),
    "a cell lost": _odd_cell(""),
    "spaces around": _around(lambda cell: f"  {cell} \u00a0" if cell else cell),
    "other capitals": _around(str.swapcase),
    "a row lost": _cells(lambda rows, kind, chance: rows.pop(chance.randrange(len(rows)))),
    "a row twice": _cells(lambda rows, kind, chance: rows.append(list(chance.choice(rows)))),
    "an empty row": _cells(
        lambda rows, kind, chance: rows.insert(chance.randrange(len(rows)), [""] * len(rows[0]))
    ),
    "rows exchanged": _cells(lambda rows, kind, chance: _swap(rows, chance)),
    "no rows": _cells(lambda rows, kind, chance: rows.__delitem__(slice(kind.head, None))),
    "a column lost": _columns(lambda row, one, other: row.pop(one)),
    "a column twice": _columns(lambda row, one, other: row.append(row[one])),
    "columns exchanged": _columns(_swap_cells),
    "cells exchanged": _width(lambda row, chance: _swap(row, chance)),
    "a cell more": _width(lambda row, chance: row.insert(chance.randrange(len(row)), "4")),
    "a cell fewer": _width(lambda row, chance: row.pop(chance.randrange(len(row)))),
    "a heading empty": _heading(lambda name: ""),
    "a heading misspelt": _heading(lambda name: name[:-1]),
    "one American date": _american(0.15),
    "American dates": _american(1.0),
}
