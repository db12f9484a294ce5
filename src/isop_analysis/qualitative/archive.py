"""A `.qdpx` as the zip archive it is: looked into, never unpacked to disk."""

import struct
import zipfile
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

from isop_analysis.qualitative.limits import Limits
from isop_analysis.study.problems import Problem, StudyError

DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    struct.error,
    OverflowError,
)
"""What reading a damaged, encrypted or oddly packed archive raises."""
SCHEME = "://"
PIECE = 1 << 16
BROKEN = "can't be read as a zip archive: cut off, damaged, or another kind of file; export it again"


class Archive:
    """The members of an archive by their names, capitals apart, and what has been read of them."""

    def __init__(self, file: zipfile.ZipFile, shown: str, limits: Limits) -> None:
        self.file, self.shown, self.limits = file, shown, limits
        self.members = self._members()
        self.project = self._project()
        self.folder = self.project.rpartition("/")[0]
        self.read_bytes = 0

    def problem(self, message: str) -> StudyError:
        """Return an error about this archive."""
        return StudyError([Problem(self.shown, message)])

    def _members(self) -> dict[str, zipfile.ZipInfo]:
        infos = self.file.infolist()
        if len(infos) > self.limits.members:
            message = f"holds {len(infos)} files, more than {self.limits.members}"
            raise self.problem(f"{message}, {self.limits.how_to_raise('members')}")
        found: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            name = info.filename.replace("\\", "/")
            if _leads_out(name):
                raise self.problem("holds a file whose path leads out of the archive; don't trust it")
            if name.endswith("/") or _of_finder(name):
                continue
            if name.casefold() in found:
                raise self.problem("holds two files of the same name; export it again")
            found[name.casefold()] = info
        return found

    def _project(self) -> str:
        """Return the name of the project's XML: `project.qde`, however capitalised, or the only `.qde`."""
        names = [name for name in self.members if name.endswith(".qde")]
        highest = [name for name in names if name.count("/") == min(map(_depth, names))]
        named = [name for name in highest if name.rpartition("/")[2] == "project.qde"]
        chosen = named if len(named) == 1 else highest
        if len(chosen) != 1:
            found = f"{len(chosen)} files" if chosen else "no file"
            raise self.problem(f"holds {found} named .qde where one, project.qde, was expected")
        return chosen[0]

    def project_pieces(self) -> Generator[bytes, None, None]:
        """Yield the project's XML, unpacked a piece at a time."""
        try:
            with self.file.open(self.members[self.project]) as stream:
                while piece := stream.read(PIECE):
                    yield piece
        except DAMAGE:
            raise self.problem(
                "its project can't be unpacked: damaged or encrypted; export it again"
            ) from None

    def source(self, path: str) -> zipfile.ZipInfo | None:
        """Return the member that a source's path names: internal://, or no scheme; None where there is none.

        Paths outside the archive (relative://, absolute://, file://) are never followed.
        """
        scheme, _, rest = path.rpartition(SCHEME)
        if scheme.lower() not in ("", "internal"):
            return None
        name = rest.replace("\\", "/").strip("/").casefold()
        if _leads_out(name):
            raise self.problem("a source's path leads out of the archive; don't trust it")
        top = f"{self.folder}/" if self.folder else ""
        found = (self.members.get(f"{top}{place}{name}") for place in ("sources/", ""))
        return next((one for one in found if one is not None), None)

    def text_bytes(self, member: zipfile.ZipInfo) -> bytes:
        """Return a text's bytes, counted against the limits."""
        try:
            with self.file.open(member) as stream:
                found = stream.read(self.limits.text + 1)
        except DAMAGE:
            message = "a text among its sources can't be unpacked: damaged or encrypted; export it again"
            raise self.problem(message) from None
        self.read_bytes += len(found)
        if len(found) > self.limits.text:
            raise self.problem(
                f"a text is larger than {self.limits.text} bytes, {self.limits.how_to_raise('text')}"
            )
        if self.read_bytes > self.limits.texts:
            message = f"its texts are larger than {self.limits.texts} bytes"
            raise self.problem(f"{message}, {self.limits.how_to_raise('texts')}")
        return found


@contextmanager
def opened(path: Path, shown: str, limits: Limits) -> Iterator[Archive]:
    """Open a `.qdpx`; StudyError where it is missing, empty or no archive."""
    refuse_absent(path, shown)
    try:
        file = zipfile.ZipFile(path)
    except DAMAGE:
        raise StudyError([Problem(shown, BROKEN)]) from None
    with file:
        yield Archive(file, shown, limits)


def refuse_absent(path: Path, shown: str) -> None:
    """Refuse what is no file, and an empty one."""
    if not path.is_file():
        raise StudyError([Problem(shown, "file is missing; put it there or correct its name")])
    if path.stat().st_size == 0:
        raise StudyError([Problem(shown, "is empty; export it again")])


def _depth(name: str) -> int:
    return name.count("/")


def _leads_out(name: str) -> bool:
    return name.startswith("/") or ".." in name.split("/") or name[1:2] == ":" or "\0" in name


def _of_finder(name: str) -> bool:
    """Whether macOS's Finder added a member when it packed the folder anew."""
    return name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith("._")
