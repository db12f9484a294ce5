"""Two invented studies of other subjects, as a stranger would bring them: from files to a first report.

``python benchmarks/strangers.py make FOLDER`` writes the exports of both:

- wards    one wave, no register: a Qualtrics export in texts of 612 nurses on 34 wards; consent is its first
           question; gender, age and shift; two matrices (10 and 6 items, 4 reversed), one question of
           several options, one comment.
- gardens  three waves of SPSS files: 520 pupils of 26 classes in 9 schools, with a pupil number; three scales
           of 4, 5 and 4 items, 3 reversed, 9 declared missing; keys of schools and a file of their outcomes.

``python benchmarks/strangers.py try FOLDER`` drafts, fills in (each edit is counted), checks and runs them,
and prints minutes, edits and the numbers of the first report; `strangers.R` gives R's for the same files.
"""

import csv
import json
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

AGREE = ["Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"]
SAFETY = [
    ("I dare to say that I made a mistake.", False),
    ("On this ward I can ask for help.", False),
    ("Who thinks differently is left out here.", True),
    ("We talk about what went wrong.", False),
    ("It is risky to speak up on this ward.", True),
    ("My colleagues value what I can do.", False),
    ("We learn from near misses.", False),
    ("Mistakes are held against you here.", True),
    ("I can bring up a difficult matter.", False),
    ("Nobody here would undermine my work.", False),
]
LOAD = [
    ("I have to work fast.", False),
    ("I have too much to do.", False),
    ("I have time to finish what I began.", True),
    ("My work is hectic.", False),
    ("I skip breaks.", False),
    ("I take work home in my head.", False),
]
GARDEN = {
    "nat": [
        ("Ik vind planten mooi.", False),
        ("Ik kijk graag naar insecten.", False),
        ("Buiten is het saai.", True),
        ("Ik wil weten hoe iets groeit.", False),
    ],
    "sam": [
        ("In de tuin helpen we elkaar.", False),
        ("We verdelen het werk.", False),
        ("Ik werk liever alleen.", True),
        ("Ik leer van anderen.", False),
        ("We maken samen af wat we begonnen.", False),
    ],
    "eet": [
        ("Ik eet graag groente.", False),
        ("Ik proef nieuwe dingen.", False),
        ("Groente vind ik vies.", True),
        ("Ik help thuis met koken.", False),
    ],
}


def likert(rng: np.random.Generator, trait: np.ndarray, loading: float, turned: bool) -> np.ndarray:
    """Return answers from 1 to 5 that hang together by a trait."""
    noise = rng.normal(size=len(trait)) * np.sqrt(1 - loading**2)
    raw = 3.4 + 0.95 * (loading * trait + noise)
    found = np.clip(np.rint(raw), 1, 5).astype(int)
    return 6 - found if turned else found


def make_wards(folder: Path) -> Path:
    """Write the Qualtrics export: names, question texts, ImportIds, then answers in texts."""
    rng = np.random.default_rng(41)
    ward = np.repeat(np.arange(34), 18)
    n = len(ward)
    safety = 0.35 * rng.normal(size=34)[ward] + np.sqrt(1 - 0.35**2) * rng.normal(size=n)
    load = 0.25 * rng.normal(size=34)[ward] - 0.3 * safety + rng.normal(size=n) * 0.9
    columns: list[tuple[str, str, str, list[str]]] = []
    starts = [f"2025-03-{1 + day % 28:02d} {8 + day % 12:02d}:15:00" for day in range(n)]
    columns.append(("StartDate", "Start Date", "startDate", starts))
    columns.append(("EndDate", "End Date", "endDate", [cell.replace(":15:00", ":27:30") for cell in starts]))
    columns.append(("Status", "Response Type", "status", ["IP Address"] * n))
    columns.append(("IPAddress", "IP Address", "ipAddress", [f"192.0.2.{i % 250}" for i in range(n)]))
    columns.append(("Progress", "Progress", "progress", ["100"] * n))
    columns.append(("Finished", "Finished", "finished", ["True"] * n))
    columns.append(("ResponseId", "Response ID", "_recordId", [f"R_{i:09d}x" for i in range(n)]))
    agreed = np.where(rng.random(n) < 0.97, "I agree", "I do not agree")
    columns.append(("Q1", "Do you agree that your answers are used for this research?", "QID1", list(agreed)))
    columns.append(("Q2", "Which ward do you work on?", "QID2_TEXT", [f"Ward {w + 1:02d}" for w in ward]))
    for question, id_, stem, items, trait, loading in (
        ("Q3", "QID7", "How is it to work on your ward?", SAFETY, safety, 0.68),
        ("Q4", "QID9", "How busy is your work?", LOAD, load / load.std(), 0.62),
    ):
        for place, (text, turned) in enumerate(items, start=1):
            said = [AGREE[v - 1] for v in likert(rng, trait, loading, turned)]
            said = ["" if miss else cell for cell, miss in zip(said, rng.random(n) < 0.02, strict=True)]
            columns.append((f"{question}_{place}", f"{stem} - {text}", f"{id_}_{place}", said))
    tools = ["Protocols", "Handover forms", "Huddles", "Buddy system"]
    for place, tool in enumerate(tools, start=1):
        marked = [tool if one else "" for one in rng.random(n) < 0.4]
        columns.append(
            (f"Q5_{place}", f"What helps you? - Selected Choice - {tool}", f"QID10_{place}", marked)
        )
    gender = rng.choice(["Female", "Male", "Prefer not to say"], p=[0.72, 0.25, 0.03], size=n)
    columns.append(("Q6", "What is your gender?", "QID11", list(gender)))
    columns.append(("Q7", "How old are you?", "QID12_TEXT", [str(a) for a in rng.integers(19, 66, size=n)]))
    shifts = rng.choice(["Days", "Nights", "Both"], p=[0.5, 0.2, 0.3], size=n)
    columns.append(("Q8", "On which shift do you mostly work?", "QID13", list(shifts)))
    words = ["We need more hands on deck", "It is a good team to be in", "More time for handover would help"]
    said = [f"{words[i % 3]} ({i})." if one else "" for i, one in enumerate(rng.random(n) < 0.2)]
    columns.append(("Q9", "Is there anything you would like to add?", "QID14_TEXT", said))
    path = folder / "wards_survey.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([name for name, _, _, _ in columns])
        writer.writerow([text for _, text, _, _ in columns])
        writer.writerow([json.dumps({"ImportId": id_}) for _, _, id_, _ in columns])
        writer.writerows(zip(*(cells for _, _, _, cells in columns), strict=True))
    return path


