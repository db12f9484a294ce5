"""What config and a file's name tell about it: its instrument and wave."""

from dataclasses import replace
from pathlib import PurePosixPath

from isop_analysis.answers.entry import Entry
from isop_analysis.answers.formats import candidates
from isop_analysis.answers.limesurvey_syntax import SUFFIXES
from isop_analysis.study.integration_settings import masking_files
from isop_analysis.study.study import Study


def guessed(study: Study, entry: Entry, sha256: str) -> Entry:
    """Return the entry with its hash renewed, and instrument and wave filled in where they were empty."""
    instrument = entry.instrument or _named_in_config(study, entry.file) or _by_source(study, entry.file)
    own = entry.instrument == "" and instrument in {i.name for i in study.instruments}
    wave = entry.wave or (_wave(study, instrument, entry.file) if own else "")
    return replace(entry, sha256=sha256, instrument=instrument, wave=wave)


def _named_in_config(study: Study, file: str) -> str:
    config, integration = study.config, study.integration
    coded = integration.coded if integration else None
    named = {
        **dict.fromkeys(config.team_register.files if config.team_register else [], "register"),
        **({config.consent.file: "consent"} if config.consent and config.consent.purposes else {}),
        **({config.linking.aliases: "aliases"} if config.linking.aliases else {}),
        **({config.sites.file: "site_keys"} if config.sites else {}),
        **{outcome.file: "outcomes" for outcome in config.outcomes},
        **dict.fromkeys(coded.all_files if coded else [], "coded"),
        **({coded.documents.file: "documents"} if coded and coded.documents else {}),
        **(dict.fromkeys(masking_files(integration.masking), "masking") if integration else {}),
        **({integration.quotes.approved or "": "quotes"} if integration and integration.quotes else {}),
    }
    if PurePosixPath(file).suffix in {*SUFFIXES, ".md"}:
        return "companion"
    return named.get(file, "")


def _by_source(study: Study, file: str) -> str:
    """Return the one instrument whose source fits; one with a pattern before one without."""
    fitting = [
        (i.name, any(s.files for s in found)) for i in study.instruments if (found := candidates(i, file))
    ]
    patterned = [name for name, pattern in fitting if pattern]
    names = patterned or [name for name, _ in fitting]
    return names[0] if len(names) == 1 else ""


def _wave(study: Study, instrument: str, file: str) -> str:
    """Return the wave named in the file's name, or the study's only wave; else the file has to give it."""
    waves = [wave.name for wave in study.config.waves]
    stem = PurePosixPath(file).stem.casefold()
    inside = sorted((name for name in waves if name in stem), key=len)
    if inside:
        return inside[-1]
    fields = [source.fields.wave for source in candidates(study.instrument(instrument), file)]
    return waves[0] if len(waves) == 1 and not any(fields) else ""
