"""The dossier's pages: complete in both languages, nothing of people in them, the same bytes twice."""

import hashlib
import re
from pathlib import Path

import pytest
from dossier_study import with_inputs, write_dossier_of

from isop_analysis.audit.folder_names import closing_files
from isop_analysis.contracts.published import PUBLISHED_NAMES
from isop_analysis.report.dossier.pages import PAGES
from isop_analysis.report.dossier.written import CLOSING
from isop_analysis.report.outputs import dossier_files
from isop_analysis.steps import STEPS
from isop_analysis.study.study import Study


@pytest.fixture(scope="module")
def study(written_demo: Study, tmp_path_factory: pytest.TempPathFactory) -> Study:
    own = with_inputs(written_demo, tmp_path_factory.mktemp("dossier"))
    write_dossier_of(own)
    return own


def pages(study: Study) -> dict[str, str]:
    found = (study.build / "dossier").glob("*")
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(found)}


def ids(text: str) -> list[str]:
    return re.findall(r'\bid="([^"]+)"', text)


def test_every_page_stands_in_both_languages_with_the_same_places(study: Study) -> None:
    found = pages(study)
    assert set(found) == {"index.html", "trail.json"} | {
        f"{page.name}.{language}.html" for page in PAGES for language in ("nl", "en")
    }
    assert all(path.is_file() for path in dossier_files(study))
    for page in PAGES:
        dutch, english = (ids(found[f"{page.name}.{language}.html"]) for language in ("nl", "en"))
        assert dutch == english
        assert len(dutch) == len(set(dutch))


def test_every_table_step_and_figure_has_its_place(study: Study) -> None:
    places = set(ids(pages(study)["trail.en.html"]))
    assert {f"table-{name}" for name in PUBLISHED_NAMES} <= places
    assert {f"step-{name}" for name in STEPS} <= places
    drawn = (study.build / "figures/en").glob("*.svg")
    assert {f"figure-{path.stem}" for path in drawn} <= places


def test_a_table_tells_its_commit_and_settings_and_whose_code_a_hash_is_of(study: Study) -> None:
    text = pages(study)["trail.en.html"]
    table, step = (text[text.index(f'id="{place}"') :] for place in ("table-flow", "step-clean_answers"))
    own, other = table[: table.index("</article>")], step[: step.index("</article>")]
    assert "Code of the whole package" in own
    assert "<dt>Commit</dt>" in own
    assert 'href="#inputs-config"' in own
    assert "Code of this step" in other
    assert "as coarse as what steps read" in text
    assert "as JSON for programs" in pages(study)["index.html"]


def test_every_link_leads_somewhere(study: Study) -> None:
    for name, text in pages(study).items():
        for target in re.findall(r'href="([^"]+)"', text):
            file, _, place = target.partition("#")
            if file.startswith("data:"):
                continue
            path = study.build / "dossier" / (file or name)
            assert path.is_file() or file == "../index.html" or file.removeprefix("../") in CLOSING, target
            if place:
                assert place in ids(path.read_text(encoding="utf-8")), target


@pytest.mark.parametrize("page", ["index.html", "made_with.en.html", "made_with.nl.html"])
def test_what_closes_the_folder_is_linked_and_the_check_named(study: Study, page: str) -> None:
    assert set(CLOSING) <= set(closing_files([]))
    text = pages(study)[page]
    assert [file for file in CLOSING if f'<a href="../{file}">' not in text] == []
    if page != "index.html":
        assert "isop verify" in text
        assert "docs/audit.md" not in text
        assert "docs/crate.md" in text


def test_nothing_is_told_that_only_the_projects_own_people_may_know(study: Study) -> None:
    text = "".join(pages(study).values())
    raw = [path for path in study.raw.iterdir() if path.is_file()]
    assert [path.name for path in raw if path.name in text and path.name != "README.md"] == []
    hidden = [*raw, *study.processed.glob("*.parquet"), *study.restricted.glob("*.parquet")]
    assert [path.name for path in hidden if hashlib.sha256(path.read_bytes()).hexdigest() in text] == []
    assert str(study.root) not in text
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", text)
    assert not re.search(r"\b\d+ (?:bytes|kB|KB)\b", text)


def test_what_was_left_out_refused_and_changed_is_told(study: Study) -> None:
    text = pages(study)["decisions.en.html"]
    assert "Answered too fast" in text
    assert "25–29" in text
    refused = text[text.index('id="refused"') :]
    assert refused.count("<tr ") > 3
    assert "not computed" in refused


def test_two_writings_give_the_same_bytes(study: Study) -> None:
    first = pages(study)
    write_dossier_of(study)
    assert pages(study) == first


def test_a_missing_table_is_told(study: Study, tmp_path: Path) -> None:
    path = study.processed / "model_effects.parquet"
    kept = path.read_bytes()
    path.unlink()
    try:
        with pytest.raises(FileNotFoundError, match="model_effects"):
            write_dossier_of(study)
    finally:
        path.write_bytes(kept)
