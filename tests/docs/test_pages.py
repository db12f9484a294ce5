"""Each page has its place, each link, path and command on it is there, each block of settings can be read."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml
from pages import DOCS, ROOT, Page, pages

import isop_analysis
from isop_analysis.contracts import TABLES
from isop_analysis.study.schema import MODELS
from isop_analysis.workflow.face import app

PAGES = pages()
READ = [*PAGES, *(Page(ROOT / name) for name in ("README.md", "CONTRIBUTING.md"))]
SHIPPED = ("benchmarks/", "config/", "docs/", "notebooks/", "src/", "tests/", "workflow/")
OF_A_STUDY = ("config/home_care", "<", "*", "…", "{")
"""What a path in prose holds where the reader makes it, or where it stands for many."""
COMMAND = re.compile(r"(?:^|`)(?:\./isop|isop|python -m isop_analysis) ([a-z][^`\n]*)", re.MULTILINE)
named = pytest.mark.parametrize("page", READ, ids=lambda page: page.name)


def test_every_page_has_its_place_in_the_contents() -> None:
    listed = [
        page.path.parent / f"{line}.md"
        for page in PAGES
        for block in page.blocks
        if block.language == "{toctree}"
        for line in block.text.splitlines()
        if line and not line.startswith(":")
    ]
    assert sorted(listed) == [page.path for page in PAGES if page.path != DOCS / "index.md"]


@pytest.mark.parametrize("face", ["study", "scales", "multilevel", "structural", "qualitative", "networks"])
def test_every_class_of_a_face_stands_on_its_page(face: str) -> None:
    told = re.findall(r"auto(?:class|exception):: (\w+)", Page(DOCS / f"api/{face}.md").text)
    room = getattr(isop_analysis, face)
    names = set(room.__all__) - {"Refused", "Reason"}
    assert sorted(told) == sorted(name for name in names if isinstance(getattr(room, name), type))


@named
def test_every_link_leads_somewhere(page: Page) -> None:
    for link in page.links:
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        target = (page.path.parent / path).resolve() if path else page.path
        assert target.is_file(), link
        assert target.is_relative_to(DOCS), f"{link}: the site holds the docs alone"
        assert not anchor or anchor in Page(target).anchors, link


@named
def test_every_path_in_the_text_is_there(page: Page) -> None:
    for path in re.findall(r"`([\w./-]+/[\w./-]*)`", page.prose):
        if path.startswith(SHIPPED) and not any(sign in path for sign in OF_A_STUDY):
            assert (ROOT / path).exists() or (ROOT / "src/isop_analysis" / path).exists(), path


@named
def test_every_command_is_one(page: Page) -> None:
    for asked in COMMAND.findall(page.text):
        words, known = shlex.split(asked.split(" #")[0]), typer.main.get_command(app)
        while words and hasattr(known, "commands"):
            assert words[0] in known.commands, asked
            known = known.commands[words.pop(0)]
        options = {name for one in known.params for name in one.opts} | {"--help"}
        for word in words:
            assert not word.startswith("-") or word in options, asked


def settings_of(kind: str) -> dict[str, Any]:
    """Return the tutorial's settings of one kind; none where it has no such file."""
    for block in Page(DOCS / "tutorial.md").blocks:
        name = block.text.splitlines()[0]
        if name in (f"# config/home_care/{kind}.yaml", f"# config/home_care/{kind}s/home_care_2026.yaml"):
            return dict(yaml.safe_load(block.text))
    return {}


def blocks_of_settings() -> list[tuple[str, str, str]]:
    """Return page, file and text of the blocks of settings on the how-to pages."""
    found = []
    for page in PAGES:
        for block in page.blocks if page.path.parent == DOCS / "how_to" else []:
            if block.language == "yaml":
                kind = re.fullmatch(r"# in (\w+)\.yaml", block.text.splitlines()[0])
                assert kind, f"{page.name}: a block of settings begins with '# in <file>.yaml'"
                found.append((page.name, kind[1], block.text))
    return found


@pytest.mark.parametrize(("page", "kind", "text"), blocks_of_settings())
def test_settings_of_a_page_can_take_the_place_of_the_tutorials(page: str, kind: str, text: str) -> None:
    settings = {**settings_of(kind), **yaml.safe_load(text)}
    read = MODELS[kind].model_validate(settings)
    assert set(yaml.safe_load(text)) <= read.model_fields_set, page


def test_the_readme_is_under_a_page() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) <= 60


def test_the_tables_page_is_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(DOCS))
    from write_tables import PAGE, meanings, page

    known = {name for table in TABLES for one in table.column_names for name in (one, f"{table.name}.{one}")}
    assert set(meanings()) - known == set(), "docs/columns.yaml names columns that no table has"
    assert Path(PAGE).read_text(encoding="utf-8") == page(), "run: python docs/write_tables.py"


def test_the_page_of_checks_is_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(DOCS))
    from write_lint import PAGE, page

    assert Path(PAGE).read_text(encoding="utf-8") == page(), "run: python docs/write_lint.py"
