"""What reading a large coded project costs: seconds and peak memory, and agreement on it.

``python benchmarks/coded_project.py [megabytes documents codings]`` (50 500 20000)

Writes a `.qdpx` of two coders with emoji, Windows' line ends and positions in UTF-16's units, so that every
conversion is needed, then reads it in another process: wall and CPU seconds of `read`, of its segments and of
`agreement`, imports apart.
"""

import random
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

TEAM = ["wie", "doet", "wat", "in", "het", "team", "😀", "en", "wanneer", "één", "overleg", "met", "de"]
WORDS = [*TEAM, "zorg\r\n"]
HEAD = '<?xml version="1.0" encoding="utf-8"?><Project xmlns="urn:QDA-XML:project:1.0" name="large"><Users>'


def guid(kind: int, number: int) -> str:
    return f"{kind:08x}-0000-4000-8000-{number:012x}"


def large(path: Path, megabytes: int, documents: int, codings: int) -> None:
    """Write a project of about so many megabytes of text."""
    chance = random.Random(1)
    size = megabytes * 1_000_000 // documents
    users = "".join(f'<User guid="{guid(1, n)}" name="coder {n}"/>' for n in range(2))
    codes = "".join(f'<Code guid="{guid(2, n)}" name="code {n}" isCodable="true"/>' for n in range(40))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        sources = []
        for document in range(documents):
            text = " ".join(chance.choices(WORDS, k=size // 5))
            text = text.encode()[:size].decode(errors="ignore")
            archive.writestr(f"sources/{guid(3, document)}.txt", text)
            units = len(text.encode("utf-16-le")) // 2
            marks = []
            for n in range(codings // documents):
                start = chance.randrange(units - 400)
                number = document * codings + n
                marks.append(
                    f'<PlainTextSelection guid="{guid(4, number)}" startPosition="{start}" '
                    f'endPosition="{start + chance.randrange(20, 400)}"><Coding guid="{guid(5, number)}" '
                    f'creatingUser="{guid(1, n % 2)}"><CodeRef targetGUID="{guid(2, chance.randrange(40))}"/>'
                    "</Coding></PlainTextSelection>"
                )
            whole = (
                f'<PlainTextSelection guid="{guid(6, document)}" startPosition="0" endPosition="{units}"/>'
            )
            at = f'plainTextPath="internal://{guid(3, document)}.txt"'
            inside = "".join([*marks, whole])
            sources.append(
                f'<TextSource guid="{guid(3, document)}" name="talk {document}" {at}>{inside}</TextSource>'
            )
        book = f"</Users><CodeBook><Codes>{codes}</Codes></CodeBook>"
        xml = f"{HEAD}{users}{book}<Sources>{''.join(sources)}</Sources></Project>"
        archive.writestr("project.qde", xml)


def measure(path: str) -> None:
    """Read and compare, and print what it cost."""
    import pandas as pd  # noqa: F401

    from isop_analysis import qualitative

    def told(what: str, since: tuple[float, float]) -> None:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        wall, cpu = time.perf_counter() - since[0], time.process_time() - since[1]
        print(f"{what}: {wall:.1f} s, {cpu:.1f} CPU s, peak {peak:.0f} MB")

    start = time.perf_counter(), time.process_time()
    project = qualitative.read(path)
    told("read", start)
    segments = project.segments
    told("read and segments", start)
    print(project, f"{sum(map(len, project.documents['text'])):,} characters")
    start = time.perf_counter(), time.process_time()
    print(qualitative.agreement(segments))
    told("agreement", start)


def main() -> None:
    if len(sys.argv) == 2:
        measure(sys.argv[1])
        return
    megabytes, documents, codings = map(int, sys.argv[1:] or (50, 500, 20_000))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.qdpx"
        large(path, megabytes, documents, codings)
        subprocess.run([sys.executable, __file__, str(path)], check=True)


if __name__ == "__main__":
    main()
