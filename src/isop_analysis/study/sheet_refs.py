"""What team sheets need of the rest of the config: errors, and what its authors have not written yet."""

from collections.abc import Iterator

from isop_analysis.study.problems import Problem
from isop_analysis.study.sheet_settings import Clause
from isop_analysis.study.study import Study
from isop_analysis.study.yaml_lines import Step, dotted


def sheet_problems(study: Study) -> Iterator[Problem]:
    """Yield what makes the sheets of a study impossible."""
    config, document = study.config, study.config_part.document
    if config.sheet is None:
        return
    if config.consent is not None and "team_sheet" not in config.consent.all_purposes:
        where: tuple[Step, ...] = ("consent", "purposes")
        message = "purpose 'team_sheet' has no column, so nobody would be on a sheet; add it, or drop 'sheet'"
        yield Problem(document.file, message, document.line(where), dotted(where))
    for key, given in (
        ("languages", list(config.sheet.languages)),
        ("blocks", [block.about for block in config.sheet.blocks]),
    ):
        for position, name in enumerate(given):
            if name in given[:position]:
                where = ("sheet", key, position)
                message = f"'{name}' stands twice; keep one"
                yield Problem(document.file, message, document.line(where), dotted(where))


def sheet_advice(study: Study) -> list[str]:
    """Return a sentence a clause that is missing in a language of the sheets; none where there are none."""
    sheet = study.config.sheet
    if sheet is None:
        return []
    found: list[str] = []
    for language in sheet.languages:
        lacking = [name for name, clause in _clauses(study) if not _written(clause, language)]
        if lacking:
            found.append(f"team sheets in '{language}' lack: {', '.join(lacking)}")
    return found


def _clauses(study: Study) -> Iterator[tuple[str, Clause | None]]:
    sheet = study.config.sheet
    assert sheet is not None
    yield "sheet.contact", sheet.contact
    yield "sheet.ask", sheet.ask
    yield from ((f"sheet.blocks[{at}].title", block.title) for at, block in enumerate(sheet.blocks))
    for _, scale in study.scales:
        if scale.sheet is not False and len(scale.items) > 1:
            yield f"{scale.name}.sheet", scale.sheet
            yield f"{scale.name}.strength", scale.strength
            yield f"{scale.name}.talk", scale.talk
    for code in study.integration.codes if study.integration else []:
        yield f"{code.name}.sheet", code.sheet


def _written(clause: Clause | None, language: str) -> bool:
    return clause is not None and clause.in_language(language) is not None
