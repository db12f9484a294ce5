"""Write an invented study's raw folder: ``--preset demo --out <folder> [--root <project>]``."""

import argparse
import sys
from pathlib import Path

from isop_analysis.demo.presets import PRESETS
from isop_analysis.demo.raw_folder import simulate
from isop_analysis.study import StudyError


def main(arguments: list[str] | None = None) -> int:
    """Write a preset's raw folder; return 1 when the config can't be read."""
    parser = argparse.ArgumentParser(prog="python -m isop_analysis.demo", description=__doc__)
    parser.add_argument("--preset", choices=sorted(PRESETS), default="demo")
    parser.add_argument("--out", type=Path, required=True, help="folder to write; made if need be")
    parser.add_argument("--root", type=Path, default=Path.cwd(), help="the project's folder (holds config/)")
    asked = parser.parse_args(arguments)
    try:
        files = simulate(PRESETS[asked.preset], asked.out, asked.root)
    except StudyError as error:
        print("\n".join(f"ERROR simulation: {problem}" for problem in error.problems), file=sys.stderr)
        return 1
    print(f"{len(files)} files in {asked.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
