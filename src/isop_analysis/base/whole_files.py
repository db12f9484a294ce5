"""Files that appear whole or not at all: written beside their place under another name, then moved."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ENDING = ".part"


def part_of(path: Path) -> Path:
    """Return the name under which a file is written before it takes its place."""
    return path.with_name(f"{path.name}{ENDING}")


@contextmanager
def whole_file(path: Path, mode: int = 0o644) -> Iterator[Path]:
    """Give the file to write to; it replaces `path` when the block ends, and is removed when it fails.

    The folder is made if need be; the file has its mode before it has content.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
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


def write_whole(path: Path, content: str | bytes, mode: int = 0o644) -> None:
    """Write text (UTF-8, line ends as they are) or bytes as a whole file."""
    with whole_file(path, mode) as part:
        part.write_bytes(content.encode() if isinstance(content, str) else content)
