"""Whether people's data are where they may be, and used for what they agreed to."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

from isop_analysis.answers.manifest import read_manifest
from isop_analysis.cleaning.key import read_key, read_names_key
from isop_analysis.lint.checks import Check, Group
from isop_analysis.study.problems import Problem
from isop_analysis.study.refs import problem
from isop_analysis.study.study import Study

USUAL = 5
"""Fewest people of a cell or team that is shown, as those who survey workplaces have it (docs/privacy.md)."""
SHOWN = 3


def unusable_key(study: Study) -> Iterator[Problem]:
    """Raise why the key can't be used, where the study needs one."""
    config = study.config
    if config.consent or config.team_register or study.integration:
        read_key(study)
    elif config.sites:
        read_names_key(study)
    yield from ()


def small_cells(study: Study) -> Iterator[Problem]:
    """Yield minimums below those that are usual."""
    for key in ("minimum_cell", "minimum_team"):
        least = getattr(study.config.privacy, key)
        if least < USUAL:
            yield problem(study.config_part.document, ("privacy", key), f"is {least}; {USUAL} is usual")


def raw_files(study: Study) -> Iterator[Problem]:
    """Yield what is wrong with the list of raw files."""
    yield from read_manifest(study)[1]


def tracked(study: Study) -> Iterator[Problem]:
    """Yield raw, restricted and processed files that git would hand to everyone."""
    if study.config.invented or study.config.privacy.key.public or not (study.root / ".git").exists():
        return
    for folder in (study.raw, study.restricted, study.processed):
        if not folder.is_relative_to(study.root):
            continue
        shown = folder.relative_to(study.root).as_posix()
        count = len(_git_files(study.root, shown))
        if count:
            yield Problem(shown, f"{count} files of people are tracked by git")


def _git_files(root: Path, folder: str) -> list[str]:
    done = subprocess.run(
        ["git", "-C", str(root), "ls-files", "--", folder], capture_output=True, text=True, check=False
    )
    return [line for line in done.stdout.splitlines() if not line.endswith("README.md")]


def open_folders(study: Study) -> Iterator[Problem]:
    """Yield files and folders of people that others on this machine may read."""
    for folder in (study.restricted, study.processed):
        paths = [folder, *sorted(folder.rglob("*"))] if folder.is_dir() else []
        loose = [path for path in paths if path.stat().st_mode & 0o077]
        if loose:
            shown = folder.relative_to(study.root).as_posix()
            mode = f"{loose[0].stat().st_mode & 0o777:o}"
            yield Problem(
                shown, f"{len(loose)} of {len(paths)} files and folders are open to others ({mode})"
            )


def nobody_asked(study: Study) -> Iterator[Problem]:
    """Yield that people who are known were not asked for consent."""
    config, coded = study.config, study.integration.coded if study.integration is not None else None
    people = config.team_register is not None or (coded is not None and coded.documents is not None)
    if people and config.consent is None and not config.invented:
        yield problem(
            study.config_part.document, ("consent",), "is not given, and the study knows who people are"
        )


def purposes_not_asked(study: Study) -> Iterator[Problem]:
    """Yield purposes for which the study uses what people gave, and did not ask them."""
    config, consent = study.config, study.config.consent
    if consent is None:
        return
    coded = study.integration.coded if study.integration is not None else None
    used = {
        "linking": len(config.waves) > 1,
        "interview": coded is not None and coded.documents is not None,
        "quoting": study.integration is not None and study.integration.quotes is not None,
        "team_sheet": config.sheet is not None,
    }
    for purpose, needed in used.items():
        if needed and purpose not in consent.all_purposes:
            message = f"does not ask for '{purpose}', so that everyone's answer to it is no"
            yield problem(study.config_part.document, ("consent", "purposes"), message)


def rules_missing(study: Study) -> Iterator[Problem]:
    """Yield that those who said no to the survey stay in it."""
    rules = [one.rule for one in study.config.cleaning.steps]
    if study.config.consent is not None and "consent" not in rules:
        message = "holds no rule 'consent': answers of those who said no are kept"
        yield problem(study.config_part.document, ("cleaning", "steps"), message)


