"""Files that appear whole or not at all: written beside their place under another name, then moved."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ENDING = ".part"


def part_of(path: Path) -> Path:
    """Return the name under which a file is written before it takes its place."""
    return path.with_name(f"{path.name}{ENDING}")


def make_folder(folder: Path) -> None:
    """Make a folder and those above it that aren't there, their owner's alone (0700)."""
    for missing in reversed([one for one in (folder, *folder.parents) if not one.exists()]):
        missing.mkdir(mode=0o700, exist_ok=True)


def sweep(folder: Path, close: bool = True) -> None:
    """Take away what a killed run left below a folder; `close` lets nobody but its owner into it."""
    if not folder.is_dir() or folder.is_symlink():
        return
    if close:
        folder.chmod(0o700)
    for path in folder.rglob("*"):
        if path.is_symlink():
            continue
        if path.name.endswith(ENDING):
            path.unlink(missing_ok=True)
        elif close:
            path.chmod(0o700 if path.is_dir() else 0o600)


PUBLISHED = 0o644
"""Mode of files that are committed or given to readers."""


@contextmanager
def whole_file(path: Path, mode: int = 0o600) -> Iterator[Path]:
    """Give the file to write to; it replaces `path` when the block ends, and is removed when it fails.

    The folder is made if need be; the file has its mode before it has content (its owner's alone, if no
    other is asked for).
    """
    make_folder(path.parent)
    part = part_of(path)
    part.unlink(missing_ok=True)
    part.touch(mode=mode)
    part.chmod(mode)
    try:
        yield part
        part.chmod(mode)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def write_whole(path: Path, content: str | bytes, mode: int = 0o600) -> None:
    """Write text (UTF-8, line ends as they are) or bytes as a whole file."""
    with whole_file(path, mode) as part:
        part.write_bytes(content.encode() if isinstance(content, str) else content)
