"""Runs Snakemake in forks of one process that has imported it, which takes half of a dry run.

Reads a JSON object a line (`folder`, `environment`, `arguments`, `output`, a file), and prints its exit code.
What is forked has loaded nothing of the project, so that each loads the code of its own folder.
"""

import json
import os
import sys
from typing import Any

from snakemake import cli


def run(asked: dict[str, Any]) -> None:
    """Become Snakemake as it was asked for."""
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    sys.path.insert(0, asked["environment"]["PYTHONPATH"])
    file = os.open(asked["output"], os.O_WRONLY | os.O_CREAT)
    os.dup2(file, 1)
    os.dup2(file, 2)
    cli.main(asked["arguments"])


def main() -> None:
    assert "isop_analysis" not in sys.modules
    for line in sys.stdin:
        if child := os.fork():
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            print(code, flush=True)
            continue
        try:
            run(json.loads(line))
        except SystemExit as end:
            sys.stdout.flush()
            os._exit(end.code if isinstance(end.code, int) else 1)
        finally:
            sys.stdout.flush()
            os._exit(1)


if __name__ == "__main__":
    main()
