"""What the crate says of the study: title, authors, whom to ask, terms, languages, how to cite it."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from isop_analysis.audit.crate.entities import Entity, Ref, Value, refs
from isop_analysis.audit.crate.line import SNAKEMAKE
from isop_analysis.audit.crate.run import AGENT
from isop_analysis.audit.crate.sources import LICENCE_OF_CODE
from isop_analysis.audit.folder_names import ENVIRONMENT, LOCK, SNAKEFILE

if TYPE_CHECKING:
    from isop_analysis.study.study import Study

PROFILES = {
    "https://w3id.org/ro/wfrun/process/0.5": ("Process Run Crate", "0.5"),
    "https://w3id.org/ro/wfrun/workflow/0.5": ("Workflow Run Crate", "0.5"),
    "https://w3id.org/ro/wfrun/provenance/0.5": ("Provenance Run Crate", "0.5"),
    "https://w3id.org/workflowhub/workflow-ro-crate/1.0": ("Workflow RO-Crate", "1.0"),
}
CONDA = "https://docs.conda.io/projects/conda/en/latest/user-guide/tasks/manage-environments.html"
PIP = "https://pip.pypa.io/en/stable/reference/requirements-file-format/"
FORMAT_OF = {ENVIRONMENT: CONDA, LOCK: PIP}
"""What the files that build the environment are written in."""


def title_of(study: "Study") -> str:
    """Return the study's title: in English where it is told in English."""
    languages = study.config.languages
    return study.config.title.in_language("en" if "en" in languages else languages[0])


def root_entity(study: "Study", files: Sequence[str], actions: Sequence[str]) -> Entity:
    """Return the folder itself; `files` and `actions` are the ids of its files and runs."""
    contact = study.config.report.contact
    properties: dict[str, Value] = {
        "name": title_of(study),
        "description": f"Report, tables and figures of the study '{study.name}', with how they were made."
        + (" All data are invented." if study.config.invented else ""),
        "identifier": study.name,
        "version": study.config.version,
        "datePublished": study.config.data_date,
        "license": Ref("#terms"),
        "author": refs(one.id for one in _authors(study)),
        "publisher": Ref(AGENT),
        "contactPoint": [Ref("#contact")] if contact else [],
        "citation": Ref("#citation"),
        "inLanguage": list(study.config.languages),
        "conformsTo": refs(PROFILES),
        "mainEntity": Ref(SNAKEFILE),
        "hasPart": refs(files),
        "mentions": refs(actions),
    }
    return Entity("./", ("Dataset",), properties)


def study_entities(study: "Study") -> Iterator[Entity]:
    """Return who made it, the terms, how to cite it, the profiles, and languages of code."""
    yield from _authors(study)
    if contact := study.config.report.contact:
        own = {"email": contact} if "@" in contact else {}
        yield Entity("#contact", ("ContactPoint",), {"name": contact, "contactType": "study", **own})
    yield _terms()
    yield Entity("#citation", ("CreativeWork",), {"name": citation_of(study)})
    yield Entity(LICENCE_OF_CODE, ("CreativeWork",), {"name": "MIT License", "description": "of the code"})
    for url, (name, version) in PROFILES.items():
        yield Entity(url, ("CreativeWork",), {"name": name, "version": version})
    own = {
        "name": "Snakemake",
        "url": "https://snakemake.github.io",
        "identifier": "https://snakemake.github.io",
    }
    yield Entity(SNAKEMAKE, ("ComputerLanguage",), own)
    yield Entity(CONDA, ("WebPage",), {"name": "Conda environment file"})
    yield Entity(PIP, ("WebPage",), {"name": "pip requirements file, with hashes"})


def citation_of(study: "Study") -> str:
    """Return how to cite what was given out."""
    authors = ", ".join(study.config.report.authors) or f"Researchers of the study '{study.name}'"
    config = study.config
    return f"{authors} ({config.data_date[:4]}). {title_of(study)}. Version {config.version}."


def _authors(study: "Study") -> list[Entity]:
    """Return the authors whom the report names; the study's researchers, unnamed, where it names nobody."""
    names = study.config.report.authors
    whole = Entity(AGENT, ("Organization",), {"name": f"Researchers of the study '{study.name}'"})
    people = [
        Entity(f"#author/{number}", ("Person",), {"name": name, "affiliation": Ref(AGENT)})
        for number, name in enumerate(names, start=1)
    ]
    return [whole, *people]


def _terms() -> Entity:
    text = "No licence is given with it: who gave it to you says what you may do with it."
    return Entity("#terms", ("CreativeWork",), {"name": "Terms of use", "description": text})
