"""Ways of damaging a file: its bytes, its text, its cells, its settings, what is packed in it."""

import io
import random
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from fuzz_study import STARTED, Kind, Rows, members

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


def _flip(content: bytearray, chance: Chance) -> None:
    content[_place(content, chance)] ^= 1 << chance.randrange(8)


def _cut(content: bytearray, chance: Chance) -> None:
    del content[_place(content, chance) :]


def _drop(content: bytearray, chance: Chance) -> None:
    start = _place(content, chance)
    del content[start : start + chance.choice((1, 2, 7, 100))]


def _insert(content: bytearray, chance: Chance) -> None:
    start = _place(content, chance)
    content[start:start] = bytes(chance.randrange(256) for _ in range(chance.choice((1, 3, 50))))


def _zero(content: bytearray, chance: Chance) -> None:
    start = _place(content, chance)
    content[start : start + 16] = bytes(len(content[start : start + 16]))


def _repeat(content: bytearray, chance: Chance) -> None:
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
    "a bit": _bytes(_flip),
    "cut off": _bytes(_cut),
    "bytes lost": _bytes(_drop),
    "bytes more": _bytes(_insert),
    "zeros": _bytes(_zero),
    "a piece twice": _bytes(_repeat),
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


def _text(change: Callable[[str, Chance], str]) -> Mutation:
    return lambda kind, chance: Damaged(change(kind.content.decode(), chance).encode())


def _encoded(encoding: str, mark: bytes = b"") -> Mutation:
    return lambda kind, chance: Damaged(mark + kind.content.decode().encode(encoding, "replace"), encoding)


