"""The annex as a page: complete, self-contained, fit to be read aloud, without people in it."""

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from linked_rows import agrees, rows_by_id
from published_tables import BHR, copy_of, readers_study

from isop_analysis.figures.gallery import write_figures
from isop_analysis.language.numbers import Language
from isop_analysis.language.rows import Tables
from isop_analysis.language.words import words_in
from isop_analysis.report.annex import write_annexes
from isop_analysis.study.study import Study

VOID = {"meta", "link", "br", "img", "hr", "input"}


class Page(HTMLParser):
    """Collects what the tests ask for; complains about tags that do not close."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: list[str] = []
        self.links: list[str] = []
        self.headings: list[int] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.headers_without_scope = 0
        self.drawings_without_name = 0
        self.loose_tables = 0
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = dict(attrs)
        if own.get("id"):
            self.ids.append(str(own["id"]))
        if tag == "a" and str(own.get("href", "")).startswith("#"):
            self.links.append(str(own["href"])[1:])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "th" and "scope" not in own:
            self.headers_without_scope += 1
        if tag == "svg" and own.get("role") != "img" and not {"g", "svg", "defs"} & set(self.open):
            self.drawings_without_name += 1
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"{tag} closes at {self.getpos()}"

    def handle_data(self, data: str) -> None:
        if not {"style", "script"} & set(self.open):
            self.text.append(data)


@pytest.fixture(scope="module")
def demo(written_demo: Study) -> Study:
    return written_demo


@pytest.fixture(scope="module")
def short(drawn_bhr: Study, tmp_path_factory: pytest.TempPathFactory) -> Study:
    study = copy_of(drawn_bhr, tmp_path_factory.mktemp("bhr"))
    write_annexes(study)
    return study


def html(study: Study, language: str) -> str:
    return (study.build / f"annex.{language}.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_ids_are_unique_and_every_link_leads_somewhere(demo: Study, language: str) -> None:
    page = Page(html(demo, language))
    doubled = {name for name in page.ids if page.ids.count(name) > 1}
    assert doubled == set()
    assert set(page.links) <= set(page.ids)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_school_years_have_an_en_dash(demo: Study, language: str) -> None:
    cells = re.findall(r"<td[^>]*>(20\d\d.20\d\d)", html(demo, language))
    assert cells
    assert [one for one in cells if "–" not in one] == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_headings_stand_in_order_and_headers_have_scope(demo: Study, language: str) -> None:
    page = Page(html(demo, language))
    assert page.headings[0] == 1
    assert page.headings.count(1) == 1
    steps = zip(page.headings, page.headings[1:], strict=False)
    assert all(after <= before + 1 for before, after in steps)
    assert page.headers_without_scope == 0
    assert page.drawings_without_name == 0


@pytest.mark.parametrize("language", ["nl", "en"])
def test_nothing_is_fetched_and_no_place_on_a_machine_is_named(demo: Study, language: str) -> None:
    text = html(demo, language)
    outside = [
        found for found in re.findall(r'(?:src|href)="([^"#]*)"', text) if not found.startswith("data:")
    ]
    assert set(outside) == {f"annex.{'en' if language == 'nl' else 'nl'}.html", "index.html"}
    urls = set(re.findall(r"url\(([^)]{0,30})", text))
    assert all(url.startswith(("data:", "#")) for url in urls)
    assert str(demo.root) not in text
    assert "<script src" not in text


def test_the_annex_needs_nothing_but_published_tables(demo: Study) -> None:
    assert html(demo, "nl")
    assert not demo.processed.exists()
    assert not demo.restricted.exists()


def test_responses_stand_below_the_flow_of_people(demo: Study) -> None:
    text = html(demo, "en")
    people, responses, sample = (
        text.index(part)
        for part in ('id="figure-participant_flow"', 'id="figure-response_flow"', "Who they are")
    )
    assert people < responses < sample


def test_chapters_stand_in_a_reviewers_order(demo: Study) -> None:
    found = re.findall(r'<section id="(\w+)" class="chapter"', html(demo, "en"))
    assert found == [
        *("hypotheses", "participants", "region", "instruments", "roles", "skill", "attitude", "chances"),
        *("preparation", "structural", "sites", "integration", "diagnostics", "limits", "methods"),
        *("references", "tables"),
    ]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_only_the_config_says_that_figures_of_sites_are_childrens_chances(
    demo: Study, language: Language
) -> None:
    title = demo.micro_macro[0].title.in_language(language)
    chapter = html(demo, language).partition('<section id="sites" class="chapter"')[2]
    assert title in unescape(re.sub(r"<[^>]+>", "", chapter.partition("</h2>")[0]))
    words = words_in(language)
    own = ["chapter.sites", *(f"reader_table.site_{name}" for name in ("models", "loadings", "estimates"))]
    own += [key for key in words.texts if key.startswith("sites.path.")]
    told = " ".join(words(key) for key in own).lower()
    assert [one for one in ("child", "kind", "collaboration", "samenwerking") if one in told] == []


def test_a_study_without_parts_has_no_empty_chapters(short: Study) -> None:
    text = html(short, "en")
    found = re.findall(r'<section id="(\w+)" class="chapter"', text)
    assert found == [
        *("hypotheses", "participants", "instruments", "skill", "limits", "methods", "tables"),
    ]
    assert "This chapter has no contents" not in text
    assert "Outcome 2" not in text
    assert "Invented data" not in text


def test_invented_data_is_said_on_the_cover_and_on_every_printed_page(demo: Study) -> None:
    assert '<header class="invented">Verzonnen gegevens' in html(demo, "nl")
    assert '@top-right { content: "Invented data · DRAFT" }' in html(demo, "en")
    assert '<html lang="nl">' in html(demo, "nl")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_number_that_links_to_a_row_is_in_it(demo: Study, language: str) -> None:
    rows, text = rows_by_id(Tables(demo)), html(demo, language)
    links = re.findall(r'<a class="n" href="#(row-[^"]+)">(.*?)</a>', text, re.DOTALL)
    told = {
        (row, unescape(re.sub(r"<span class=\"unseen\">.*?</span>|<[^>]+>", "", one))) for row, one in links
    }
    assert len(told) > 500
    assert sorted(row for row, _ in told if row not in rows) == []
    assert sorted((row, one) for row, one in told if not agrees(one, rows[row])) == []


def test_what_the_design_finds_links_to_its_row_of_each_basis(demo: Study) -> None:
    text = html(demo, "en")
    linked = r'<a class="n" href="#(row-detectable_effects-[^"]+)">([^<]+)</a>'
    pair = rf"{linked} / {linked}"
    found = re.search(pair, text)
    assert found
    for place, basis in ((1, "fitted"), (3, "planned")):
        assert found.group(place).endswith(f"-{basis}")
        start = text.index(f'<tr id="{found.group(place)}"')
        assert f">{found.group(place + 1)}<" in text[start : text.index("</tr>", start)]


def test_refused_models_have_their_sentence(demo: Study) -> None:
    text = " ".join(" ".join(Page(html(demo, "nl")).text).split())
    assert "4 gemeenten hebben zowel de uitkomst als antwoorden, en er zijn er ten minste 10 nodig" in text
    assert "an 140–144 van de 190–194 mensen is op twee meetmomenten of meer iets bekend" in text


def test_bands_are_read_aloud(demo: Study) -> None:
    text = html(demo, "en")
    start = text.index('id="row-dropout-network_skill-t0-t1"')
    row = text[start : text.index("</tr>", start)]
    assert '<span aria-hidden="true">70–74</span><span class="unseen">70 to 74</span>' in row
    assert "Counts stand in bands of five" in text
    assert "suppressed, to protect" not in text
    assert "&lt;5" not in text


def cells_of(study: Study, language: str, row: str) -> list[str]:
    """Return the cells of a row of the chapter of all tables."""
    text = html(study, language)
    start = text.index(f'id="row-{row}"')
    found = re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", text[start : text.index("</tr>", start)], re.DOTALL)
    return [re.sub(r"<span class=\"unseen\">.*?</span>|<[^>]+>", "", cell).strip() for cell in found]


@pytest.mark.parametrize(
    ("language", "row", "cells"),
    [
        (
            "nl",
            "exclusion_counts-response-srt_tool-consent",
            ["ingevulde vragenlijst", "SRT-tool (verzonnen items)", "Geen toestemming", "10–14"],
        ),
        (
            "nl",
            "exclusion_counts-register_row-register-consent",
            ["rij van het register", "het register", "Geen toestemming", "25–29"],
        ),
        ("en", "held_back-item_counts", ["Answers counted", "2026-09-01"]),
    ],
)
def test_values_of_tables_are_told_in_the_readers_language(
    demo: Study, language: str, row: str, cells: list[str]
) -> None:
    assert cells_of(demo, language, row) == cells


def test_weak_scales_are_marked_where_they_return(demo: Study) -> None:
    assert "Geven en nemen †" in html(demo, "nl")


def test_two_runs_give_the_same_bytes(short: Study, tmp_path: Path) -> None:
    other = readers_study(tmp_path, BHR)
    for language in other.config.languages:
        write_figures(other, language)
    write_annexes(other)
    files = [path for path in sorted(short.build.rglob("*")) if path.is_file()]
    assert len(files) > 10
    for path in files:
        assert path.read_bytes() == (other.build / path.relative_to(short.build)).read_bytes(), path.name


def test_figures_must_be_there_first(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="run the step draw_figures"):
        write_annexes(readers_study(tmp_path, BHR))
