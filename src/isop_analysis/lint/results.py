"""Whether what a run has written is whole, and of what the study is today."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from isop_analysis.answers.entry import sha256_of
from isop_analysis.base.reasons import read_reasons
from isop_analysis.contracts.files import read_table
from isop_analysis.lint.checks import Check, Group
from isop_analysis.report.outputs import readers_files
from isop_analysis.study.problems import Problem
from isop_analysis.study.study import Study

if TYPE_CHECKING:
    import pandas as pd

INPUT = "input"
MEND_RUN = "run isop run, and look at what has changed"


def has_run(study: Study) -> bool:
    """Whether a run has ended: its last step writes the audit."""
    return (study.processed / "audit.parquet").is_file()


def inputs_changed(study: Study) -> Iterator[Problem]:
    """Yield config and raw files that are others than those of the run."""
    audited = _audited(study.processed)
    known = {file: digest for file, step, digest in audited if step == INPUT}
    present = [study.root / one.file for one in study.documents]
    present += sorted(path for path in study.raw.glob("*") if path.is_file())
    names = {_shown(study, path) for path in present}
    for name in sorted(names - set(known)):
        yield Problem(name, "was not there when the results were made")
    for name, digest in known.items():
        if not (study.root / name).is_file():
            yield Problem(name, "is gone since the results were made")
        elif sha256_of(study.root / name) != digest:
            yield Problem(name, "has changed since the results were made")


def outputs_changed(study: Study) -> Iterator[Problem]:
    """Yield published and built files that aren't as the run has left them."""
    for name, step, digest in _audited(study.processed):
        path = study.root / name
        if step == INPUT:
            continue
        if not path.is_file():
            yield Problem(name, "is gone since the run wrote it")
        elif sha256_of(path) != digest:
            yield Problem(name, "is not as the run wrote it")


def _audited(processed: Path) -> tuple[tuple[str, str, str], ...]:
    table = read_table("audit", processed)[["file", "step", "sha256"]].astype("str")
    return tuple(table.itertuples(index=False, name=None))


def _shown(study: Study, path: Path) -> str:
    return path.relative_to(study.root).as_posix()


def not_built(study: Study) -> Iterator[Problem]:
    """Yield files for readers that are not there."""
    for path in readers_files(study):
        if not path.is_file():
            yield Problem(_shown(study, path), "is not there")


def tables_differ(study: Study) -> Iterator[Problem]:
    """Yield tables of readers that say something else than what was published."""
    for path in sorted(study.published.glob("*.csv")):
        beside = study.build / "tables" / path.name
        if beside.is_file() and beside.read_bytes() != path.read_bytes():
            yield Problem(_shown(study, beside), f"differs from {_shown(study, path)}")


def notebooks_not_run(study: Study) -> Iterator[Problem]:
    """Yield notebooks without a page."""
    for name in study.config.notebooks:
        page = study.build / "notebooks" / f"{Path(name).stem}.html"
        if not page.is_file():
            yield Problem(name, "has no page: it has not run")


def models_without_result(study: Study) -> Iterator[Problem]:
    """Yield models that were refused or failed, with the reason."""
    for row in _fits(study).itertuples():
        if row.status != "fitted":
            yield Problem(
                study.config_part.document.file,
                f"model '{row.model}' {row.status}, scale '{row.scale}': "
                + "; ".join(map(str, read_reasons(row.reason))),
            )


def untested_hypotheses(study: Study) -> Iterator[Problem]:
    """Yield confirmatory hypotheses of which a model gave no result to rely on."""
    if study.hypotheses_part is None:
        return
    file, fits = study.hypotheses_part.document.file, _fits(study)
    good = fits[(fits["status"] == "fitted") & fits["converged"].fillna(False).astype(bool)]
    tested = set(zip(good["model"], good["scale"], strict=True))
    for one in study.hypotheses:
        if one.status != "confirmatory":
            continue
        for scale in study.tested_scales(one):
            if (one.model, scale) not in tested:
                yield Problem(file, f"hypothesis '{one.name}' has no test on '{scale}'")


def weak_scales(study: Study) -> Iterator[Problem]:
    """Yield scales whose answers hang together weakly at an occasion."""
    table = read_table("reliability", study.processed)
    weak = table[table["weak"].fillna(False).astype(bool) & (table["occasion"].astype("str") != "all")]
    for scale, rows in weak.astype({"scale": "str", "occasion": "str"}).groupby("scale", sort=False):
        told = ", ".join(f"{one.occasion} (alpha {one.alpha:.2f})" for one in rows.itertuples())
        yield Problem(study.config_part.document.file, f"scale '{scale}' is weak at {told}")


def _fits(study: Study) -> "pd.DataFrame":
    columns = {"model": "str", "scale": "str", "status": "str"}
    return read_table("model_fits", study.processed).astype(columns)


RESULTS = Group(
    "Results",
    (
        Check(
            "inputs_unchanged",
            "must",
            "config and raw files are those of the last run",
            MEND_RUN,
            inputs_changed,
            after_run=True,
        ),
        Check(
            "outputs_untouched",
            "must",
            "tables and reports are as the run has written them",
            "run isop run; what has to read otherwise is changed in the config, never in a page",
            outputs_changed,
            after_run=True,
        ),
        Check(
            "report_built",
            "must",
            "summary, report, annex, tables and front page are there in each language",
            MEND_RUN,
            not_built,
            after_run=True,
        ),
        Check(
            "tables_agree",
            "must",
            "tables of readers say what was published",
            MEND_RUN,
            tables_differ,
            after_run=True,
        ),
        Check(
            "notebooks_ran",
            "must",
            "each notebook has a page",
            MEND_RUN,
            notebooks_not_run,
            after_run=True,
        ),
        Check(
            "models_fitted",
            "note",
            "each multilevel model gave a result",
            "nothing has to be done: the annex names each, with its reason; what lacks data may be left out",
            models_without_result,
            after_run=True,
        ),
        Check(
            "hypotheses_tested",
            "should",
            "each confirmatory hypothesis was tested by a model that converged",
            "say in the discussion that it stays untested; it counts in its family all the same",
            untested_hypotheses,
            after_run=True,
        ),
        Check(
            "scales_hold",
            "note",
            "the items of each scale hang together at each occasion",
            "nothing has to be done: the report says so wherever the scale is used",
            weak_scales,
            after_run=True,
        ),
    ),
)
