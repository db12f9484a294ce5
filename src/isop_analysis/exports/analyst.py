"""Writes an analyst's export: processed tables as CSV with a data package, answers for SPSS, two scripts."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from isop_analysis.base.whole_files import make_folder, write_whole
from isop_analysis.contracts import TABLES, read_table
from isop_analysis.contracts.kinds import category, integer, maybe_number, text
from isop_analysis.contracts.table import Column, Table
from isop_analysis.exports.answer_rows import ROW, long_answers, wide_answers, written_codes
from isop_analysis.exports.place import export_folder
from isop_analysis.exports.scripts import script
from isop_analysis.exports.spss import write_sav
from isop_analysis.exports.variables import Variable, absent_labels, column_label, variables
from isop_analysis.language.words import words_in
from isop_analysis.report.outputs import DATA_PACKAGE
from isop_analysis.report.tables.data_package import (
    Meanings,
    Told,
    as_resource,
    field,
    package_text,
    resource,
)
from isop_analysis.study.problems import Problem, StudyError
from isop_analysis.study.study import Study

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.language.numbers import Language

SCRIPTS = ("sps", "R")
LONG = Table(
    "answers_long",
    "clean_answers",
    "Answers, one a row; absent ones as codes",
    (
        text("person"),
        text("team"),
        category("wave"),
        integer("response_number"),
        category("occasion"),
        text("site"),
        category("instrument"),
        category("item"),
        maybe_number("answer"),
        category("answer_kind"),
    ),
)


def export_analyst(study: Study, to: Path | None = None) -> Path:
    """Write the export of a study that has run, for its owner alone (0600, folders 0700); return its folder.

    Raises
    ------
    StudyError
        When the study has not run, or the folder is one that others get to see.
    """
    folder = export_folder(study, to)
    if not (study.processed / "scale_scores.parquet").exists():
        unrun = f"has no processed tables yet; run it first ({study.command})"
        raise StudyError([Problem(study.name, unrun)])
    make_folder(folder)
    folder.chmod(0o700)
    long, wide = long_answers(study), wide_answers(study)
    for language in study.config.languages:
        for name, frame in (("answers_long", long), ("answers_wide", wide)):
            _write_sav(study, folder / f"{name}.{language}.sav", frame, language)
    resources = [_long(study, long, folder), _wide(study, wide, folder), *_processed(study, folder)]
    title = {one: study.config.title.in_language(one) for one in study.config.languages}
    write_whole(folder / DATA_PACKAGE, package_text(study, f"{study.name}-analysts", title, resources))
    for language in study.config.languages if study.scales else ():
        for program in SCRIPTS:
            text = script(study, f"measures.{program}", language)
            write_whole(folder / f"measures.{language}.{program}", text)
    return folder


def _write_sav(study: Study, path: Path, frame: "pd.DataFrame", language: "Language") -> None:
    absent = absent_labels(study, language)
    told = [
        Variable(one.name, one.label, "nominal", {}, absent) if one.name == "answer" else one
        for one in variables(study, frame.columns, language)
    ]
    title = study.config.title.in_language(language)
    write_sav(path, frame, told, title, study.config.data_date)


def _long(study: Study, frame: "pd.DataFrame", folder: Path) -> dict[str, Any]:
    _write_csv(frame, folder, LONG.name)
    described = resource(LONG, _titled(study, LONG), _meanings(study))
    return described | {"schema": described["schema"] | {"missingValues": _missing(study)}}


def _wide(study: Study, frame: "pd.DataFrame", folder: Path) -> dict[str, Any]:
    name = "answers_wide"
    _write_csv(frame, folder, name)
    by_language = {one: variables(study, frame.columns, one) for one in study.config.languages}
    numeric = frame.select_dtypes("number").columns
    fields = []
    for place, column in enumerate(frame.columns):
        told = {one: found[place] for one, found in by_language.items()}
        kind = Column(column, "number" if column in numeric else "text", required=False)
        fields.append(field(kind, {one: own.label for one, own in told.items()}) | _categories(told))
    schema = {"fields": fields, "missingValues": _missing(study), "primaryKey": ROW}
    title = {one: words_in(one)("exports.wide") for one in study.config.languages}
    return as_resource(name, title, schema)


def _categories(told: "dict[Language, Variable]") -> dict[str, Any]:
    """Return what a column's values mean: in the first language, and in all of them."""
    lists = {
        one: [{"value": value, "label": label} for value, label in own.values.items()]
        for one, own in told.items()
        if own.values
    }
    return {"categories": next(iter(lists.values())), "labels": lists} if lists else {}


def _processed(study: Study, folder: Path) -> list[dict[str, Any]]:
    """Write every processed table that there is as CSV; return their resources."""
    found = []
    for table in TABLES:
        if table.restricted or not (study.processed / f"{table.name}.parquet").exists():
            continue
        frame = read_table(table.name, study.processed)
        _write_csv(frame, folder, table.name)
        more = [_column(name, frame) for name in frame.columns[len(table.columns) :]]
        found.append(resource(table, _titled(study, table), _meanings(study), more))
    return found


def _column(name: str, frame: "pd.DataFrame") -> Column:
    numeric = name in frame.select_dtypes("number").columns
    return Column(name, "number" if numeric else "text", required=False)


def _write_csv(frame: "pd.DataFrame", folder: Path, name: str) -> None:
    whole = {one: "Int64" for one in frame.select_dtypes("float") if (frame[one].dropna() % 1 == 0).all()}
    text = frame.astype(whole).to_csv(index=False, lineterminator="\n")
    write_whole(folder / f"{name}.csv", text)


def _missing(study: Study) -> list[str]:
    return ["", *written_codes(study)]


def _titled(study: Study, table: Table) -> Told:
    words = {one: words_in(one) for one in study.config.languages}
    return {one: own.label(f"reader_table.{table.name}", table.title) for one, own in words.items()}


def _meanings(study: Study) -> Meanings:
    def meaning(table: str, column: str) -> Told:
        return {one: column_label(column, one) for one in study.config.languages}

    return meaning
