"""Small REFI-QDA projects, as programs write them, with invented words."""

import random
import zipfile
from pathlib import Path

ANNE, BRAM = "AD68FBE7-E1EE-4A82-A279-23CC698C89EB", "B1E6F1F2-83F1-4F0B-8C0B-5F16F7E3B0A2"
CLEAR, OVERLAP, ROLES = (f"{digit * 8}-1111-4111-8111-111111111111" for digit in "abc")
DOCUMENT = "69A4332D-5B31-4915-B520-5275CFC21B40"
WORDS = "Ieder weet wie wat doet. Soms doen we dubbel werk."
USERS = f'<Users><User guid="{ANNE}" name="Anne"/><User guid="{BRAM}" name="Bram" id="BR"/></Users>'
CODES = (
    f'<CodeBook><Codes><Code guid="{ROLES}" name="roles" isCodable="true">'
    "<Description>Who does what</Description>"
    f'<Code guid="{CLEAR}" name="clear" isCodable="true" color="#F00082"/>'
    f'<Code guid="{OVERLAP}" name="overlap" isCodable="true"/></Code></Codes></CodeBook>'
)
HEAD = '<?xml version="1.0" encoding="utf-8" standalone="yes"?>'
NAMESPACE = 'xmlns="urn:QDA-XML:project:1.0"'


def guid(number: int) -> str:
    return f"{number:08d}-2222-4222-8222-222222222222"


def selection(number: int, start: int, end: int, *codings: str, name: str = "") -> str:
    return (
        f'<PlainTextSelection guid="{guid(number)}" name="{name}" startPosition="{start}" '
        f'endPosition="{end}">{"".join(codings)}</PlainTextSelection>'
    )


def coding(number: int, code: str, user: str | None = ANNE) -> str:
    by = "" if user is None else f' creatingUser="{user}" creationDateTime="2026-05-01T09:00:00Z"'
    return f'<Coding guid="{guid(number)}"{by}><CodeRef targetGUID="{code}"/></Coding>'


ONE = selection(1, 0, 24, coding(2, CLEAR), name="Ieder weet wie wat doet.")


def source(
    *inside: str,
    document: str = DOCUMENT,
    name: str = "Gesprek 1",
    path: str | None = "internal://{guid}.txt",
    more: str = "",
) -> str:
    at = "" if path is None else f' plainTextPath="{path.replace("{guid}", document)}"'
    return f'<TextSource guid="{document}" name="{name}"{at}>{"".join(inside)}{more}</TextSource>'


def project(
    *sources: str,
    users: str = USERS,
    codes: str = CODES,
    before: str = "",
    after: str = "",
    head: str = HEAD,
    namespace: str = NAMESPACE,
) -> str:
    inside = f"<Sources>{''.join(sources)}</Sources>" if sources else ""
    root = f'{head}<Project {namespace} name="Teams" origin="test">'
    return f"{root}{users}{codes}{before}{inside}{after}</Project>"


def pack(
    path: Path,
    xml: str | bytes,
    texts: dict[str, str | bytes] | None = None,
    *,
    member: str = "project.qde",
    folder: str = "sources/",
) -> Path:
    texts = {f"{DOCUMENT}.txt": WORDS} if texts is None else texts
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, xml.encode() if isinstance(xml, str) else xml)
        for name, text in texts.items():
            archive.writestr(f"{folder}{name}", text.encode() if isinstance(text, str) else text)
    return path


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Return contents with bytes changed, cut out, or doubled somewhere."""
    place, length = chance.randrange(len(content)), chance.choice([1, 1, 4, 40])
    middle = chance.choice(
        [chance.randbytes(length), b"", content[place : place + length] * 2, b"\xff", b"<", b"&", b'"']
    )
    return content[:place] + middle + content[place + length :]
