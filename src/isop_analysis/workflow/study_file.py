"""The study a run is about: one file, named by the profile or by --configfile."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

import yaml

from isop_analysis.study.loading import load
from isop_analysis.study.problems import StudyError
from isop_analysis.study.yaml_lines import read_document
from isop_analysis.workflow.plan import Plan, shown


def plan_of(configfiles: Sequence[str | Path], config: Mapping[str, Any]) -> Plan:
    """Return the plan of the study in the config file.

    Ends the program, with plain sentences, when the study is not one file or has problems: a key given by
    ``--config`` or a second file would change the study without leaving a trace of it.
    """
    if len(configfiles) != 1:
        _end([f"A study is one file, but {len(configfiles)} are given; name it with --configfile."])
    path = Path(configfiles[0])
    try:
        study = load(path)
        content = read_document(path, shown(path)).content
        as_snakemake_reads = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except StudyError as error:
        _end([str(problem) for problem in error.problems])
    if dict(config) not in (content, as_snakemake_reads):
        keys = sorted(key for key in {*config, *content} if config.get(key) != content.get(key))
        _end([f"--config changes {', '.join(keys)}; a study is a file: change it in {shown(path)}."])
    return Plan(study, shown(path))


def _end(sentences: list[str]) -> NoReturn:
    for sentence in sentences:
        print(f"ERROR {sentence}", file=sys.stderr)
    raise SystemExit(1)
