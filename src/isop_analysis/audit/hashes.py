"""Hashes that readers may have: plain ones of what they have anyway, keyed ones of all else.

A small file can be guessed from its SHA-256: whoever thinks they know a row tries its few values. What is
told of raw, restricted and processed files is therefore HMAC-SHA256 (RFC 2104) under the study's key, over
the 64 hex digits of the file's SHA-256. Who has the key and the file gets the same:

``python -m isop_analysis.audit.hashes --config config/config.yaml data/raw/demo/consent.csv``
"""

import argparse
import hashlib
import hmac
import sys
from collections.abc import Sequence
from pathlib import Path


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file in 64 hex digits; FileNotFoundError where there is none."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def keyed_hash(key: bytes, digest: str) -> str:
    """Return HMAC-SHA256 under the study's key over a file's SHA-256, both in 64 hex digits."""
    return hmac.digest(key, digest.encode("ascii"), "sha256").hex()


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the keyed hash of each file, as `sha256sum` prints plain ones; return the exit code."""
    from isop_analysis.cleaning.key import read_names_key
    from isop_analysis.study.problems import StudyError
    from isop_analysis.study.reading import read_study

    parser = argparse.ArgumentParser(prog="python -m isop_analysis.audit.hashes", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--config", default="config/config.yaml", help="the study file")
    options = parser.parse_args(arguments)
    try:
        key = read_names_key(read_study(options.config))
        for path in options.files:
            print(f"{keyed_hash(key, file_hash(path))}  {path.as_posix()}")
    except (StudyError, OSError) as error:
        print(f"ERROR {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
