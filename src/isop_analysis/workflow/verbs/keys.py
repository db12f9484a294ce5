"""Verbs for the key of the pseudonyms: make it once, back it up."""

from pathlib import Path
from typing import Annotated

import typer

from isop_analysis.workflow.verbs.asked import STUDY, Config, study_of

Backup = Annotated[Path, typer.Option("--file", metavar="FILE", help="Where the backup is, or is to be.")]


def make_key(config: Config = STUDY) -> None:
    """Make the key, once.

    Writes the key file (32 random bytes) and the study's lock file with its fingerprint.
    """
    from isop_analysis.cleaning.key import key_path, make
    from isop_analysis.cleaning.lock import read_lock

    study = study_of(config)
    made = make(study)
    print(f"made the key {made}; wrote {key_path(study).resolve()} and {read_lock(study).path}; back it up")


def tell_fingerprint(config: Config = STUDY) -> None:
    """Print the key's fingerprint.

    Records it where the study has no lock file yet.
    """
    from isop_analysis.cleaning.key import record

    print(record(study_of(config)))


def back_up(file: Backup, config: Config = STUDY) -> None:
    """Copy the key to a file that only its owner can read."""
    from isop_analysis.cleaning.key import backup

    backup(study_of(config), file)
    print(f"copied the key to {file}")


def put_back(file: Backup, config: Config = STUDY) -> None:
    """Put the key of a backup back.

    Refused unless it is the study's.
    """
    from isop_analysis.cleaning.key import record, restore

    study = study_of(config)
    restore(study, file)
    print(f"restored the key {record(study)}")


def destroy_key(
    config: Config = STUDY, yes: Annotated[bool, typer.Option("--yes", help="Really destroy it.")] = False
) -> None:
    """Overwrite and delete the key.

    No new answer can ever be linked to an earlier one.
    """
    from isop_analysis.cleaning.key import destroy

    if not yes:
        raise typer.BadParameter("destroy can't be undone; add --yes")
    destroy(study_of(config))
    print("destroyed the key; delete its backups and data/restricted too")
