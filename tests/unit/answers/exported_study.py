"""A small study in a folder of its own, whose raw files a test writes as the tools would export them."""

import importlib
import json
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from isop_analysis.answers.manifest import write_manifest
from isop_analysis.cleaning.lock import fingerprint
from isop_analysis.contracts import by_name, read_table
from isop_analysis.study import Study, StudyError, load

CONFIG = """
study: small
title: {nl: klein, en: small}
data_date: "2025-01-01"
seed: 1
raw: data/raw/small
instruments: [scan.yaml]
waves:
  - {name: w0, cohort: "2024", school_year: 2024-2025, occasion: T0, time: 0}
privacy: {key: {file: config/small.key, public: true}}
"""
SCAN = """
name: scan
title: {nl: scan, en: scan}
owner: nobody
kind: both
validation: {status: none}
sources:
SOURCES
answer_scales:
  - name: agree
    low: 1
    high: 5
    values:
      - {value: 1, nl: Helemaal mee oneens, en: Strongly disagree, accept: [A1]}
      - {value: 2, nl: Mee oneens, en: Disagree, accept: [A2]}
      - {value: 3, nl: Neutraal, en: Neutral, accept: [A3]}
      - {value: 4, nl: Mee eens, en: Agree, accept: [A4]}
      - {value: 5, nl: Helemaal mee eens, en: Strongly agree, accept: [A5]}
    missing:
      - {code: N.v.t., kind: not_applicable}
      - {code: Weet ik niet, kind: dont_know}
  - {name: years, low: 0, high: 60}
items:
  - name: a1
    text: {nl: "Ik ken de taken.", en: "I know the tasks."}
    answers: agree
    columns: {qualtrics: QID5_1, limesurvey: "SRT[SQ001]", spss: SRT_SQ001, forms: Ik ken de taken.}
  - name: a2
    text: {nl: "Ik overleg.", en: "I consult."}
    answers: agree
    columns: {qualtrics: QID5_7, limesurvey: "SRT[SQ002]", spss: SRT_SQ002, forms: Ik overleg.}
  - name: years
    text: {nl: "Jaren ervaring?", en: "Years of experience?"}
    answers: years
    columns: {qualtrics: QID6_TEXT, limesurvey: YEARS, spss: YEARS, forms: "Jaren ervaring?"}
  - name: wish
    text: {nl: "Wat kan beter?", en: "What could be better?"}
    answers: open
    columns: {qualtrics: QID9_TEXT, limesurvey: WISH, spss: WISH, forms: "Wat kan beter?"}
multiple_choice:
  - name: meets
    text: {nl: "Met wie?", en: "With whom?"}
    columns: {qualtrics: QID8, limesurvey: MEETS, spss: MEETS, forms: "Met wie?"}
    options:
      - {name: teacher, nl: "Leraar, ook vak", en: Teacher, suffix: "1"}
      - {name: parents, nl: Ouders, en: Parents, suffix: "2"}
      - {name: nobody, nl: Niemand, en: Nobody, suffix: "3"}
"""
SOURCES = {
    "qualtrics": '{name: qualtrics, format: qualtrics_csv, files: "scan*.csv"}',
    "limesurvey": '{name: limesurvey, format: limesurvey_csv, files: "lime*.csv"}',
    "plain": '{name: plain, format: plain_csv, files: "plain*"}',
    "spss": "{name: spss, format: spss_sav}",
    "forms": "{name: forms, format: forms_xlsx}",
}


@dataclass(frozen=True)
class Exported:
    """The study's folder and its config file."""

    root: Path

    @classmethod
    def make(cls, root: Path, *sources: str, config: str = CONFIG) -> "Exported":
        (root / "config").mkdir()
        text = config.replace("config/small.key, public: true", f"../{root.name}.key")
        (root / "config" / "config.yaml").write_text(text, encoding="utf-8")
        made = cls(root)
        made.key()
        made.instrument(*sources)
        made.raw.mkdir(parents=True)
        return made

    def key(self) -> None:
        """Put a key outside the project, as people have to, and its fingerprint in the lock file."""
        path = self.root.parent / f"{self.root.name}.key"
        path.write_text("01" * 32, encoding="utf-8")
        path.chmod(0o600)
        lock = {"study": "small", "key": {"fingerprint": fingerprint(b"\x01" * 32), "destroyed": False}}
        (self.root / "config" / "small.lock.json").write_text(json.dumps(lock), encoding="utf-8")

    @property
    def raw(self) -> Path:
        return self.root / "data" / "raw" / "small"

    def instrument(self, *sources: str) -> None:
        """Write the instrument; each source given, a line of YAML, takes the place of the usual one."""
        own = {source.split(",")[0].removeprefix("{name: "): source for source in sources}
        lines = "\n".join(f"  - {source}" for source in (SOURCES | own).values())
        text = SCAN.replace("SOURCES", lines)
        (self.root / "config" / "scan.yaml").write_text(text, encoding="utf-8")

    def file(self, name: str, text: str, encoding: str = "utf-8") -> Path:
        path = self.raw / name
        path.write_bytes(text.encode(encoding))
        return path

    def load(self) -> Study:
        return load(self.root / "config" / "config.yaml")

    def manifest(self) -> None:
        write_manifest(self.load())

    def run(self) -> Study:
        """Write the manifest and import; return the study."""
        self.manifest()
        study = self.load()
        importlib.import_module("isop_analysis.steps.import_answers").run(study)
        return study

    def problems(self, manifest: bool = True) -> list[str]:
        """Return what check and import say, each a line; both have to say the same."""
        if manifest:
            self.manifest()
        said = []
        for step in ("check_study", "import_answers"):
            try:
                importlib.import_module(f"isop_analysis.steps.{step}").run(self.load())
            except StudyError as error:
                said.append([str(problem) for problem in error.problems])
            else:
                said.append([])
        assert said[0] == said[1]
        assert not list((self.root / "data").rglob("received_*")) or not said[0]
        return said[0]

    def table(self, name: str) -> pd.DataFrame:
        study = self.load()
        return read_table(name, study.restricted if by_name(name).restricted else study.processed)

    def answers(self) -> dict[str, list[object]]:
        """Return per item what each response says: its number, else the kind of absence."""
        table = self.table("received_answers")
        said = [
            kind if pd.isna(value) else value
            for value, kind in zip(table["answer"], table["answer_kind"], strict=True)
        ]
        table = pd.DataFrame({"item": table["item"].astype("str"), "said": pd.Series(said, dtype="object")})
        return {str(item): rows["said"].tolist() for item, rows in table.groupby("item", sort=False)}


def qualtrics(*rows: str, names: str | None = None, ids: str | None = None) -> str:
    """Return a Qualtrics export: names, texts, ImportIds, then these rows."""
    names = names or "ResponseId,Finished,RecipientEmail,Q5_1,Q5_2,Q6,Q9,Q8_1,Q8_2,Q8_3"
    ids = ids or "_recordId,finished,recipientEmail,QID5_1,QID5_7,QID6_TEXT,QID9_TEXT,QID8_1,QID8_2,QID8_3"
    texts = ",".join(f'"Vraag\n{n}"' for n in names.split(","))
    cells = [json.dumps({"ImportId": own}).replace('"', '""') for own in ids.split(",")]
    return "\n".join([names, texts, ",".join(f'"{cell}"' for cell in cells), *rows]) + "\n"
