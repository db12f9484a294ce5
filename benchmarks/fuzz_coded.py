"""Damaged and hostile files of coders: each is read, or refused in a sentence that names the file.

``python benchmarks/fuzz_coded.py [seeds]`` (200)

Whole files (a project of ATLAS.ti, a small one with all that projects hold, a codebook, a table as CSV and as
workbook, a table of documents) are changed in each way as often as `seeds` says, and read under small limits.
A row a file and way: how many were read, refused, ended in a traceback, told a word of the text; the slowest
in milliseconds of processor time. Hostile ones, made by hand, follow, a line each. Exit code 1 where anything
is to mend.
"""

import io
import random
import resource
import struct
import sys
import tempfile
import time
import traceback
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
for folder in ("qualitative", "answers"):
    sys.path.insert(0, str(ROOT / "tests" / "unit" / folder))

import coded_project as coded  # noqa: E402
from exported_study import CONFIG, Exported  # noqa: E402

from isop_analysis import qualitative  # noqa: E402
from isop_analysis.answers.documents import read_documents  # noqa: E402
from isop_analysis.study import StudyError  # noqa: E402

LIMITS = qualitative.Limits(
    **{"members": 60, "project": 400_000, "text": 200_000, "texts": 400_000, "depth": 24, "elements": 6_000}
)
SECRET = ("Geheim", "geheim", "Anneke", "gesprek7")
"""Words of the texts, a coder and a document: no refusal may tell them."""
DATE = (1980, 1, 1, 0, 0, 0)
Read = Callable[[Path], object]
Change = Callable[[bytes, random.Random], bytes]


def flipped(content: bytes, chance: random.Random) -> bytes:
    """Change some bytes."""
    found = bytearray(content)
    for _ in range(chance.choice([1, 1, 3, 20])):
        found[chance.randrange(len(found))] = chance.randrange(256)
    return bytes(found)


def cut(content: bytes, chance: random.Random) -> bytes:
    """Cut off the end, or the beginning."""
    place = chance.randrange(len(content))
    return content[:place] if chance.random() < 0.7 else content[place:]


def moved(content: bytes, chance: random.Random) -> bytes:
    """Take a piece out, double it, or put it elsewhere."""
    start, length, to = (
        chance.randrange(len(content)),
        chance.choice([1, 8, 200]),
        chance.randrange(len(content)),
    )
    piece, rest = content[start : start + length], content[:start] + content[start + length :]
    return chance.choice([rest, content[:start] + piece * 3 + content[start:], rest[:to] + piece + rest[to:]])


def spiced(content: bytes, chance: random.Random) -> bytes:
    """Put in what means something to a reader."""
    signs = [
        b"\0",
        b"<",
        b"&",
        b'"',
        b";",
        b",",
        b"\r",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"&#0;",
        b"]]>",
        b"<!--",
    ]
    signs += [b"\xed\xa0\x80", b"\xe2\x80\xa8", b"-1", b"9" * 30, b"NaN", b"=1+1", b"../", b"\x1a", b"'" * 3]
    place = chance.randrange(len(content))
    return content[:place] + chance.choice(signs) * chance.choice([1, 1, 50]) + content[place:]


def swapped(content: bytes, chance: random.Random) -> bytes:
    """Put one number, GUID or word in the place of another."""
    words = content.split(b'"')
    if len(words) < 3:
        words = content.split(b";")
    one, other = chance.randrange(len(words)), chance.randrange(len(words))
    words[one] = words[other]
    return (b'"' if b'"' in content else b";").join(words)


CHANGES: dict[str, Change] = {
    "flipped": flipped,
    "cut": cut,
    "moved": moved,
    "spiced": spiced,
    "swapped": swapped,
}


@dataclass
class Outcome:
    """What became of the files of one kind, changed in one way."""

    counts: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0

    def take(self, read: Read, path: Path) -> str:
        """Read a file; return what is wrong with how that ended, '' for nothing."""
        start, wrong = time.process_time(), ""
        try:
            read(path)
            self.counts["read"] += 1
        except StudyError as error:
            self.counts["refused"] += 1
            if path.name not in str(error) or any(word in str(error) for word in SECRET):
                self.counts["told"] += 1
                wrong = f"{path.name}: {error}"
        except Exception:
            self.counts["traceback"] += 1
            wrong = traceback.format_exc(limit=-4)
        self.slowest = max(self.slowest, time.process_time() - start)
        return wrong


def project(path: Path) -> object:
    """Read a project, and all that its tables are made of."""
    found = qualitative.read(path, limits=LIMITS)
    return [getattr(found, name) for name in ("codes", "segments", "documents", "cases", "coders", "memos")]


