"""Paths that the config names stay where they belong: raw files in the raw folder, open data in the root."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath

from isop_analysis.study.problems import Problem
from isop_analysis.study.study import Study
from isop_analysis.study.yaml_lines import Document, Step, dotted

LONGEST = 255
"""Bytes of a file's name, at most."""


def path_problems(study: Study) -> Iterator[Problem]:
    """Yield every path that is absolute, goes up, or leads out by a link.

    The raw folder itself may be a link, to a disk that is encrypted; what lies in it may not lead out of it.
    """
    config, document = study.config, study.config_part.document
    yield from _problems(document, ("raw",), config.raw, study.root, links=True)
    named: list[tuple[tuple[Step, ...], str | None]] = [
        (("consent", "file"), config.consent.file if config.consent and config.consent.purposes else None),
        (("linking", "aliases"), config.linking.aliases),
        (("sites", "file"), config.sites.file if config.sites else None),
    ]
    files = config.team_register.files if config.team_register else []
    named += [(("team_register", "files", place), file) for place, file in enumerate(files)]
    named += [(("outcomes", place, "file"), one.file) for place, one in enumerate(config.outcomes)]
    for steps, file in named:
        yield from _problems(document, steps, file, study.raw)
    if study.integration_part is not None:
        integration, own = study.integration_part.settings, study.integration_part.document
        coded, masking = integration.coded, integration.masking
        of_coders: list[tuple[tuple[Step, ...], str | None]] = [
            *((("coded", "files", place), file) for place, file in enumerate(coded.files)),
            (("coded", "consensus"), coded.consensus),
            (("coded", "documents", "file"), coded.documents.file if coded.documents else None),
            *((("masking", "names", place), file) for place, file in enumerate(masking.names)),
            *((("masking", "places", place), file) for place, file in enumerate(masking.places)),
            *((("masking", "schools", place), file) for place, file in enumerate(masking.schools)),
            (("masking", "decisions"), masking.decisions),
            (("quotes", "approved"), integration.quotes.approved if integration.quotes else None),
        ]
        for steps, file in of_coders:
            yield from _problems(own, steps, file, study.raw)
    if config.region is not None:
        for name in ("final_test", "disadvantage"):
            yield from _problems(document, ("region", name), getattr(config.region, name), study.root)


def leads_out(file: str, folder: Path, *, links: bool = False) -> str | None:
    """Return why a path doesn't stay in the folder; None where it does. `links`: links may lead out."""
    if PurePosixPath(file).is_absolute() or PureWindowsPath(file).is_absolute() or file.startswith("~"):
        return "is absolute"
    if ".." in (*PurePosixPath(file).parts, *PureWindowsPath(file).parts):
        return "goes up by '..'"
    if "\0" in file or any(len(name.encode()) > LONGEST for name in PurePosixPath(file).parts):
        return f"has a name that no file can have (of more than {LONGEST} bytes)"
    if not links and not (folder / file).resolve().is_relative_to(folder.resolve()):
        return "leads out of it by a link"
    return None


def _problems(
    document: Document, steps: tuple[Step, ...], file: str | None, folder: Path, *, links: bool = False
) -> Iterator[Problem]:
    reason = leads_out(file, folder, links=links) if file is not None else None
    if reason:
        kept = "project's folder" if steps[0] in ("raw", "region") else "study's raw folder"
        message = f"the path {reason}; name a file within the {kept}"
        yield Problem(document.file, message, document.line(steps), dotted(steps))
