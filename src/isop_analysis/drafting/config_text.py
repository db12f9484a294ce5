"""The study file and the model file of a draft, as text."""

from collections.abc import Sequence
from datetime import date

from isop_analysis.drafting.closed_answers import Answers, Label
from isop_analysis.drafting.names import Given, slug
from isop_analysis.drafting.outcome_draft import sites_text
from isop_analysis.drafting.register_draft import DraftRegister, DraftSheet
from isop_analysis.drafting.study_draft import DraftGroup, StudyDraft
from isop_analysis.drafting.waves import DraftWave
from isop_analysis.drafting.yaml_text import both, guessed, in_comment, listed, name, plainly, quoted
from isop_analysis.study.reading import REQUIRED

LEAST_TEAMS = 6


def config_text(
    draft: StudyDraft,
    today: date,
    consent: str | None,
    address: str | None = REQUIRED,
    team: str = REQUIRED,
) -> str:
    """Return the study file.

    `consent`, `address` and `team` are what was answered about consent and about the register's columns of
    addresses and of teams: 'required' where nobody was asked.
    """
    title = draft.name.replace("_", " ").capitalize()
    day = draft.last_day or today
    dated = guessed("the last day of answers" if draft.last_day else "today")
    parts = [
        in_comment(
            ["Drafted by `isop new`. Look through every line; guesses are marked. Keys: docs/config.md."]
        ),
        f"study: {draft.name}\ntitle: {both(title)}{guessed('from the name')}\n",
        f'data_date: "{day.isoformat()}"{dated}\nlanguages: [nl, en]\nseed: 1\nraw: data/raw/{draft.name}\n',
        "instruments:\n" + "".join(f"  - instruments/{one.name}.yaml\n" for one in draft.instruments),
        "models:\n  - models.yaml\n" if draft.has_teams else "",
        _waves(draft, day),
        _attributes(draft.groups),
        _register(draft.register, address, team),
        sites_text(draft.sites, draft.outcomes),
        _consent(draft, consent),
        _cleaning(draft, consent),
        _privacy(draft),
    ]
    return "".join(parts)


def _waves(draft: StudyDraft, day: date) -> str:
    waves = draft.waves.waves
    first = waves[0].school_year(day)[:4]
    why = f"from {draft.waves.guessed}; check names, cohort and school year"
    return f"waves:  # guessed: {why}\n" + "".join(_wave(one, first, day) for one in waves)


def _wave(wave: DraftWave, cohort: str, day: date) -> str:
    accept = f", accept: {listed([quoted(one) for one in wave.accept])}" if wave.accept else ""
    year = wave.school_year(day)
    return (
        f'  - {{name: {wave.name}, cohort: "{cohort}", school_year: {year}, occasion: T{wave.time}, '
        f"time: {wave.time}{accept}}}\n"
    )


def _attributes(groups: Sequence[DraftGroup]) -> str:
    if not groups:
        return ""
    return "attributes:\n" + "".join(_attribute(group) for group in groups)


def _attribute(group: DraftGroup) -> str:
    where = (
        f"    item: {name(group.item)}\n" if group.item else f"    register_column: {quoted(group.column)}\n"
    )
    given = Given()
    values = "".join(_group_value(label, given) for label in _labels(group.answers))
    comment = "" if group.answers.labels else guessed("the codes have no labels here; give them names")
    head = f"  - name: {name(group.name)}{guessed('by its heading or its answers')}\n"
    return f"{head}    title: {both(*group.title)}\n{where}    values:{comment}\n{values}"


def _labels(answers: Answers) -> Sequence[Label]:
    """Return the labels of a group's answers; numbers stand for themselves where they have none."""
    if answers.labels:
        return answers.labels
    every = range(int(answers.low), int(answers.high) + 1)
    return [Label(float(number), plainly(number), plainly(number)) for number in every]


def _group_value(label: Label, given: Given) -> str:
    number = label.nl == plainly(label.value)
    own = name(given.new(f"value_{label.nl}" if number else slug(label.en, "value")))
    accept = f", accept: {listed([quoted(one) for one in label.accept])}" if label.accept else ""
    return f"      - {{name: {own}, nl: {quoted(label.nl)}, en: {quoted(label.en)}{accept}}}\n"


def _register(register: DraftRegister | None, address: str | None, team: str) -> str:
    if register is None:
        return ""
    text = f"team_register:{guessed('by its headings')}\n  files: [{quoted(register.file)}]\n"
    text += _sheet(
        "members", register.members, address, team, ("team", "email", "token", "joined", "left", "site")
    )
    if register.teams is not None:
        text += _sheet("teams", register.teams, address, team, ("team", "site", "cohort"))
    if register.attendance is not None:
        text += _sheet(
            "attendance", register.attendance, address, team, ("team", "email", "wave", "offered", "attended")
        )
    return text


