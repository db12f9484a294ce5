"""Ways of damaging what is packed in a workbook, and settings; all ways of damaging a kind of file."""

import io
import zipfile
from collections.abc import Callable

from fuzz_kinds import Kind, members
from fuzz_mutations import (
    BYTES,
    CELLS,
    TEXT,
    Chance,
    Damaged,
    Mutation,
    by_line,
    by_text,
    cut,
    drop,
    flip,
    insert,
    repeat,
)


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
    chance.choice((flip, cut, drop, insert, repeat))(content, chance)
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
    **{f"a value {n}": by_line(_value) for n in range(6)},
    **{f"an inner value {n}": by_line(_inner) for n in range(6)},
    "an indent": by_line(_indent),
    "a key": by_line(_key),
    "aliases": by_line(lambda lines, chance: lines.append("x: &x [&y [*y], *x]\n")),
    "aliases of aliases": by_line(
        lambda lines, chance: lines.extend(
            f"k{n}: &k{n} [{', '.join([f'*k{n - 1}'] * 9) if n else '1'}]\n" for n in range(9)
        )
    ),
    "deep": by_line(lambda lines, chance: lines.append("x: " + "[" * chance.choice((60, 3000, 90_000)))),
    "a list": by_text(lambda text, chance: "- " + text.replace("\n", "\n  ")),
}


def mutations_of(kind: Kind) -> dict[str, Mutation]:
    """Return the ways in which a kind of file can be damaged."""
    if kind.name.startswith("yaml"):
        return {**BYTES, **TEXT, **YAML}
    packed = PACKED if kind.file.endswith(".xlsx") else {}
    text = {} if kind.file.endswith((".xlsx", ".sav")) else TEXT
    return {**BYTES, **text, **packed, **(CELLS if kind.write is not None else {})}