def tests_kept(study: Study) -> Iterator[Problem]:
    """Yield that previews and test answers count as answers."""
    marked = any(
        one.format != "plain_csv" or one.fields.status or one.test_emails
        for instrument in study.instruments
        for one in instrument.sources
    )
    if marked and "test_answers" not in [one.rule for one in study.config.cleaning.steps]:
        message = "holds no rule 'test_answers': previews and tests count as answers"
        yield problem(study.config_part.document, ("cleaning", "steps"), message)


def unapproved_quotes(study: Study) -> Iterator[Problem]:
    """Yield quotes that no person looks at."""
    part = study.integration_part
    if part is not None and part.settings.quotes is not None and part.settings.quotes.approved is None:
        yield problem(
            part.document, ("quotes", "approved"), "is not given: no quote can be approved, or told"
        )


def unlisted_names(study: Study) -> Iterator[Problem]:
    """Yield talks that are masked by what the register knows alone."""
    part = study.integration_part
    if part is not None and part.settings.coded.documents is not None and not part.settings.masking.names:
        message = "is empty: names that only talks hold, such as children's, are found by their form alone"
        yield problem(part.document, ("masking", "names"), message)


def nobody_to_ask(study: Study) -> Iterator[Problem]:
    """Yield that participants are not told whom to ask."""
    if study.config.report.contact is None and study.config.sheet is None:
        yield problem(study.config_part.document, ("report", "contact"), "is not given, nor is sheet.contact")


PRIVACY = Group(
    "Privacy",
    (
        Check(
            "key_usable",
            "must",
            "the key is there, is the study's, closed to others, outside the project and synced folders",
            "do what the sentence says; docs/identities.md tells more",
            unusable_key,
        ),
        Check(
            "cells_large_enough",
            "should",
            "no cell or team of fewer than five people is shown",
            "write 5, or say in the methods whose permission covers less",
            small_cells,
        ),
        Check(
            "raw_files_listed",
            "must",
            "every raw file is in the manifest with its hash, and every listed file is there",
            "do what the sentence says, or run isop manifest after looking at what has changed",
            raw_files,
        ),
        Check(
            "raw_files_untracked",
            "must",
            "git holds no raw, restricted or processed file of people",
            "git rm --cached the files; where they were pushed, their history has to go too",
            tracked,
        ),
        Check(
            "folders_closed",
            "must",
            "restricted and processed files can be read by their owner alone",
            "chmod -R go-rwx on the folder",
            open_folders,
        ),
        Check(
            "consent_asked",
            "must",
            "people who are known were asked for consent",
            "add consent: a file with yes or no per purpose, or an item of the survey",
            nobody_asked,
        ),
        Check(
            "purposes_asked",
            "should",
            "each purpose that the study uses was asked: linking, interviews, quotes, team sheets",
            "add the purpose's column to consent.purposes, or leave that part out",
            purposes_not_asked,
        ),
        Check(
            "consent_kept",
            "must",
            "answers of those who said no to the survey are left out",
            "add {rule: consent} to cleaning.steps",
            rules_missing,
        ),
        Check(
            "tests_left_out",
            "should",
            "previews and test answers are left out, where an export can mark them",
            "add {rule: test_answers} to cleaning.steps",
            tests_kept,
        ),
        Check(
            "quotes_approved",
            "should",
            "a person approves each quote",
            "name the file of approvals in quotes.approved (docs/qualitative.md)",
            unapproved_quotes,
        ),
        Check(
            "names_listed",
            "should",
            "coded talks are masked by lists of names too",
            "name files with a name a line in masking.names",
            unlisted_names,
        ),
        Check(
            "contact_given",
            "should",
            "participants know whom to ask",
            "add report.contact: a role and an address",
            nobody_to_ask,
        ),
    ),
)