def _sheet(kind_of: str, sheet: DraftSheet, address: str | None, team: str, kinds: Sequence[str]) -> str:
    """Return a sheet; which column is the e-mail address that people are known by is left to a person."""
    if team in sheet.columns.values():
        kinds = [kind for kind in kinds if sheet.columns.get(kind) != team]
    text = (
        f"  {kind_of}:\n" + (f"    sheet: {quoted(sheet.sheet)}\n" if sheet.sheet else "") + "    columns:\n"
    )
    for kind in kinds:
        if kind == "email" and address != REQUIRED:
            text += f"      email: {quoted(address)}\n"
        elif kind == "email":
            may = sheet.columns.get("email")
            hint = f" {quoted(may)} may be it." if may else ""
            line = f"{REQUIRED}: which column holds the addresses that people are known by?{hint}"
            text += in_comment([line], "      ") + f"      email: {REQUIRED}\n"
        elif kind == "team" and kind not in sheet.columns:
            text += _team(sheet, team)
        elif kind in sheet.columns and kind != "token":
            text += f"      {kind}: {quoted(sheet.columns[kind])}\n"
    if sheet.rest:
        text += in_comment([f"Not read: {', '.join(quoted(one) for one in sheet.rest)}."], "    ")
    return text


def _team(sheet: DraftSheet, team: str) -> str:
    """Return the line of the column that is the team; left to a person where none is called so."""
    if team != REQUIRED:
        return f"      team: {quoted(team)}\n"
    may = ", ".join(quoted(name) for name in sheet.may_be_team)
    asked = f"{REQUIRED}: which column is the team (school, ward, group, …)? {may} may be it."
    return (
        in_comment([asked, "Take team_register away where none is."], "      ") + f"      team: {REQUIRED}\n"
    )


def _consent(draft: StudyDraft, consent: str | None) -> str:
    if consent is None:
        return "consent: null  # as you said: nobody was asked\n"
    if consent != REQUIRED:
        return consent
    items = [(item, one.yes_of(item)) for one in draft.instruments for item in one.consent]
    may = f"Item {' or '.join(item for item, _ in items)} may ask it: " if items else ""
    item, yes = items[0] if items else ("an_item", 1.0)
    asked = f"{{item: {item}, agrees: [{plainly(yes)}]}}"
    file = f"{{file: {draft.consent_file or 'consent.csv'}, email: …, date: …, purposes: {{survey: …}}}}"
    lines = [
        f"{REQUIRED}: did people agree that their answers are used? {may}write for example",
        f"  consent: {{asked: {{survey: {asked}, linking: {asked}}}}}",
        "where the survey asked (agrees: the values that mean yes),",
        f"  consent: {file}",
        "where a file holds it (docs/identities.md), or null where nobody was asked.",
    ]
    return in_comment(lines) + f"consent: {REQUIRED}\n"


def _cleaning(draft: StudyDraft, consent: str | None) -> str:
    rules = ["{rule: test_answers}"]
    if consent is not None:
        after = "  # take this line away where consent is null" if consent == REQUIRED else ""
        rules.insert(0, "{rule: consent}" + after)
    rules += ["{rule: unknown_teams, action: stop}"] if draft.register is not None else []
    rules += ["{rule: unfinished, minimum_share: 0.5}", "{rule: duplicates, keep: most_complete}"]
    rules += ["{rule: out_of_range, action: stop}"]
    return "cleaning:\n  steps:\n" + "".join(f"    - {rule}\n" for rule in rules)


def _privacy(draft: StudyDraft) -> str:
    text = (
        "privacy:\n  # Made by `isop key make`; outside this folder and outside folders that are synced.\n"
        f"  key: {{file: {quoted(f'~/isop_keys/{draft.name}.key')}}}\n"
    )
    if draft.dropped:
        names = [quoted(name) for name in draft.dropped]
        text += "  # Columns that may name people: only the one that an instrument file names is read.\n"
        text += f"  dropped: {listed(names)}\n"
    return text


def models_text(draft: StudyDraft) -> str:
    """Return the model file of a first report: how much teams differ, on every scale."""
    within = " + (1 | person)" if draft.may_link else ""
    note = guessed("take (1 | person) away where answers are not linked over waves") if within else ""
    return (
        in_comment(
            ["Drafted by `isop new`: how much teams differ. docs/multilevel.md says what models can be."]
        )
        + "multilevel:\n  - name: null_models\n"
        + f"    title: {both('Verschillen tussen teams', 'Differences between teams')}\n"
        + f"    question: {both('Verschillen teams van elkaar?', 'Do teams differ?')}\n"
        + f"    scales: all\n    formula: score ~ 1 + (1 | team){within}{note}\n"
        + f'    kind: "null"\n    minimum_clusters: {LEAST_TEAMS}\n'
    )
