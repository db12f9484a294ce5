"""Check a study in seconds, without running anything: config, models, manifest, every cell of every raw file.

Prints per file what was found in it; ends with all problems of all files, the key's among them. Reads
nothing of `data/open`.
"""

from collections import Counter

from isop_analysis.answers.found import Found, emptiness, found_in_survey, read_others
from isop_analysis.answers.manifest import read_manifest
from isop_analysis.answers.masking_files import read_masking_files
from isop_analysis.answers.open_answers import OpenAnswers
from isop_analysis.answers.reading import check
from isop_analysis.answers.survey import IDENTIFIERS, Survey, open_surveys
from isop_analysis.cleaning.consent_costs import ConsentCosts
from isop_analysis.cleaning.key import read_key, read_names_key
from isop_analysis.models.structural.syntax_problems import syntax_problems
from isop_analysis.opendata import identity_problems
from isop_analysis.publish.judgements import judgement_lines
from isop_analysis.qualitative.received import CodedTexts, read_coded_texts
from isop_analysis.study.problems import Problem, StudyError
from isop_analysis.study.question_advice import question_advice
from isop_analysis.study.registration import plan_state
from isop_analysis.study.sheet_refs import sheet_advice
from isop_analysis.study.study import Study


def run(study: Study) -> None:
    """Print what the study's raw files hold; raise StudyError with all that is wrong."""
    entries, problems = read_manifest(study)
    surveys, unopened = open_surveys(study, entries)
    others, answers = read_others(study), OpenAnswers.of(study)
    problems += [*unopened, *others.problems, *syntax_problems(study)]
    problems += read_masking_files(study).problems
    problems += [*identity_problems(study), *(of_key := _key_problems(study, surveys))]
    waves = [wave.name for wave in study.config.waves]
    costs = ConsentCosts(study, others.consent.rows, others.aliases.rows)
    costs.note_memberships(others.register.members)
    costs.note_documents(others.documents.rows)
    counts: list[Counter[str]] = []
    for survey in surveys:
        try:
            stops = study.config.cleaning.stops_outside(survey.instrument.name)
            checked = check(survey, study.config, stops, costs.note_answers, answers)
        except StudyError as error:
            problems += error.problems
            counts.append(Counter())
            continue
        problems += checked.problems
        counts.append(checked.responses)
    coded = CodedTexts() if of_key else read_coded_texts(study, others.documents, answers)
    problems += coded.problems
    problems += [] if problems else emptiness(study, surveys, counts)
    surveyed = [found_in_survey(survey, n) for survey, n in zip(surveys, counts, strict=True)]
    print(f"study {study.name}: {len(entries)} raw files, {len(study.instruments)} instruments", flush=True)
    for line in _lines([*surveyed, *others.found, *coded.found]):
        print(line)
    _print_waves(waves, counts)
    for line in costs.lines():
        print(line)
    for line in (*sheet_advice(study), *question_advice(study), *judgement_lines(study)):
        print(line)
    if study.hypotheses:
        print(plan_state(study))
    print(f"{len(problems)} problems" if problems else "no problems", flush=True)
    if problems:
        raise StudyError(problems)


def _key_problems(study: Study, surveys: list[Survey]) -> list[Problem]:
    """Return why the key that this study needs can't be used; one that names nobody needs none."""
    config, fields = study.config, {name for survey in surveys for name in survey.columns.fields}
    people = config.consent or config.team_register or study.integration or fields & set(IDENTIFIERS)
    try:
        if people:
            read_key(study)
        elif config.sites or fields & {"team", "site"}:
            read_names_key(study)
    except StudyError as error:
        return list(error.problems)
    return []


def _lines(found: list[Found]) -> list[str]:
    head = ("file", "instrument", "source", "rows", "waves", "items", "dropped", "notes")
    rows = [head, *(_row(file) for file in found)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(head))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]


def _row(file: Found) -> tuple[str, ...]:
    written = " ".join(filter(None, (file.encoding, _delimiter(file.delimiter))))
    items = f"{file.items_matched}/{file.items_expected}" if file.items_expected else ""
    dropped = str(file.columns_dropped) if file.items_expected else ""
    notes = "; ".join(filter(None, (written, *map(str, file.notes))))
    return (
        file.file,
        file.instrument,
        file.source or "",
        str(file.rows),
        file.wave or "",
        items,
        dropped,
        notes,
    )


def _delimiter(sign: str | None) -> str:
    return {None: "", "\t": "tab"}.get(sign, f"'{sign}'")


def _print_waves(waves: list[str], counts: list[Counter[str]]) -> None:
    total: Counter[str] = Counter()
    for responses in counts:
        total.update(responses)
    print("responses per wave: " + ", ".join(f"{wave} {total[wave]}" for wave in waves))
