"""Check a study in seconds, without running anything: config, models, manifest, every cell of every raw file.

Prints per file what was found in it; ends with all problems of all files, the key's among them.
"""

from collections import Counter

from isop_analysis.answers.asked_in_survey import noes
from isop_analysis.answers.found import Found, Others, emptiness, found_in_survey, read_others
from isop_analysis.answers.manifest import read_manifest
from isop_analysis.answers.masking_files import read_masking_files
from isop_analysis.answers.open_answers import OpenAnswers
from isop_analysis.answers.reading import TeamsNamed, check
from isop_analysis.answers.shown import Shown, Tell
from isop_analysis.answers.spelling import folded
from isop_analysis.answers.survey import IDENTIFIERS, Survey, open_surveys
from isop_analysis.cleaning.consent_costs import ConsentCosts
from isop_analysis.cleaning.foretold import Foretold
from isop_analysis.cleaning.key import read_key, read_names_key
from isop_analysis.models.forecasts import Counted, forecasts
from isop_analysis.models.multilevel.formula_problems import read_formulas
from isop_analysis.models.structural.syntax_problems import syntax_problems
from isop_analysis.opendata import identity_problems, open_data_problems, units_by_year
from isop_analysis.publish.judgements import judgement_lines
from isop_analysis.qualitative.received import CodedTexts, read_coded_texts
from isop_analysis.report.notebooks.looking import notebook_problems
from isop_analysis.study.instrument import Instrument
from isop_analysis.study.problems import Problem, StudyError, grouped
from isop_analysis.study.question_advice import factor_advice, question_advice
from isop_analysis.study.registration import plan_state
from isop_analysis.study.sheet_refs import sheet_advice
from isop_analysis.study.sources import unknown_values
from isop_analysis.study.study import Study


def run(study: Study) -> None:
    """Print what the study's raw files hold; raise StudyError with all that is wrong."""
    entries, problems = read_manifest(study)
    surveys, unopened = open_surveys(study, entries)
    others, answers = read_others(study), OpenAnswers.of(study)
    problems += [*unopened, *others.problems, *read_masking_files(study).problems]
    formulas = read_formulas(study)
    problems += [*formulas.problems, *syntax_problems(study), *notebook_problems(study)]
    of_key = _key_problems(study, surveys)
    problems += [*(identity_problems(study) or _open_data(study)), *of_key]
    waves = [wave.name for wave in study.config.waves]
    costs = ConsentCosts(study, others.consent.rows, others.aliases.rows)
    costs.note_memberships(others.register.members)
    costs.note_documents(others.documents.rows)
    foretold = Foretold(study, costs, [*others.register.teams, *others.register.members])
    counts: list[Counter[str]] = []
    teams: dict[str, TeamsNamed] = {}
    answered: dict[str, set[float]] = {}
    for survey in surveys:
        try:
            stops = study.config.cleaning.stops_outside(survey.instrument.name)
            tell = _notes(foretold, costs, survey.instrument)
            checked = check(survey, study.config, stops, tell, foretold.counted(survey.instrument), answers)
        except StudyError as error:
            problems += error.problems
            counts.append(Counter())
            continue
        problems += checked.problems
        counts.append(checked.responses)
        costs.note_asked(noes(survey, study.config))
        teams[survey.shown] = checked.teams
        for item, values in checked.answered.items():
            answered.setdefault(item, set()).update(values)
    coded = CodedTexts() if of_key else read_coded_texts(study, others.documents, answers)
    problems += [*coded.problems, *unknown_values(study, answered)]
    problems += [] if problems else _people_problems(study, others, coded, teams)
    problems += [] if problems else emptiness(study, surveys, counts)
    problems += [] if problems else foretold.problems()
    surveyed = [found_in_survey(survey, n) for survey, n in zip(surveys, counts, strict=True)]
    counts_of = [(len(entries), "raw file"), (len(study.instruments), "instrument")]
    told = (f"{number} {noun}{'' if number == 1 else 's'}" for number, noun in counts_of)
    print(f"study {study.name}: {', '.join(told)}", flush=True)
    for line in _lines([*surveyed, *others.found, *coded.found]):
        print(line)
    _print_waves(waves, counts)
    for line in (*costs.lines(), *foretold.lines()):
        print(line)
    advice = (*sheet_advice(study), *question_advice(study), *factor_advice(study))
    for line in (*advice, *judgement_lines(study)):
        print(line)
    if not problems:
        for line in forecasts(study, _counted(study, foretold, others, teams)):
            print(line)
        for line in formulas.left_out:
            print(f"will be left out: {line}")
    if study.hypotheses:
        print(plan_state(study))
    print(f"{len(grouped(problems))} problems" if problems else "no problems", flush=True)
    if problems:
        raise StudyError(problems)


def _people_problems(
    study: Study, others: Others, coded: CodedTexts, teams: dict[str, TeamsNamed]
) -> list[Problem]:
    """Return what cleaning would stop at in register, consent and documents, and in teams that are named."""
    config = study.config
    if not (config.team_register or config.consent or config.linking.aliases or coded.documents):
        return []
    from isop_analysis.cleaning.rehearsal import Rehearsal

    register = others.register
    rehearsal = Rehearsal(
        study,
        {
            "teams": register.teams,
            "members": register.members,
            "attendance": register.attendance,
            "consent": others.consent.rows,
            "aliases": others.aliases.rows,
            "documents": coded.documents,
        },
    )
    named = [one for file, own in teams.items() for one in rehearsal.unknown_teams(file, own)]
    return [*rehearsal.problems, *named]


def _notes(foretold: Foretold, costs: ConsentCosts, instrument: Instrument) -> Tell:
    """Return what notes a chunk of an instrument's responses: what a no costs, and what rules will leave."""

    def note(shown: Shown) -> None:
        fields = shown.fields
        named = zip(fields.email, fields.token, fields.self_code, fields.test, strict=True)
        costs.note_answers([who for *who, test in named if not test])
        foretold.note(instrument, shown)

    return note


def _counted(study: Study, foretold: Foretold, others: Others, teams: dict[str, TeamsNamed]) -> Counted:
    """Return how much there is of what models need."""
    register = others.register.teams
    named = {folded(team) for own in teams.values() for team in own}
    named |= {folded(str(row["team"])) for row in register}
    sites = {folded(str(row["site"])) for row in register}
    outcomes = units_by_year(study) if study.micro_macro else {}
    known_sites = len(sites - {"none"}) if register else None
    return Counted(foretold.stay, len(named - {"none"}), known_sites, outcomes, foretold.linkable)


def _open_data(study: Study) -> list[Problem]:
    """Return what is wrong with the cells of open data, of a study that has any."""
    config = study.config
    return open_data_problems(study) if config.sites or config.outcomes or config.region else []


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