def inside(member: str, change: Change) -> Change:
    """Return a change of one member of an archive, packed whole again."""

    def changed(content: bytes, chance: random.Random) -> bytes:
        packed = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w") as new:
            for info in old.infolist():
                body = old.read(info)
                new.writestr(info.filename, change(body, chance) if info.filename == member else body)
            assert member in new.namelist()
        return packed.getvalue()

    return changed


def small_project() -> bytes:
    """Return a project with two coders, cases with values, notes, sets, a PDF and a picture."""
    variable = f'<VariableRef targetGUID="{coded.guid(30)}"/><IntegerValue>2</IntegerValue>'
    inside = f'<VariableValue>{variable}</VariableValue><SourceRef targetGUID="{coded.DOCUMENT}"/>'
    case = f'<Case guid="{coded.guid(40)}" name="gesprek7">{inside}</Case>'
    variable = f'<Variable guid="{coded.guid(30)}" name="v" typeOfVariable="Integer"/>'
    mark = coded.selection(3, 5, 30, coded.coding(4, coded.OVERLAP, coded.BRAM), coded.coding(5, coded.CLEAR))
    pdf = f'<PDFSource guid="{coded.guid(60)}" name="geheim.pdf" path="internal://a.pdf"/>'
    picture = f'<PictureSource guid="{coded.guid(61)}" name="geheim.png" path="internal://a.png"/>'
    after = (
        f'<Notes><Note guid="{coded.guid(50)}" name="memo" plainTextPath="internal://memo.txt"/></Notes>'
        f'<Sets><Set guid="{coded.guid(51)}" name="T1"><MemberSource targetGUID="{coded.DOCUMENT}"/>'
        "</Set></Sets>"
    )
    before = f"<Variables>{variable}</Variables><Cases>{case}</Cases>"
    sources = (coded.source(mark, name="gesprek7"), pdf, picture)
    xml = coded.project(*sources, before=before, after=after).replace('name="Anne"', 'name="Anneke"')
    packed = io.BytesIO()
    texts = {
        f"{coded.DOCUMENT}.txt": "Geheim 😀 is wat er in het team gebeurt.\r\nEcht waar.",
        "memo.txt": "geheim",
    }
    coded.pack(packed, xml, texts)  # type: ignore[arg-type]
    return packed.getvalue()


def workbook(rows: list[list[str]]) -> bytes:
    """Return a workbook of the rows."""
    import xlsxwriter

    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return packed.getvalue()


@dataclass(frozen=True)
class Kind:
    """A kind of file: a whole one, how it is read, and the members that are changed by themselves."""

    name: str
    file: str
    content: bytes
    read: Read = project
    members: tuple[str, ...] = ()


def kinds(folder: Path) -> list[Kind]:
    """Return the kinds of files."""
    atlas = (ROOT / "tests" / "golden" / "qualitative" / "atlas_ti_8.qdpx").read_bytes()
    small = small_project()
    (folder / "whole.qdpx").write_bytes(small)
    codes = qualitative.write(qualitative.read(folder / "whole.qdpx"), folder / "whole.qdc").read_bytes()
    rows = [["document", "tekst", "code", "codeur", "start", "eindpositie", "memo"]]
    rows += [["gesprek7", "Geheim", "rollen > helder", "Anneke", "0", "6", "x"]] * 3
    placed = "\n".join(";".join(row) for row in rows)
    passages = "documentnaam;segment;code\n" + 'gesprek7;"Geheim, ""echt"" waar";helder\n' * 3
    text = f"sources/{coded.DOCUMENT}.txt"
    return [
        Kind("project of ATLAS.ti", "talk.qdpx", atlas, members=("Project.qde",)),
        Kind("small project", "talk.qdpx", small, members=("project.qde", text)),
        Kind("codebook", "talk.qdc", codes),
        Kind("table with places", "talk.csv", placed.encode("utf-8-sig")),
        Kind("table of passages", "talk.csv", passages.encode()),
        Kind(
            "workbook",
            "talk.xlsx",
            workbook(rows),
            members=("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"),
        ),
        Kind("table of documents", "documents.csv", DOCUMENTS.encode(), documents_reader(folder)),
    ]


DOCUMENTS = "document;kind;person;team;wave;date\n" + "".join(
    f"gesprek7 {n};interview;anneke{n}@x.example.org;LT1;w0;03-02-2025\n" for n in range(5)
)
INTEGRATION = """
coded: {files: [a.qdpx], documents: {file: documents.csv, wave: wave, date: date}, codebook: "1"}
themes: [{name: roles, title: {nl: rollen, en: roles}}]
codes: [{name: clear, theme: roles, title: {nl: helder, en: clear}}]
"""


