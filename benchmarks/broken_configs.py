"""The tiny study with one small defect: the table `broken_configs.yaml`, and how its changes are made."""

import csv
import hashlib
import io
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

TABLE = Path(__file__).with_suffix(".yaml")
CONFIG = Path("config/tiny/config.yaml")
RAW = Path("data/raw/tiny")


@dataclass(frozen=True)
class Broken:
    """A defect: its name, the changes that make it, and what check says of it first.

    `told` is None for a study that is to run to its end.
    """

    name: str
    change: tuple[dict[str, Any], ...]
    told: str | None

    @property
    def files(self) -> bool:
        """Whether a file other than a settings file is changed or taken away."""
        return any(not str(change["file"]).endswith(".yaml") for change in self.change)

    def make(self, root: Path) -> None:
        """Change the tiny study that lies below a folder."""
        for change in self.change:
            path = _place(root, change["file"])
            if change.get("gone"):
                path.unlink()
            elif "write" in change:
                _write(path, change["write"].encode())
            else:
                _replace(path, change["old"], change["new"])
        _list_anew(root / RAW)


def broken_configs() -> list[Broken]:
    """Return the table."""
    rows = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return [Broken(row["name"], tuple(row["change"]), row.get("told")) for row in rows]


def _place(root: Path, file: str) -> Path:
    if file.startswith("data/"):
        return root / RAW / file.removeprefix("data/")
    return (root / CONFIG.parent / file).resolve()


def _write(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)  # it may be a hard link to the project's own
    path.write_bytes(content)


def _replace(path: Path, old: str, new: str) -> None:
    content = path.read_bytes()
    assert old.encode() in content, f"{path.name} lacks {old!r}"
    _write(path, content.replace(old.encode(), new.encode(), 1))


def _list_anew(raw: Path) -> None:
    """Write the manifest's hashes anew, and leave files out that are gone."""
    manifest = raw / "MANIFEST.csv"
    rows = list(csv.DictReader(io.StringIO(manifest.read_text(encoding="utf-8"))))
    there = [row for row in rows if (raw / row["file"]).is_file()]
    for row in there:
        row["sha256"] = hashlib.sha256((raw / row["file"]).read_bytes()).hexdigest()
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(there)
    _write(manifest, text.getvalue().encode())


def copy_of_tiny(project: Path, root: Path) -> None:
    """Copy what `check` reads of the tiny study: config, raw files and notebooks."""
    for folder in ("config", RAW.as_posix(), "notebooks"):
        shutil.copytree(project / folder, root / folder)
