"""``isop run``: looks at the study file first, then hands over to Snakemake.

Snakemake reads the study file before the Snakefile, and answers a wrong name or a slip in the YAML with a
stack trace or without a line number.
"""

import io
import subprocess
import sys
from contextlib import redirect_stderr
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from isop_analysis.steps import STEPS
from isop_analysis.workflow import as_left

if TYPE_CHECKING:
    from isop_analysis.workflow.plan import Plan

STUDY = Path("config/config.yaml")
"""The study that is run where none is named: the demo's, as in the Snakefile."""
RULES = (*STEPS, "all")


@dataclass(frozen=True)
class Asked:
    """What is asked of a run; `more` are targets and options of Snakemake's."""

    config: Path | None = None
    dry_run: bool = False
    cores: str | None = None
    verbose: bool = False
    preparing: bool = False
    more: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether all is to be made that isn't up to date."""
        return not (self.more or self.dry_run or self.preparing)

    @property
    def named(self) -> Path:
        """The study's file."""
        return self.config or STUDY

    @property
    def targets(self) -> list[str]:
        """The words that no option can have taken as its value."""
        return [one for one in self.more if not one.startswith("-")] if _no_values(self.more) else []

    @property
    def arguments(self) -> list[str]:
        """What Snakemake is told; targets come first, lest an option takes them."""
        targets = self.targets
        options = [one for one in self.more if one not in targets]
        found = [*targets, *options]
        found += ["--configfile", str(self.config)] if self.config else []
        found += ["--dry-run"] if self.dry_run else []
        found += ["--cores", self.cores] if self.cores else []
        return found if self.verbose else [*found, "--quiet", "all"]


def _no_values(more: tuple[str, ...]) -> bool:
    """Whether every word without a dash comes before the options, so that none is an option's value."""
    first = next((at for at, one in enumerate(more) if one.startswith("-")), len(more))
    return all(one.startswith("-") for one in more[first:])


def run_line(asked: Asked) -> int:
    """Run Snakemake; return its exit code, 1 where the study file can't be read, 2 for a wrong option."""
    if asked.whole and not asked.verbose and as_left.is_as_left(asked.named):
        print("Nothing to be done: all is up to date.", file=sys.stderr)
        return 0
    problems = study_file_problems(asked.config)
    wrong = problems or [*option_problems(asked.more), *target_problems(asked.targets)]
    for problem in wrong:
        print(f"ERROR {problem}", file=sys.stderr)
    if wrong:
        return 1 if problems else 2
    if not asked.whole:
        return _snakemake(asked)
    plan = _plan(asked)
    places = places_of(plan)
    before = as_left.causes_before(places)
    if code := _prepare(asked, plan) or _snakemake(asked):
        return code
    as_left.keep(asked.named, places, before)
    return 0


def _plan(asked: Asked) -> "Plan":
    from isop_analysis.study.yaml_lines import read_document
    from isop_analysis.workflow.study_file import plan_of

    path = asked.named
    return plan_of([path], read_document(path, str(path)).content)


def places_of(plan: "Plan") -> as_left.Places:
    """Return where the study's files are that may lie outside the project's folder, or in it as a link."""
    study = plan.study
    read = [plan.config_file, *plan.key, *plan.parts, *plan.notebooks, str(study.raw)]
    written = (study.processed, study.published, study.sheets, study.restricted, study.build)
    return as_left.Places(tuple(read), tuple(str(folder) for folder in written))


def _prepare(asked: Asked, plan: "Plan") -> int:
    """Run the quick steps first where what they depend on has changed; return their exit code."""
    from isop_analysis.workflow.preparation import PREPARED, preparation_changed

    if not preparation_changed(plan):
        return 0
    command = [sys.executable, "-m", "isop_analysis", "run", "--preparing", *PREPARED]
    command += ["--config", str(asked.config)] if asked.config else []
    command += ["--verbose"] if asked.verbose else []
    return subprocess.run(command).returncode


def _snakemake(asked: Asked) -> int:
    from snakemake.cli import args_to_api, parse_args
    from snakemake.exceptions import print_exception

    from isop_analysis.workflow import progress

    progress.shows = "nothing" if asked.verbose else "plan" if asked.dry_run else "lines"
    said = io.StringIO()
    try:
        with redirect_stderr(said):
            parser, options = parse_args(asked.arguments)
    except SystemExit:
        print(said.getvalue(), file=sys.stderr, end="")
        raise
    if asked.verbose:
        print(said.getvalue(), file=sys.stderr, end="")
    try:
        return 0 if args_to_api(options, parser) else 1
    except SystemExit as end:
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except Exception as error:
        print_exception(error)
        return 1


def study_file_problems(config: Path | None) -> list[str]:
    """Return what is wrong with a study file as YAML, in plain sentences."""
    if config is None:
        return []
    import yaml

    from isop_analysis.study.problems import StudyError
    from isop_analysis.study.yaml_lines import read_document

    try:
        read_document(config, str(config))
        yaml.safe_load(config.read_text(encoding="utf-8-sig"))
    except StudyError as error:
        return [str(problem) for problem in error.problems]
    except ValueError:
        return [f"{config}: holds a day or time that doesn't exist; write it in quotes if it is none"]
    return []


def option_problems(more: tuple[str, ...]) -> list[str]:
    """Return a sentence for each option that neither `isop run` nor Snakemake knows."""
    options = [one.split("=", 1)[0] for one in more if one.startswith("--")]
    if not options:
        return []
    from snakemake.cli import get_argument_parser

    known = {"--config", "--dry-run", "--cores", "--verbose", *get_argument_parser()._option_string_actions}
    return [_unknown("option", option, known) for option in options if option not in known]


def target_problems(targets: list[str]) -> list[str]:
    """Return a sentence for each target that is no step and looks like no file."""
    words = [one for one in targets if not ("/" in one or "." in one)]
    return [_unknown("step", one, set(RULES)) for one in words if one not in RULES]


def _unknown(what: str, name: str, known: set[str]) -> str:
    from isop_analysis.base.nearest import nearest

    near = nearest(name, known)
    return f"isop run: unknown {what} '{name}'; " + (
        f"did you mean '{near}'?" if near else "isop run --help says what it takes"
    )