def documents_reader(folder: Path) -> Read:
    """Return what reads a study's table of documents; problems are raised as others are."""
    own = Exported.make(folder / "study", config=CONFIG + "integration: integration.yaml\n")
    (own.root / "config" / "integration.yaml").write_text(INTEGRATION, encoding="utf-8")
    study = own.load()

    def read(path: Path) -> object:
        target = study.raw / "documents.csv"
        target.write_bytes(path.read_bytes())
        found = read_documents(study)
        if found.problems:
            raise StudyError(found.problems)
        return found.rows

    return read


def member(name: str, body: bytes, **changes: int) -> bytes:
    """Return an archive of one member, whose headers say otherwise: crc, size, flags, method."""
    packed = zlib.compress(body)[2:-4]
    own = {"crc": zlib.crc32(body), "size": len(body), "flags": 0, "method": 8} | changes
    raw = name.encode()
    common = struct.pack(
        "<HHHHHIIIHH",
        20,
        own["flags"],
        own["method"],
        0,
        33,
        own["crc"],
        len(packed),
        own["size"],
        len(raw),
        0,
    )
    local = b"PK\3\4" + common + raw + packed
    central = b"PK\1\2" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, 0) + raw
    end = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)
    return local + central + end


def packed(members: list[tuple[str, bytes]], link: bool = False) -> bytes:
    """Return an archive of the members, two of one name allowed; `link`: the last is a symbolic link."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, (name, body) in enumerate(members):
            info = zipfile.ZipInfo(name, DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (0o120777 if link and place == len(members) - 1 else 0o600) << 16
            archive.writestr(info, body)
    return whole.getvalue()


def bomb(name: str, sign: bytes, *others: tuple[str, bytes], before: bytes = b"") -> bytes:
    """Return an archive with a member that unpacks to 1 GB, made a piece at a time."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for other, body in others:
            archive.writestr(other, body)
        with archive.open(name, "w") as stream:
            stream.write(before)
            for _ in range(1024):
                stream.write(sign * (1 << 20))
    return whole.getvalue()


def hostile_workbooks() -> Iterator[tuple[str, bytes]]:
    """Yield workbooks made to harm, or saved with a cell at the other end of the sheet."""
    import xlsxwriter

    far = io.BytesIO()
    with xlsxwriter.Workbook(far, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["document", "tekst", "code"])
        sheet.write_string(1_048_575, 16_383, "geheim")
    yield "workbook with a cell in its last row and column", far.getvalue()
    rows = workbook([["tekst", "code"], ["geheim", "a"]])
    with zipfile.ZipFile(io.BytesIO(rows)) as archive:
        members = [(one, archive.read(one)) for one in archive.namelist()]
        sheet_file = next(one for one in archive.namelist() if "sheet1.xml" in one)
    others = [one for one in members if one[0] != sheet_file]
    yield "workbook bomb: a sheet of 1 GB", bomb(sheet_file, b" ", *others)
    yield "workbook whose paths lead outside", packed([("../../x.xml", b"x"), *members])
    twice = packed([(sheet_file, b"<x/>"), *members])
    yield "workbook with two sheets of one name", twice


