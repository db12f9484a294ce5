"""What the report says of a structural model's fit."""

from typing import Any

import pytest
from markupsafe import Markup
from published_tables import like, publish, readers_study

from isop_analysis.contracts.cells import Count
from isop_analysis.report.annex.chapters.fit_reading import fit_reading, kept_gaps
from isop_analysis.report.annex.context import Context
from isop_analysis.study.study import Study

LIMITS = (
    "By the usual limits (CFI from .95, RMSEA up to .06, SRMR up to .08; Hu & Bentler 1999) the model fits "
)
FIT = {
    "model": "participation_to_transfer",
    "n": Count.exactly(200),
    "cfi": 0.96,
    "rmsea": 0.05,
    "srmr": 0.04,
}


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """A model with 31 parameters, of which 30 are estimated loadings, paths and variances."""
    study = readers_study(tmp_path_factory.mktemp("fit"))
    own = like(study, "structural_parameters", model="participation_to_transfer", op="~")
    paths = [own | {"lhs": f"a{place}"} for place in range(30)]
    fixed = [own | {"op": op, "se": se} for op, se in (("=~", 0.0), ("~1", 0.2))]
    publish(study, "structural_parameters", [*paths, *fixed])
    return study


def told(study: Study, language: Any, **changed: object) -> list[str]:
    own = Context(study, language)
    return [Markup(text).unescape() for text in fit_reading(own, FIT | changed)]


def test_within_all_limits_a_model_fits_well(study: Study) -> None:
    assert told(study, "en")[0] == LIMITS + "well."


def test_what_lies_beyond_is_named(study: Study) -> None:
    assert told(study, "en", cfi=0.93)[0] == LIMITS + "in part; beyond them: CFI."
    assert told(study, "en", cfi=0.93, srmr=0.09)[0] == LIMITS + "in part; beyond them: CFI and SRMR."


def test_beyond_all_limits_a_model_fits_badly(study: Study) -> None:
    dutch = told(study, "nl", cfi=0.80, rmsea=0.12, srmr=0.11)[0]
    assert dutch == (
        "Naar de gebruikelijke grenzen (CFI vanaf ,95, RMSEA tot ,06, SRMR tot ,08; Hu & Bentler 1999) past "
        "het model slecht: zijn getallen zeggen weinig over waar het voor staat."
    )


def test_limits_are_strict_with_few_people(study: Study) -> None:
    strict = "With fewer than 250 people these limits also turn down models that hold."
    assert strict in told(study, "en", cfi=0.93, n=Count.exactly(249))
    assert strict not in told(study, "en", cfi=0.93, n=Count.exactly(250))
    assert strict not in told(study, "en", n=Count.exactly(249))


def test_few_people_for_its_size_are_told(study: Study) -> None:
    assert told(study, "en", n=Count.exactly(150))[1:] == told(study, "en")[1:]
    assert told(study, "en", n=Count.exactly(149))[-1] == (
        "149\u00a0people are few for the 30 loadings, paths and variances that the model estimates (fewer "
        "than five each): with other people they may come out differently."
    )


def test_who_counts_with_gaps_is_told_where_the_model_keeps_them(study: Study) -> None:
    gaps = "People with gaps count with what is known of them (full information)."
    scan = next(model for model in study.structural if model.name == "cfa_scan")
    assert scan.missing == "fiml"
    assert gaps in told(study, "en", model="cfa_scan")
    nested = [
        kept_gaps(Context(study, "en"), {"model": name, "clusters": 40})
        for name in ("cfa_scan", "participation_to_transfer")
    ]
    assert nested == [[gaps], []]
