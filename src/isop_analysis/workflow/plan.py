"""Where everything of a study lies, as the rules name it."""

from dataclasses import dataclass
from pathlib import Path

from isop_analysis.audit.folder_names import closing_files, line_files, made_with_files
from isop_analysis.audit.versions import code_version
from isop_analysis.base.whole_files import sweep
from isop_analysis.contracts import TABLES, TO_FILL_IN, by_name, tables_of
from isop_analysis.contracts.published import PUBLISHED_NAMES
from isop_analysis.contracts.published_files import published_path
from isop_analysis.contracts.published_sheets import INDEX, forget_changed_sheets
from isop_analysis.contracts.received import NAMING
from isop_analysis.figures.drawn import forget_changed, list_of
from isop_analysis.models.parts import folder_of, parts_of
from isop_analysis.report.outputs import dossier_files, readers_files
from isop_analysis.report.sheets.listed import LIST, folder_of_sheets, forget_changed_pdfs
from isop_analysis.steps import OF_A_RUN
from isop_analysis.study.study import RELEASE_RECORD, Study
from isop_analysis.workflow.raw_files import raw_digest
from isop_analysis.workflow.settings_used import settings_digest

OF_ALL_MODELS = ("hypotheses",)
"""Tables that are made of all models together, where their parts are gathered."""


