"""Check a study in seconds, without running anything: config, models, manifest, every cell of every raw file.

Prints per file what was found in it; ends with all problems of all files, the key's among them.
"""

from collections import Counter
from dataclasses import dataclass, field

from isop_analysis.answers.asked_in_survey import noes
from isop_analysis.answers.found import Found, Others, emptiness, found_in_survey, read_others
from isop_analysis.answers.manifest import read_manifest
from isop_analysis.answers.masking_files import read_masking_files
from isop_analysis.answers.open_answers import OpenAnswers
from isop_analysis.answers.reading import Checked, TeamsNamed, check
from isop_analysis.answers.shown import Shown, Tell
from isop_analysis.answers.spelling import folded
from isop_analysis.answers.survey import IDENTIFIERS, Survey, open_surveys
from isop_analysis.cleaning.consent_costs import ConsentCosts
from isop_analysis.cleaning.foretold import Foretold
from isop_analysis.cleaning.key import read_key, read_names_key
from isop_analysis.models.forecasts import Counted, forecasts
from isop_analysis.models.multilevel.formula_problems import FormulasRead, read_formulas
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


@dataclass(frozen=True)
class SeenSurveys:
    """What was met in the rows of all surveys: responses per wave of each, teams, values, what is wrong."""

    counts: list[Counter[str]] = field(default_factory=list)
    teams: dict[str, TeamsNamed] = field(default_factory=dict)
    answered: dict[str, set[float]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def run(study: Study) -> None:
    """Print what the study's raw files hold; raise StudyError with all that is wrong."""
    entries, of_manifest = read_manifest(study)
    surveys, unopened = open_surveys(study, entries)
    others, answers = read_others(study), OpenAnswers.of(study)
    of_files = [*of_manifest, *unopened, *others.problems, *read_masking_files(study).problems]
    formulas = read_formulas(study)
    of_config = [*formulas.problems, *syntax_problems(study), *notebook_problems(study)]
    of_key = _key_problems(study, surveys)
    of_open_data = identity_problems(study) or _open_data(study)
    costs = _costs(study, others)
    foretold = Foretold(study, costs, [*others.register.teams, *others.register.members])
    seen = _look_through(study, surveys, foretold, answers)
    coded = CodedTexts() if of_key else read_coded_texts(study, others.documents, answers)
    of_cells = [*seen.problems, *coded.problems, *unknown_values(study, seen.answered)]
    problems = [*of_files, *of_config, *of_open_data, *of_key, *of_cells]
    problems = problems or _people_problems(study, others, coded, seen.teams)
    problems = problems or emptiness(study, surveys, seen.counts) or list(foretold.problems())
    surveyed = [found_in_survey(survey, n) for survey, n in zip(surveys, seen.counts, strict=True)]
    _print_found(study, len(entries), [*surveyed, *others.found, *coded.found], seen.counts)
    _print_told(study, foretold)
    if not problems:
        _print_models(study, formulas, _counted(study, surveys, foretold, others, seen.teams))
    _end(study, problems)


def _costs(study: Study, others: Others) -> ConsentCosts:
    """Return what counts the costs of a no, with what files other than surveys tell."""
    costs = ConsentCosts(study, others.consent.rows, others.aliases.rows)
    costs.note_memberships(others.register.members)
    costs.note_documents(others.documents.rows)
    return costs


def _look_through(
    study: Study, surveys: list[Survey], foretold: Foretold, answers: OpenAnswers
) -> SeenSurveys:
    """Look at every cell of every survey; one that can't be read to its end leaves its problems."""
    seen = SeenSurveys()
    for survey in surveys:
        try:
            checked = _checked(study, survey, foretold, answers)
        except StudyError as error:
            seen.problems.extend(error.problems)
            seen.counts.append(Counter())
            continue
        seen.problems.extend(checked.problems)
        seen.counts.append(checked.responses)
        foretold.costs.note_asked(noes(survey, study.config))
        seen.teams[survey.shown] = checked.teams
        for item, values in checked.answered.items():
            seen.answered.setdefault(item, set()).update(values)
    return seen


def _checked(study: Study, survey: Survey, foretold: Foretold, answers: OpenAnswers) -> Checked:
    instrument = survey.instrument
    stops = study.config.cleaning.stops_outside(instrument.name)
    return check(
        survey, study.config, stops, _notes(foretold, instrument), foretold.counted(instrument), answers
    )


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


def _notes(foretold: Foretold, instrument: Instrument) -> Tell:
    """Return what notes a chunk of an instrument's responses: what a no costs, and what rules will leave."""

    def note(shown: Shown) -> None:
        fields = shown.fields
        named = zip(fields.email, fields.token, fields.self_code, fields.test, strict=True)
        foretold.costs.note_answers([who for *who, test in named if not test])
        foretold.note(instrument, shown)

    return note


def _counted(
    study: Study, surveys: list[Survey], foretold: Foretold, others: Others, teams: dict[str, TeamsNamed]
) -> Counted:
    """Return how much there is of what models need."""
    register = others.register.teams
    named = {folded(team) for own in teams.values() for team in own}
    named |= {folded(str(row["team"])) for row in register}
    sites = {folded(str(row["site"])) for row in register}
    outcomes = units_by_year(study) if study.micro_macro else {}
    known_sites = len(sites - {"none"}) if register else None
    unasked = frozenset(one.name for _, one in study.scales) - _asked(surveys)
    return Counted(foretold.stay, len(named - {"none"}), known_sites, outcomes, foretold.linkable, unasked)


def _asked(surveys: list[Survey]) -> frozenset[str]:
    """Return the scales of which a file's source asked an item."""
    return frozenset(
        scale.name
        for survey in surveys
        for scale in survey.instrument.scales
        if survey.instrument.asked_in(scale, survey.source.name)
    )


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


def _print_found(study: Study, files: int, found: list[Found], counts: list[Counter[str]]) -> None:
    """Print what every file holds, a line a file, and the responses per wave."""
    counted = [(files, "raw file"), (len(study.instruments), "instrument")]
    told = (f"{number} {noun}{'' if number == 1 else 's'}" for number, noun in counted)
    print(f"study {study.name}: {', '.join(told)}", flush=True)
    for line in _lines(found):
        print(line)
    total = sum(counts, Counter[str]())
    waves = ", ".join(f"{wave.name} {total[wave.name]}" for wave in study.config.waves)
    print(f"responses per wave: {waves}")


def _print_told(study: Study, foretold: Foretold) -> None:
    """Print what a no and the rules cost, and advice on settings that are allowed and lead nowhere."""
    advice = (*sheet_advice(study), *question_advice(study), *factor_advice(study))
    for line in (*foretold.costs.lines(), *foretold.lines(), *advice, *judgement_lines(study)):
        print(line)


def _print_models(study: Study, formulas: FormulasRead, counted: Counted) -> None:
    """Print which models will be refused, and which terms a fit will leave out."""
    for line in forecasts(study, counted):
        print(line)
    for line in formulas.left_out:
        print(f"will be left out: {line}")


def _end(study: Study, problems: list[Problem]) -> None:
    """Print the state of the plan and how many problems there are; raise StudyError with them."""
    if study.hypotheses:
        print(plan_state(study))
    count = len(grouped(problems))
    told = {0: "no problems", 1: "1 problem"}.get(count, f"{count} problems")
    print(told, flush=True)
    if problems:
        raise StudyError(problems)


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
