"""The dossier's page on the second opinion, from the published table alone, in both languages."""

import re

import pandas as pd
import pytest
from published_tables import readers_study, without_figures

from isop_analysis.language.numbers import Language
from isop_analysis.report.annex.blocks import Block, Paragraph, Table
from isop_analysis.report.annex.context import Context
from isop_analysis.report.dossier.blocks import Card
from isop_analysis.report.dossier.facts import Facts, Versions
from isop_analysis.report.dossier.pages import second_opinion
from isop_analysis.report.dossier.terms import term_told
from isop_analysis.study.study import Study


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return without_figures(readers_study(tmp_path_factory.mktemp("opinions")))


def counted(study: Study) -> tuple[int, int]:
    table = pd.read_csv(study.published / "second_opinions.csv")["verdict"].value_counts()
    return int(table["agrees"]), int(table["differs"])


SAID = {
    "en": ("numbers were computed again", "differ by more"),
    "nl": ("zijn nog eens berekend", "verschillen meer"),
}


def page(study: Study, language: Language) -> list[Block | Card]:
    no_facts = Facts((), (), (), (), (), Versions("", False, "", "", "", ()))
    context = Context(study, language, annex=f"../annex.{language}.html")
    return [one for part in second_opinion.sections(context, no_facts) for one in part.blocks]


@pytest.mark.parametrize("language", ["en", "nl"])
def test_it_says_how_many_agree_and_how_many_differ(study: Study, language: Language) -> None:
    compared, differs = SAID[language]
    blocks = page(study, language)
    agree, differ = counted(study)
    told = str(next(one for one in blocks[1:] if isinstance(one, Paragraph)).text)
    assert compared in told
    assert differs in told
    assert f"{agree + differ}" in told
    assert f"{differ} " in told
    tables = [one for one in blocks if isinstance(one, Table)]
    assert len(tables) == 5
    assert sum(int(row.cells[2].text) for row in tables[0].rows) == agree + differ
    assert sum(int(str(row.cells[1].text)) for row in tables[1].rows) == differ
    assert len(tables[2].rows) == differ
    ours = str(tables[2].rows[0].cells[2].text)
    assert ours.startswith(f'<a class="n" href="../annex.{language}.html#row-second_opinions-')


def test_what_can_t_be_compared_is_told_with_its_reason(study: Study) -> None:
    blocks = page(study, "en")
    silent = [one for one in blocks if isinstance(one, Table)][-1]
    told = {str(row.cells[1].text): str(row.cells[2].text) for row in silent.rows}
    missing = next(about for why, about in told.items() if "missing answers" in why)
    assert "Factor model of the SRT tool" in missing
    assert any("ordered steps" in why for why in told)


DIFFERING = {
    "en": ("models that test confirmatory hypotheses", "less than rounding shows"),
    "nl": ("modellen waarmee toetsende hypothesen", "minder dan afronding laat zien"),
}


@pytest.mark.parametrize("language", ["en", "nl"])
def test_numbers_that_confirmatory_hypotheses_rest_on_come_first(study: Study, language: Language) -> None:
    opinions = pd.read_csv(study.published / "second_opinions.csv").query("verdict == 'differs'")
    tests = pd.read_csv(study.published / "hypotheses.csv").query("kind == 'confirmatory'")
    own = opinions.merge(tests[["model", "scale"]].drop_duplicates())
    assert 0 < len(own) < len(opinions)
    blocks = page(study, language)
    by_cause, differing = [one for one in blocks if isinstance(one, Table)][1:3]
    lead, causes = (blocks[blocks.index(by_cause) - back] for back in (2, 1))
    assert isinstance(lead, Paragraph)
    assert isinstance(causes, Paragraph)
    hypotheses, rounded = DIFFERING[language]
    assert hypotheses in str(lead.text)
    assert f"{len(own)}\N{NO-BREAK SPACE}" in str(lead.text)
    assert "omega" in str(causes.text)
    models = [str(row.cells[0].text).partition(",")[0] for row in differing.rows]
    assert len(set(models[: len(own)])) == own["model"].nunique()
    assert not set(models[: len(own)]) & set(models[len(own) :])
    sizes = [str(row.cells[4].text) for row in differing.rows]
    assert sum(rounded in size for size in sizes) == int(opinions["magnitude"].isna().sum())


CAUSE = {
    "en": "search ended too early: by its own likelihood our values are better, by 0.72 in log-likelihood",
    "nl": "zoeken: volgens haar eigen aannemelijkheid zijn onze waarden beter, 0,72 in log-aannemelijkheid",
}
TERMS = {
    "en": ("intercept", "T1", "Future professional", "Social worker", "between teams", "residual"),
    "nl": ("intercept", "T1", "Aanstaande professional", "Sociaal werker", "tussen teams", "rest"),
}


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_cause_is_told_once_and_terms_are_named(study: Study, language: Language) -> None:
    tables = [one for one in page(study, language) if isinstance(one, Table)]
    causes = [(str(row.cells[0].text), str(row.cells[2].text)) for row in tables[1].rows]
    assert len(set(causes)) == len(causes)
    assert sum(cause.endswith(CAUSE[language]) for _, cause in causes) == 1
    named = [str(row.cells[0].text) for table in tables[2:4] for row in table.rows]
    assert [one for one in TERMS[language] if not any(name.endswith(f", {one}") for name in named)] == []
    assert [
        name for name in named if re.search(r"_|\(Intercept\)|Residual|occasionT|[a-z]:[a-z]", name)
    ] == []


def test_paths_are_named_by_both_their_ends(study: Study) -> None:
    context = Context(study, "en")
    row = {"model": "paths", "scale": None, "quantity": "estimate"}
    told = {
        term: term_told(context, row | {"term": term})
        for term in ("transfer_T1 ~ dose_T1", "proactive_attitude =~ pa2", "time:participation")
    }
    told |= {
        term: term_told(context, row | {"term": term, "quantity": "variance"})
        for term in (
            "appreciative_attitude ~~ proactive_attitude",
            "proactive_attitude ~~ proactive_attitude",
        )
    }
    assert list(told.values()) == [
        "Participation T1 → Transfer to own practice T1",
        "Proactive attitude → I make proposals to work together.",
        "time × participation minus the average",
        "Appreciative attitude with Proactive attitude",
        "spread of Proactive attitude",
    ]