def _lines(change: Callable[[list[str], Chance], object]) -> Mutation:
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
    "line ends": _text(
        lambda text, chance: text.replace("\r\n", "\n").replace("\n", chance.choice(("\r", "\r\n", "\n\n")))
    ),
    "a line lost": _lines(lambda lines, chance: lines.pop(chance.randrange(len(lines)))),
    "a line twice": _lines(
        lambda lines, chance: lines.insert(chance.randrange(len(lines)), chance.choice(lines))
    ),
    "lines exchanged": _lines(_swap),
    "a quote": _text(lambda text, chance: _put(text, '"', chance)),
    "a tab": _text(lambda text, chance: _put(text, "\t", chance)),
    "a control sign": _text(
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


def _packed(change: Callable[[dict[str, bytes], Chance], object]) -> Mutation:
    def mutate(kind: Kind, chance: Chance) -> Damaged:
        own = members(kind.content)
        change(own, chance)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in own.items():
                archive.writestr(name, content)
        return Damaged(out.getvalue())

    return mutate


def _sheet(own: dict[str, bytes], old: bytes, new: bytes) -> None:
    for name in own:
        if name.startswith("xl/worksheets/"):
            own[name] = own[name].replace(old, new, 1)


def _odd_member(own: dict[str, bytes], chance: Chance) -> None:
    name = chance.choice(sorted(own))
    content = bytearray(own[name])
    chance.choice((_flip, _cut, _drop, _insert, _repeat))(content, chance)
    own[name] = bytes(content)


def _broken_stream(kind: Kind, chance: Chance) -> Damaged:
    content = bytearray(kind.content)
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        member = chance.choice(archive.infolist())
    start = member.header_offset + 30 + len(member.filename)
    content[start + chance.randrange(max(1, member.compress_size))] ^= 0xFF
    return Damaged(bytes(content))


def _bomb(kind: Kind, chance: Chance) -> Damaged:
    out = io.BytesIO(kind.content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/blank.xml", b" " * 220_000_000)
    return Damaged(out.getvalue())


FAR = b'<sheetData><row r="%d"><c r="%s%d" t="str"><v> </v></c></row>'
PACKED: dict[str, Mutation] = {
    "a part damaged": _packed(_odd_member),
    "a part lost": _packed(lambda own, chance: own.pop(chance.choice(sorted(own)))),
    "a stream damaged": _broken_stream,
    "a far corner": _packed(
        lambda own, chance: _sheet(
            own, b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row></sheetData>'
        )
    ),
    "a far row": _packed(
        lambda own, chance: _sheet(
            own,
            b"</sheetData>",
            b'<row r="%d"><c r="A%d" t="str"><v> </v></c></row></sheetData>'
            % ((n := chance.choice((1048576, 900000, 65536))), n),
        )
    ),
    "a far first cell": _packed(
        lambda own, chance: _sheet(own, b"<sheetData>", FAR % (9_000_000, b"ZZZZ", 9_000_000))
    ),
    "no such text": _packed(lambda own, chance: _sheet(own, b't="s"><v>', b't="s"><v>9')),
    "odd references": _packed(
        lambda own, chance: _sheet(
            own,
            b'r="B2"',
            chance.choice((b'r="2B"', b'r=""', b'r="B0"', b'r="A1"', b'r="B99999999999999999999"')),
        )
    ),
    "unpacks to much": _bomb,
}

ODD_VALUES = (
    *(
        "",
        "yes",
        "no",
        "0222",
        "2025-01-01",
        "[]",
        "{}",
        "null",
        "1e999",
        ".nan",
        ".inf",
        "!!int abc",
        "&a [*a]",
    ),
    *(
        "*x",
        "“x”",
        "‘x",
        "x" * 300,
        "../x",
        "/etc/passwd",
        ".",
        "''",
        "-1",
        "1_0",
        "12:30",
        "[" * 200,
        "true",
    ),
    *("'a\\0b'", '"a\\0b"', "{a: b", "a: b", "\t", "é", "9" * 5000, "| \n  x", "@x", "%x", "`x`", "- x"),
)


def _value(lines: list[str], chance: Chance) -> None:
    place = chance.choice([at for at, line in enumerate(lines) if ":" in line])
    key, _, _ = lines[place].partition(":")
    lines[place] = f"{key}: {chance.choice(ODD_VALUES)}\n"


def _inner(lines: list[str], chance: Chance) -> None:
    place = chance.choice([at for at, line in enumerate(lines) if ": " in line])
    parts = lines[place].split(": ")
    at = chance.randrange(1, len(parts))
    for sign in (",", "}", "]", "\n"):
        if sign in parts[at]:
            parts[at] = chance.choice(ODD_VALUES).replace("\n", " ") + parts[at][parts[at].index(sign) :]
            break
    lines[place] = ": ".join(parts)


def _indent(lines: list[str], chance: Chance) -> None:
    place = chance.randrange(len(lines))
    lines[place] = chance.choice(
        (" " + lines[place], lines[place].lstrip(), "\t" + lines[place], "  " + lines[place])
    )


def _key(lines: list[str], chance: Chance) -> None:
    place = chance.choice([at for at, line in enumerate(lines) if ":" in line])
    lines[place] = lines[place].replace(":", chance.choice(("s:", " :", ":", "::", ": :", "\u00a0:")), 1)


YAML: dict[str, Mutation] = {
    **{f"a value {n}": _lines(_value) for n in range(6)},
    **{f"an inner value {n}": _lines(_inner) for n in range(6)},
    "an indent": _lines(_indent),
    "a key": _lines(_key),
    "aliases": _lines(lambda lines, chance: lines.append("x: &x [&y [*y], *x]\n")),
    "aliases of aliases": _lines(
        lambda lines, chance: lines.extend(
            f"k{n}: &k{n} [{', '.join([f'*k{n - 1}'] * 9) if n else '1'}]\n" for n in range(9)
        )
    ),
    "deep": _lines(lambda lines, chance: lines.append("x: " + "[" * chance.choice((60, 3000, 90_000)))),
    "a list": _text(lambda text, chance: "- " + text.replace("\n", "\n  ")),
}


def mutations_of(kind: Kind) -> dict[str, Mutation]:
    """Return the ways in which a kind of file can be damaged."""
    if kind.name.startswith("yaml"):
        return {**BYTES, **TEXT, **YAML}
    packed = PACKED if kind.file.endswith(".xlsx") else {}
    text = {} if kind.file.endswith((".xlsx", ".sav")) else TEXT
    return {**BYTES, **text, **packed, **(CELLS if kind.write is not None else {})}