def make_gardens(folder: Path) -> list[Path]:
    """Write a .sav a wave, and a file with an outcome a school and year."""
    import pandas as pd
    import pyreadstat

    rng = np.random.default_rng(43)
    group = np.repeat(np.arange(26), 20)
    school = group % 9
    n = len(group)
    labels = {1.0: "Helemaal mee oneens", 2.0: "Mee oneens", 3.0: "Niet mee eens, niet mee oneens"}
    labels |= {4.0: "Mee eens", 5.0: "Helemaal mee eens", 9.0: "Weet ik niet"}
    own = {stem: 0.3 * rng.normal(size=26)[group] + 0.95 * rng.normal(size=n) for stem in GARDEN}
    files = []
    for wave in range(3):
        there = rng.random(n) < (0.93, 0.84, 0.78)[wave]
        frame: dict[str, np.ndarray] = {
            "leerlingnr": 1000.0 + np.arange(n)[there],
            "klas": (group + 1.0)[there],
            "school": (school + 1.0)[there],
            "geslacht": np.where(np.arange(n) % 2 == 0, 1.0, 2.0)[there],
        }
        texts = {
            "leerlingnr": "Leerlingnummer",
            "klas": "Klas",
            "school": "School",
            "geslacht": "Ben je een jongen of een meisje?",
        }
        for stem, items in GARDEN.items():
            trait = own[stem] * 0.8 + 0.6 * rng.normal(size=n) + 0.15 * wave
            for place, (text, turned) in enumerate(items, start=1):
                answers = likert(rng, trait, 0.66, turned).astype(float)[there]
                answers[rng.random(len(answers)) < 0.02] = 9.0
                answers[rng.random(len(answers)) < 0.02] = np.nan
                frame[f"{stem}{place}"] = answers
                texts[f"{stem}{place}"] = text
        scales = {name: labels for name in frame if name[:3] in GARDEN}
        path = folder / f"tuinen_t{wave}.sav"
        pyreadstat.write_sav(
            pd.DataFrame(frame),
            str(path),
            column_labels=texts,
            variable_value_labels={**scales, "geslacht": {1.0: "Jongen", 2.0: "Meisje"}},
            missing_ranges={name: [9.0] for name in scales},
        )
        files.append(path)
    rows = ["SCHOOLJAAR;INSTELLINGSCODE;VESTIGINGSCODE;LEERLINGEN;VERZUIM"]
    rows += [
        f"{y}-{y + 1};99B{s + 1};00;{40 + s};{rng.integers(1, 12)}" for y in (2023, 2024) for s in range(9)
    ]
    (folder / "verzuim.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    keys = ["school;brin;vestiging;gemeente", *(f"{s + 1};99B{s + 1};00;9901" for s in range(9))]
    (folder / "scholen.csv").write_text("\n".join(keys) + "\n", encoding="utf-8")
    return [*files, folder / "verzuim.csv", folder / "scholen.csv"]


def make(folder: Path) -> dict[str, list[Path]]:
    """Write both studies' files; return them by study."""
    folder.mkdir(parents=True, exist_ok=True)
    return {"wards": [make_wards(folder)], "gardens": make_gardens(folder)}


@dataclass(frozen=True)
class Edit:
    """One line that a person changes: in which file, what stood there, what they write."""

    file: str
    before: str
    after: str


WAVES = [f'{{name: t{n}, cohort: "2023", school_year: 2023-2024' for n in range(3)]
"""The school year, which a file without days can't tell; today's stands in the draft."""
OUTCOMES_DRAFTED = """# outcomes:
#   - name: verzuim
#     title: {nl: "verzuim", en: "verzuim"}
#     domain: safe, healthy, opportunities or composition
#     ages: 0-4, 4-12 or 12-18
#     level: site or municipality
#     file: "verzuim.csv"
#     key: ["INSTELLINGSCODE", "VESTIGINGSCODE"]
#     year: "SCHOOLJAAR"
#     value: "LEERLINGEN" or "VERZUIM"
"""
OUTCOMES = """outcomes:
  - name: verzuim
    title: {nl: "Verzuim", en: "Absence"}
    domain: safe
    ages: 4-12
    level: site
    file: "verzuim.csv"
    key: ["INSTELLINGSCODE", "VESTIGINGSCODE"]
    year: "SCHOOLJAAR"
    value: "VERZUIM"
    total: "LEERLINGEN"
"""
EDITS = {
    "wards": [
        Edit(
            "config.yaml",
            "consent: required",
            "consent: {asked: {survey: {item: q1, agrees: [2]}, linking: {item: q1, agrees: [2]}}}",
        ),
    ],
    "gardens": [
        Edit("config.yaml", "consent: required", "consent: null"),
        Edit("config.yaml", "    - {rule: consent}  # take this line away where consent is null\n", ""),
        Edit("instruments/tuinen.yaml", "email: required", "person: leerlingnr"),
        *(
            Edit("config.yaml", f'{{name: t{n}, cohort: "2026", school_year: 2026-2027', WAVES[n])
            for n in range(3)
        ),
        Edit("config.yaml", OUTCOMES_DRAFTED, OUTCOMES),
    ],
}
OPTIONS = {"wards": ["--closed", "Q8"], "gardens": []}


def run(*arguments: str) -> float:
    """Run a verb of isop as a stranger would, and return the seconds that it took."""
    began = time.monotonic()
    subprocess.run([sys.executable, "-m", "isop_analysis", *arguments], check=True)
    return time.monotonic() - began


def edit(name: str) -> int:
    """Make the edits of a study by hand, and return how many."""
    for one in EDITS[name]:
        path = Path("config") / name / one.file
        text = path.read_text(encoding="utf-8")
        assert text.count(one.before) == 1, (name, one.before)
        path.write_text(text.replace(one.before, one.after), encoding="utf-8")
    return len(EDITS[name])


def forget(name: str) -> None:
    """Take away what an earlier try left."""
    places = ("config", "data/raw", "data/processed", "data/restricted", "data/published", "data/sheets")
    for folder in (*places, "reports/build"):
        shutil.rmtree(Path(folder) / name, ignore_errors=True)
    (Path.home() / "isop_keys" / f"{name}.key").unlink(missing_ok=True)


def first_report(name: str) -> list[str]:
    """Return the numbers of the first report that R is asked for too, a line each."""
    from isop_analysis.study import load

    study = load(f"config/{name}/config.yaml")
    scales, fits = study.table("reliability"), study.table("model_fits")
    described, variances = study.table("scale_descriptives"), study.table("model_variances")
    lines = []
    for row in scales[scales["occasion"] != "all"].itertuples():
        own = described[(described["scale"] == row.scale) & (described["occasion"] == row.occasion)].iloc[0]
        numbers = f"alpha={row.alpha:.6f} mean={own['mean']:.6f} sd={own['sd']:.6f}"
        lines.append(f"{name} {row.scale} {row.occasion} n={row.n} {numbers}")
    for row in fits.itertuples():
        own = variances[(variances["model"] == row.model) & (variances["scale"] == row.scale)]
        parts = own.set_index("group")["variance"]
        lines.append(f"{name} {row.scale} n={row.n} " + " ".join(f"{g}={v:.6f}" for g, v in parts.items()))
    return lines


def attempt(folder: Path) -> None:
    """Take both studies from files to a first report, in the project's folder."""
    for name, files in make(folder).items():
        forget(name)
        drafted = run("new", name, *map(str, files), "--yes", *OPTIONS[name])
        edits = edit(name)
        config = f"config/{name}/config.yaml"
        rest = [run(*words, "--config", config) for words in (("key", "make"), ("check",), ("run",))]
        print(f"{name}: drafted in {drafted:.0f} s, {edits} edits, key, check and run in {sum(rest):.0f} s")
        print("\n".join(first_report(name)))


if __name__ == "__main__":
    what, where = sys.argv[1], Path(sys.argv[2])
    make(where) if what == "make" else attempt(where)
