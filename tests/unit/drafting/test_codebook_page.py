"""The codebook page: numbers against the statistics they come from, both languages, its owner alone."""

import html
import json
import re
import stat
from pathlib import Path

import exports
import numpy as np
import pytest
import yaml
from test_drafted_studies import drafted, fill_in, source

from isop_analysis.drafting.codebook import page, writing
from isop_analysis.drafting.codebook.answered import received
from isop_analysis.drafting.codebook.facts import instrument_facts
from isop_analysis.stats.scales import reliability
from isop_analysis.study import load


def texts(path: Path) -> str:
    bare = re.sub(r"<style.*?</style>|<[^>]+>", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(bare))


def test_both_languages_say_the_same_things() -> None:
    written = yaml.safe_load(Path(page.__file__).with_name("words.yaml").read_text(encoding="utf-8"))

    def shape(content: object) -> object:
        if isinstance(content, dict):
            return {key: shape(value) for key, value in content.items()}
        return sorted(re.findall(r"\{\w+\}", str(content)))

    assert shape(written["nl"]) == shape(written["en"])


def test_pages_and_data_are_their_owners_alone_and_the_same_twice(tmp_path: Path) -> None:
    made = drafted(tmp_path, exports.spss(source(tmp_path), exports.Answers()))
    names = [path.name for path in made.codebook]
    assert names == ["codebook.nl.html", "codebook.en.html", "codebook.jsonld"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in made.codebook} == {0o600}
    before = [path.read_bytes() for path in made.codebook]
    writing.write_codebook(writing.as_drafted(made.config, tmp_path), raw=True)
    assert [path.read_bytes() for path in made.codebook] == before


def test_facts_are_those_of_the_answers(tmp_path: Path) -> None:
    answers = exports.Answers()
    made = drafted(tmp_path, exports.spss(source(tmp_path), answers))
    study = writing.as_drafted(made.config, tmp_path)
    facts = instrument_facts(study, received(study)[0])
    first = next(one for one in facts.items if one.item.name == "pl1")
    assert (first.n, first.absent) == (exports.ROWS - 1, (("dont_know", 1),))
    own = np.delete(answers.items[:, 0], 5)
    assert dict(first.counts) == {float(value): int((own == value).sum()) for value in sorted(set(own))}
    turned = answers.items.astype(float)
    turned[:, exports.REVERSED] = 6 - turned[:, exports.REVERSED]
    turned[5, 0] = np.nan
    import pandas as pd

    expected = reliability(pd.DataFrame(turned, columns=["pl1", "pl2", "pl3", "pl4"]))
    scale = facts.scales[0]
    assert scale.alpha.value == pytest.approx(expected.alpha, rel=1e-12)
    assert scale.omega.value == pytest.approx(expected.omega_total, rel=1e-6)
    assert scale.mean == pytest.approx(np.nanmean(np.nanmean(turned, axis=1)), rel=1e-12)


def test_retest_is_the_correlation_of_the_same_people(tmp_path: Path) -> None:
    folder = source(tmp_path)
    first, second = exports.Answers(1), exports.Answers(2)
    files = [exports.spss(folder, first, "ploegen_t0.sav"), exports.spss(folder, second, "ploegen_t1.sav")]
    made = drafted(tmp_path, *files)
    fill_in(made, "person: medewerker")
    study = load(made.config)
    retest = instrument_facts(study, received(study)[0]).scales[0].retests[0]

    def scores(answers: exports.Answers) -> np.ndarray:
        own = answers.items.astype(float)
        own[:, exports.REVERSED] = 6 - own[:, exports.REVERSED]
        own[5, 0] = np.nan
        return np.nanmean(own, axis=1)

    assert retest.measure.n == exports.ROWS
    assert retest.measure.value == pytest.approx(np.corrcoef(scores(first), scores(second))[0, 1], rel=1e-9)


def test_the_page_says_wording_distribution_absence_and_reliability(tmp_path: Path) -> None:
    made = drafted(tmp_path, exports.qualtrics(source(tmp_path), exports.Answers()))
    dutch, english = (texts(path) for path in made.codebook[:2])
    for said in ("Codeboek: Ploegen", "Wij doen maar wat.", "omgekeerd gesteld", "in het bestand: QID4_3"):
        assert said in dutch
    for said in (
        "Codebook: Ploegen",
        "Strongly agree",
        "Alpha [95%]",
        "within",
        "No answer: nobody left it out",
    ):
        assert said in english
    assert exports.SECRET not in dutch + english


def test_json_ld_is_a_dataset_with_its_variables(tmp_path: Path) -> None:
    made = drafted(tmp_path, exports.spss(source(tmp_path), exports.Answers()))
    content = json.loads(made.codebook[2].read_text(encoding="utf-8"))
    assert (content["@context"], content["@type"], content["identifier"]) == (
        "https://schema.org/",
        "Dataset",
        "ploegen",
    )
    variables = {one["name"]: one for one in content["variableMeasured"]}
    assert variables["pl3"] | {"value": ""} == {
        "@type": "PropertyValue",
        "name": "pl3",
        "description": "Wij doen maar wat.",
        "measurementTechnique": "Ploegen",
        "minValue": 1.0,
        "maxValue": 5.0,
        "alternateName": ["pl3"],
        "value": "",
    }
    assert variables["pl3"]["value"].splitlines()[0] == "1. Strongly disagree"
    assert variables["scale_pl"]["description"] == "pl: mean of pl1, pl2, pl3, pl4"
