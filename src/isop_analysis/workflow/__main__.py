"""What ``./run`` starts: looks at the study file first, then hands over to Snakemake.

Snakemake reads the file named by ``--configfile`` before the Snakefile, and answers a wrong name or a slip in
the YAML with a stack trace or without a line number.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from isop_analysis.study.problems import StudyError
from isop_analysis.study.yaml_lines import read_document


def main(arguments: Sequence[str]) -> int:
    """Run Snakemake with these arguments; return its exit code, or 1 when the study file can't be read."""
    problems = study_file_problems(arguments)
    for problem in problems:
        print(f"ERROR {problem}", file=sys.stderr)
    if problems:
        return 1
    from snakemake.cli import main as snakemake

    sys.argv = ["snakemake", *arguments]
    return int(snakemake() or 0)


def study_file_problems(arguments: Sequence[str]) -> list[str]:
    """Return what is wrong with the file after ``--configfile``, if there is one, in plain sentences."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--configfile", "--configfiles", nargs="+", default=[])
    files = parser.parse_known_args(list(arguments))[0].configfile
    if len(files) > 1:
        return [f"--configfile takes one file, but got {', '.join(files)}; targets go before it."]
    try:
        for file in files:
            read_document(Path(file), file)
    except StudyError as error:
        return [str(problem) for problem in error.problems]
    return []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