def hostile() -> Iterator[tuple[str, bytes | None]]:
    """Yield files made to harm, by what they are; None is a folder in place of a file."""
    good = coded.project(coded.source(coded.ONE, name="gesprek7")).encode()
    qde, text = ("project.qde", good), (f"sources/{coded.DOCUMENT}.txt", coded.WORDS.encode())
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    growing = f'<!DOCTYPE Project [<!ENTITY a0 "x">{laughs}]><Project {coded.NAMESPACE} name="&a9;"/>'
    entity = '<!DOCTYPE Project [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    outside = f"{entity}<Project {coded.NAMESPACE}>&x;</Project>"
    deep = good.replace(b"<Sources>", b"<Sources>" + b"<Set>" * 20_000)
    yield "entities that grow (billion laughs)", packed([("project.qde", growing.encode())])
    yield "entity of a file outside", packed([("project.qde", outside.encode())])
    yield "elements 20,000 deep", packed([("project.qde", deep)])
    yield (
        "attributes by the ten thousand",
        packed(
            [("project.qde", good.replace(b'name="Teams"', b" ".join(b'a%d=""' % n for n in range(30_000))))]
        ),
    )
    yield "text bomb: 1 GB of zeros", bomb(text[0], b"\0", qde)
    yield "project bomb: 1 GB of blanks", bomb("project.qde", b" ", before=good)
    yield "bomb that says it is small", member("project.qde", good + b" " * (1 << 28), size=10)
    yield "small one that says it is 4 GB", member("project.qde", good, size=0xFFFFFFF0)
    many = [coded.source(document=coded.guid(n), name=f"gesprek7 {n}") for n in range(5)]
    texts = [(f"sources/{coded.guid(n)}.txt", b"a" * 190_000) for n in range(5)]
    yield (
        "many texts, each within the limit",
        packed([("project.qde", coded.project(*many).encode()), *texts]),
    )
    yield "files by the thousand", packed([qde, *((f"sources/{n}.txt", b"") for n in range(5000))])
    yield "archive within an archive", packed([("project.qde", packed([qde]))])
    for name in (
        "../project.qde",
        "/etc/project.qde",
        "C:\\project.qde",
        "a\\..\\..\\project.qde",
        "sources/../../x.txt",
    ):
        yield f"path outside: {name}", packed([qde, (name, good)])
    away = good.replace(b"internal://", b"internal://../../../../etc/")
    yield "source outside", packed([("project.qde", away), text])
    yield "source by file://", packed([("project.qde", good.replace(b"internal://", b"file:///etc/")), text])
    yield "symbolic link as a source", packed([qde, (text[0], b"/etc/passwd")], link=True)
    yield "two members of one name", packed([qde, text, text])
    yield "two projects, capitals apart", packed([qde, ("PROJECT.QDE", good)])
    yield "NUL in a name", member("project.qde\0.txt", good)
    yield "name of 60,000 signs", packed([qde, ("s" * 60_000, b"")])
    yield "wrong CRC", member("project.qde", good, crc=1)
    yield "encrypted", member("project.qde", good, flags=1)
    yield "unknown way of packing", member("project.qde", good, method=99)
    yield "packed by LZMA that is none", member("project.qde", good, method=14)
    yield "packed by bzip2 that is none", member("project.qde", good, method=12)
    yield "no member", packed([])
    yield "empty file", b""
    yield "a folder in its place", None
    yield "UTF-16 without a mark", packed([("project.qde", good.decode().encode("utf-16-le"))])
    yield "UTF-7", packed([("project.qde", good.replace(b"utf-8", b"utf-7"))])
    yield (
        "positions of 10,000 digits",
        packed(
            [
                ("project.qde", good.replace(b'endPosition="24"', b'endPosition="' + b"9" * 10_000 + b'"')),
                text,
            ]
        ),
    )
    around = coded.CODES.replace(f'guid="{coded.ROLES}"', f'guid="{coded.CLEAR}"')
    yield (
        "a code within itself",
        packed([("project.qde", coded.project(coded.source(coded.ONE), codes=around).encode()), text]),
    )


def main(seeds: int) -> int:
    """Print the tables; return 1 where anything ended otherwise than in a reading or a sentence."""
    start, wrong = time.perf_counter(), 0
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "study").mkdir()
        print(
            "| file | changed | read | refused | tracebacks | told | slowest, CPU ms |\n"
            "|---|---|---|---|---|---|---|"
        )
        for kind in kinds(folder):
            ways = dict(CHANGES)
            ways |= {
                f"{name} in {Path(one).suffix}": inside(one, change)
                for one in kind.members
                for name, change in CHANGES.items()
            }
            for name, change in ways.items():
                wrong += changed(kind, name, change, seeds, folder)
        print("\n| hostile file | outcome | CPU ms |\n|---|---|---|")
        for name, content in hostile():
            wrong += attacked(name, content, folder / "hostile.qdpx")
        for name, workbook_bytes in hostile_workbooks():
            wrong += attacked(name, workbook_bytes, folder / "hostile.xlsx")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\n{time.perf_counter() - start:.0f} s, peak {peak:.0f} MB, {wrong} to mend")
    return 1 if wrong else 0


def changed(kind: Kind, name: str, change: Change, seeds: int, folder: Path) -> int:
    """Read a file changed in one way, so many times; print the row and return how many ended badly."""
    outcome, bad = Outcome(), []
    for seed in range(seeds):
        path = folder / kind.file
        path.write_bytes(change(kind.content, random.Random(f"{kind.name} {name} {seed}")))
        bad += [one] if (one := outcome.take(kind.read, path)) else []
    counts = [outcome.counts[one] for one in ("read", "refused", "traceback", "told")]
    print(
        f"| {kind.name} | {name} | {' | '.join(map(str, counts))} | {outcome.slowest * 1000:.0f} |",
        flush=True,
    )
    for one in list(dict.fromkeys(bad))[:3]:
        print(one, file=sys.stderr)
    return len(bad)


def attacked(name: str, content: bytes | None, path: Path) -> int:
    """Read a hostile file; print its row and return 1 where it ended badly."""
    outcome = Outcome()
    if path.is_dir():
        path.rmdir()
    if content is None:
        path.unlink(missing_ok=True)
        path.mkdir()
    else:
        path.write_bytes(content)
    bad = outcome.take(project, path)
    print(f"| {name} | {', '.join(outcome.counts)} | {outcome.slowest * 1000:.0f} |", flush=True)
    if bad:
        print(bad, file=sys.stderr)
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
