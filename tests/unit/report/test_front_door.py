"""The front door: what is there and nothing else, by relative links; sheets are not linked."""

import re
from dataclasses import replace
from pathlib import Path

from published_tables import readers_study

from isop_analysis.report.front_door import entries_of, front_door, write_front_door
from isop_analysis.report.tables import write_tables


def links(text: str) -> set[str]:
    return set(re.findall(r'<a href="([^"#]+)"', text))


def test_only_what_exists_is_linked(tmp_path: Path) -> None:
    study = readers_study(tmp_path)
    notebooks = {f"notebooks/{Path(name).stem}.html" for name in study.config.notebooks}
    dossier = {f"dossier/trail.{language}.html" for language in ("nl", "en")}
    assert links(front_door(study)) == notebooks | dossier
    write_tables(study)
    (study.build / "annex.nl.html").touch()
    (study.build / "report.en.pdf").touch()
    tables = {"tables/codebook.nl.html", "tables/codebook.en.html", "tables/tables.xlsx"}
    assert links(front_door(study)) == {*notebooks, *dossier, *tables, "annex.nl.html", "report.en.pdf"}


def test_the_shortest_comes_first_with_for_whom_and_how_long(tmp_path: Path) -> None:
    study = readers_study(tmp_path)
    for name in ("summary.en.pdf", "report.en.html", "report.en.docx", "annex.en.html"):
        (study.build / name).parent.mkdir(parents=True, exist_ok=True)
        (study.build / name).touch()
    found = entries_of(study, "en")
    titles = ["The main messages", "The report", "The annex", "Notebooks", "The dossier"]
    assert [one.title for one in found] == titles
    assert [one.time for one in found] == [
        "2 min",
        "60 min",
        "a day",
        "to look things up",
        "to look things up",
    ]
    assert [link.href for link in found[1].links] == ["report.en.html", "report.en.docx"]
    assert [one.title for one in entries_of(study, "nl")] == ["Notebooks", "Het dossier"]


def test_sheets_are_named_and_not_linked(tmp_path: Path) -> None:
    study = readers_study(tmp_path)
    config = study.config.model_copy(update={"sheet": None})
    without = replace(study, config_part=replace(study.config_part, settings=config))
    assert "folder sheets" not in front_door(without)
    before = front_door(study)
    (study.build / "sheets").mkdir(parents=True)
    (study.build / "sheets/abcdefghij.nl.pdf").touch()
    text = front_door(study)
    assert text == before, "sheets are written beside this page, before it or after"
    assert "Sheets for teams lie in the folder sheets. They are not linked here" in text
    assert "Bladen voor teams staan in de map sheets." in text
    assert "abcdefghij" not in text


def test_it_says_that_data_are_invented_and_fetches_nothing(tmp_path: Path) -> None:
    study = readers_study(tmp_path)
    path = write_front_door(study)
    assert path == study.build / "index.html"
    text = path.read_text(encoding="utf-8")
    assert "Verzonnen gegevens" in text
    assert "Invented data" in text
    assert not re.search(r'(src|href)="(?!data:|#|[a-z]+/|[a-z]+\.)', text)
    assert str(study.root) not in text