@dataclass(frozen=True)
class Plan:
    """A study's files: paths are relative to the working folder where they lie inside it."""

    study: Study
    config_file: str

    def tables(self, *names: str) -> list[str]:
        """Return the paths of tables by name."""
        return [self._table(name) for name in names]

    def written_by(self, step: str) -> list[str]:
        """Return the paths of all tables a step writes, as the contracts say, and of what people fill in."""
        to_fill_in = [self.study.restricted / TO_FILL_IN[step]] if step in TO_FILL_IN else []
        return [*self.tables(*tables_of(step)), *map(shown, to_fill_in)]

    def part_tables(self, step: str, part: str) -> list[str]:
        """Return the paths of the tables that a part of a step's models writes; `part` may be a wildcard."""
        folder = folder_of(self.study, step, part)
        return [shown(folder / f"{name}.parquet") for name in tables_of(step) if name not in OF_ALL_MODELS]

    def parts_gathered(self, step: str) -> list[str]:
        """Return the paths of all parts' tables; none where one job fits all models."""
        parts = parts_of(self.study, step)
        return [path for part in parts for path in self.part_tables(step, str(part))]

    @property
    def processed(self) -> list[str]:
        """Every table that may leave the restricted folder, but for the audit, which comes last."""
        return self.tables(*(t.name for t in TABLES if not t.restricted and t.step != "audit_run"))

    @property
    def between(self) -> list[str]:
        """Every table between two steps, restricted ones too, but for the audit."""
        return self.tables(*(table.name for table in TABLES if table.step != "audit_run"))

    @property
    def published(self) -> list[str]:
        """Every table that readers may have: all that is drawn and written comes from these."""
        return [shown(published_path(name, self.study.published)) for name in PUBLISHED_NAMES]

    @property
    def naming(self) -> tuple[str, ...]:
        """The restricted tables that name people, places, schools and teams."""
        return NAMING

    @property
    def releases(self) -> list[str]:
        """The records of what was given out before."""
        return [shown(path) for path in sorted(self.study.releases.glob(f"*/{RELEASE_RECORD}"))]

    @property
    def figures(self) -> list[str]:
        """The lists of figures, once a language, each written after the figures themselves."""
        return [self.figures_in(language) for language in self.study.config.languages]

    def figures_in(self, language: str) -> str:
        """Return the list of a language's figures."""
        return shown(list_of(self.study, language))

    def forget_changed_drawings(self) -> None:
        """Let a language be drawn again that has a drawing which is gone or was changed."""
        forget_changed(self.study)

    @property
    def team_tables(self) -> str:
        """The list of what each team may have of itself, written after its tables."""
        return shown(self.study.sheets / INDEX)

    @property
    def team_sheets(self) -> str:
        """The list of team sheets, written after the sheets themselves."""
        return shown(folder_of_sheets(self.study) / LIST)

    def forget_changed_sheets(self) -> None:
        """Let sheets be made again of which a table or a PDF is gone or was changed."""
        forget_changed_sheets(self.study.sheets)
        forget_changed_pdfs(self.study)

    @property
    def notebooks(self) -> list[str]:
        """The notebooks' sources."""
        return [shown(self.study.root / notebook) for notebook in self.study.config.notebooks]

    @property
    def executed_notebooks(self) -> list[str]:
        """The notebooks as executed."""
        folder = self.study.build / "notebooks"
        return [shown(folder / f"{Path(name).stem}.html") for name in self.study.config.notebooks]

    @property
    def reports(self) -> list[str]:
        """What the study gives to read, beside figures and notebooks."""
        return [shown(path) for path in readers_files(self.study)]

    @property
    def dossier(self) -> list[str]:
        """The dossier's files that every study has."""
        return [shown(path) for path in dossier_files(self.study)]

    @property
    def line(self) -> list[str]:
        """The files of the repository that say what the line is: a copy goes along with its results."""
        return [shown(self.study.root / source) for source in line_files(OF_A_RUN).values()]

    @property
    def closing(self) -> list[str]:
        """What closes the build folder: the copy of the line, what to read first, sums and crate."""
        return [shown(self.study.build / name) for name in closing_files(OF_A_RUN)]

    @property
    def code(self) -> str:
        """The version of the code, which the dossier tells: it is written anew for another."""
        found = code_version(self.study.root)
        return f"{found.source} {found.commit} {found.changed}"

    @property
    def made_with(self) -> list[str]:
        """The record of what the published tables were made with, beside them and beside readers' copies."""
        return [shown(path) for path in made_with_files(self.study)]

    @property
    def parts(self) -> list[str]:
        """The instrument, model and integration files that the config names."""
        own = self.study.config_part.document
        documents = [document for document in self.study.documents if document is not own]
        return [shown(self.study.root / document.file) for document in documents]

    @property
    def results(self) -> list[str]:
        """All that a whole run leaves behind.

        Every table is named: Snakemake would not make a missing one anew for the sake of a later file that is
        there, and a step that failed and was mended would be passed over.
        """
        tables = self.tables(*(table.name for table in TABLES))
        told = [*self.published, *self.figures, *self.reports, *self.executed_notebooks, *self.dossier]
        told += self.closing
        to_fill_in = [shown(self.study.restricted / name) for name in TO_FILL_IN.values()]
        return [*tables, *to_fill_in, *told, *self.made_with, self.team_tables, self.team_sheets]

    @property
    def key(self) -> list[str]:
        """The pseudonyms' key and the study's lock file, where they are there; if not, the step says so."""
        key = self.study.root / Path(self.study.config.privacy.key.file).expanduser()
        lock = Path(self.config_file).absolute().with_name(f"{self.study.name}.lock.json")
        return [shown(path) for path in (key, lock) if path.is_file()]

    def sweep(self) -> None:
        """Take away what a killed run left, and close to others what holds people's rows or counts."""
        for folder in (
            self.study.restricted,
            self.study.processed,
            self.study.sheets,
            self.study.root / "logs" / self.study.name,
        ):
            sweep(folder)
        for folder in (self.study.published, self.study.build):
            sweep(folder, close=False)

    @property
    def logs(self) -> Path:
        """Folder of the steps' logs."""
        return Path(shown(self.study.root / "logs" / self.study.name))

    def log(self, step: str) -> str:
        """Return the path of a step's log."""
        return shown(self.logs / f"{step}.log")

    def settings(self, step: str) -> str:
        """Return a hash of the settings a step uses."""
        return settings_digest(self.study, step)

    def raw(self, step: str) -> str:
        """Return a hash of the raw files a step reads."""
        return raw_digest(self.study, step)

    def _table(self, name: str) -> str:
        folder = self.study.restricted if by_name(name).restricted else self.study.processed
        return shown(folder / f"{name}.parquet")


def shown(path: Path) -> str:
    """Return a path relative to the working folder if it lies inside it, else as it is."""
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else path.as_posix()
