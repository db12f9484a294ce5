"""Hashes that readers may have: plain ones of what they have anyway, keyed ones of all else.

A small file can be guessed from its SHA-256: whoever thinks they know a row tries its few values. Of raw,
restricted and processed files HMAC-SHA256 (RFC 2104) is told, over the 64 hex digits of the file's SHA-256.
Two runs whose files differ for one person alone must not tell by their hashes which files these are: the
HMAC's key is made of the study's key and the run's number, which another file of any kind changes. Who has
the key, the number (the dossier tells it) and the file gets the same:

``python -m isop_analysis.audit.hashes --config config/config.yaml --run NUMBER data/raw/demo/consent.csv``
"""

import argparse
import hashlib
import hmac
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file in 64 hex digits; FileNotFoundError where there is none."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def run_number(key: bytes, digests: Iterable[str]) -> str:
    """Return what tells a run from others, 64 hex digits: keyed, of the hashes of what readers lack."""
    return keyed_hash(key, "\n".join(sorted(digests)))


def run_key(key: bytes, run: str) -> bytes:
    """Return the key of a run's hashes, 32 bytes."""
    return hmac.digest(key, f"run {run}".encode("ascii"), "sha256")


def keyed_hash(key: bytes, digest: str) -> str:
    """Return HMAC-SHA256 over a file's SHA-256, both in 64 hex digits; `key` is the run's (`run_key`)."""
    return hmac.digest(key, digest.encode("ascii"), "sha256").hex()


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the keyed hash of each file, as `sha256sum` prints plain ones; return the exit code."""
    from isop_analysis.cleaning.key import read_names_key
    from isop_analysis.study.problems import StudyError
    from isop_analysis.study.reading import read_study

    parser = argparse.ArgumentParser(prog="python -m isop_analysis.audit.hashes", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--run", required=True, help="the run's number, as its dossier tells it")
    parser.add_argument("--config", default="config/config.yaml", help="the study file")
    options = parser.parse_args(arguments)
    try:
        key = run_key(read_names_key(read_study(options.config)), options.run)
        for path in options.files:
            print(f"{keyed_hash(key, file_hash(path))}  {path.as_posix()}")
    except (StudyError, OSError) as error:
        print(f"ERROR {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
