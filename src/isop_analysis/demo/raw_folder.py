"""From a preset to a raw folder: people, attendance, scores, answers, oddities, exports, manifest."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from isop_analysis.demo.answers import open_answers
from isop_analysis.demo.attendance import Attendance, attend
from isop_analysis.demo.claims import claims_of
from isop_analysis.demo.coders import Coding, code_talks, write_projects
from isop_analysis.demo.consent import ConsentPlan, plan_consent, write_consent
from isop_analysis.demo.decided import write_decided
from isop_analysis.demo.files import csv_text
from isop_analysis.demo.forms import write_forms
from isop_analysis.demo.interviews import Talk, invent_talks, write_documents
from isop_analysis.demo.latent import draw_scores
from isop_analysis.demo.limesurvey import write_limesurvey
from isop_analysis.demo.oddities import with_oddities
from isop_analysis.demo.open_data import write_open_data
from isop_analysis.demo.planted_names import LISTED, PlantedTalks, plant_names, write_lists
from isop_analysis.demo.population import Population, populate
from isop_analysis.demo.presets import Preset
from isop_analysis.demo.qualtrics import write_qualtrics
from isop_analysis.demo.record import Written, write_record
from isop_analysis.demo.register import write_register
from isop_analysis.demo.responses import Answered, answer_all, occasion_of
from isop_analysis.demo.spss import write_spss
from isop_analysis.study import Study, load
from isop_analysis.study.integration_settings import masking_files

README = """# Invented data

Everything in this folder is invented by `python -m isop_analysis.demo --preset {name} --out <folder>`:
the people, their answers, the items (config/instruments), the schools and their figures. A second run writes
the same bytes. `true_parameters.json` says what is true of it; no step of the pipeline reads it.
"""


def simulate(preset: Preset, folder: Path, root: Path) -> list[str]:
    """Write a preset's raw folder and return its files, sorted.

    Parameters
    ----------
    root
        The project's folder: the preset's config, relative to it, gives instruments, waves and outcomes.

    Raises
    ------
    StudyError
        When the config can't be read.
    """
    study = load(root / preset.config, root)
    occasions = 1 + max(occasion_of(wave) for wave in study.config.waves)
    population = populate(preset, occasions)
    attendance = attend(preset, population, occasions)
    scores = draw_scores(preset, population, attendance, occasions)
    plain = answer_all(preset, study, population, scores)
    folder.mkdir(parents=True, exist_ok=True)
    written = _write_exports(folder, preset, study, population, plain)
    plan = plan_consent(preset, len(population.persons), plain)
    _write_rest(folder, preset, study, population, attendance)
    write_consent(folder, preset, population, plan)
    talks = _plant(folder, preset, study, population, plan)
    coding = _write_coded(folder, preset, study, talks.talks, written) if talks is not None else None
    planted = talks.planted if talks is not None else {}
    write_record(folder / "true_parameters.json", preset, population, plan, written, coding, planted)
    (folder / "README.md").write_text(README.format(name=preset.name), encoding="utf-8", newline="")
    return _write_manifest(folder, preset, study)


def _write_exports(
    folder: Path, preset: Preset, study: Study, population: Population, plain: Sequence[Answered]
) -> list[Written]:
    odd: dict[str, list[Answered]] = {}
    for instrument in study.instruments:
        own = [response for response in plain if response.instrument == instrument.name]
        odd[instrument.name] = with_oddities(preset, instrument, own)
    written = []
    for export in preset.exports:
        instrument = study.instrument(export.instrument)
        responses = [response for response in odd[export.instrument] if response.wave in export.waves]
        claims = claims_of(preset, export, responses, population)
        path = folder / export.file
        if export.layout == "spss":
            write_spss(path, instrument, claims)
        elif export.layout == "forms":
            write_forms(path, export, instrument, claims)
        elif export.instrument == "srt_tool":
            write_limesurvey(path, export, instrument, claims)
        else:
            write_qualtrics(path, export, instrument, claims)
        written.append(Written(export, claims))
    return written


def _write_rest(
    folder: Path,
    preset: Preset,
    study: Study,
    population: Population,
    attendance: Attendance,
) -> None:
    for cohort in preset.cohorts:
        path = folder / f"register_{cohort}.xlsx"
        write_register(path, cohort, population, attendance, study.config.waves)
    write_open_data(folder, preset, population, [outcome.file for outcome in study.config.outcomes])


def _plant(
    folder: Path, preset: Preset, study: Study, population: Population, plan: ConsentPlan
) -> PlantedTalks | None:
    """Invent the talks with names in them; write the lists of names, and what a person decided."""
    if study.integration is None or study.integration.coded.documents is None:
        return None
    talks = plant_names(preset, invent_talks(preset, study, population, plan), population)
    listed = {**LISTED, "names": talks.names}
    masking = study.integration.masking
    write_lists(folder, [(file, listed[kind]) for kind in listed for file in getattr(masking, kind)])
    write_decided(folder, study, talks, population)
    return talks


def _write_coded(
    folder: Path, preset: Preset, study: Study, talks: Sequence[Talk], written: Sequence[Written]
) -> Coding | None:
    """Write the talks and what both coders made of them, and of open answers."""
    coded = study.integration.coded if study.integration is not None else None
    if coded is None or coded.documents is None:
        return None
    answers = open_answers(preset, coded.answers, written)
    coding = code_talks(preset, talks).with_others(code_talks(preset, answers, "coders of answers"))
    write_documents(folder / coded.documents.file, talks)
    write_projects(folder, study, coding)
    return coding


def _write_manifest(folder: Path, preset: Preset, study: Study) -> list[str]:
    kinds = {export.file: (export.instrument, export.waves) for export in preset.exports}
    rows = [["file", "sha256", "instrument", "wave"]]
    names = sorted(path.name for path in folder.iterdir() if path.name != "MANIFEST.csv")
    for name in names:
        instrument, waves = kinds.get(name, (_kind(name, study), ()))
        digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        rows.append([name, digest, instrument, waves[0] if len(waves) == 1 else ""])
    (folder / "MANIFEST.csv").write_text(csv_text(rows), encoding="utf-8", newline="")
    return [*names, "MANIFEST.csv"]


def _kind(name: str, study: Study) -> str:
    """Return what a file is that no tool exported."""
    outcomes = {outcome.file for outcome in study.config.outcomes}
    coded = study.integration.coded if study.integration else None
    kinds = {"consent.csv": "consent", "aliases.csv": "aliases", "site_keys.csv": "site_keys"}
    if coded is not None:
        kinds |= dict.fromkeys(coded.all_files, "coded")
        kinds |= {coded.documents.file: "documents"} if coded.documents else {}
    if study.integration is not None:
        kinds |= dict.fromkeys(masking_files(study.integration.masking), "masking")
        kinds[study.integration.quotes.approved or "" if study.integration.quotes else ""] = "quotes"
    if name in outcomes:
        return "outcomes"
    return "register" if name.startswith("register_") else kinds.get(name, "companion")
