"""Keys of path models of levels and groups that must go together."""

import pytest

from isop_analysis.study.structural_refs import _bounds_problems, _excluding, _resampling_problems
from isop_analysis.study.structural_settings import Structural
from isop_analysis.study.yaml_lines import Document


def problems(**changed: object) -> list[str]:
    text = {"nl": "X", "en": "X"}
    settings: dict[str, object] = {
        "name": "m",
        "title": text,
        "question": text,
        "kind": "path",
        "syntax": "y ~ x",
    }
    model = Structural.model_validate(settings | changed)
    document = Document("models.yaml", {}, {})
    found = [*_excluding(document, ("structural", 0), model)]
    found += _resampling_problems(document, ("structural", 0), model)
    return [problem.message for problem in found]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"cluster": "team"}, "'level: 1' and 'level: 2' in 'syntax' go together with 'cluster'"),
        ({"syntax": "level: 1\ny ~ x\nlevel: 2\ny ~ z"}, "write both or neither"),
        ({"kind": "cfa", "instrument": "i", "syntax": None, "group": "role"}, "'group' is for kind path"),
        (
            {"syntax": "level: 1\ny ~ x\nlevel: 2\ny ~ z", "cluster": "site", "ordered": "all"},
            "ordered answers have no model of two levels",
        ),
        (
            {"syntax": "level: 1\ny ~ x\nlevel: 2\ny ~ z", "cluster": "site", "group": "role"},
            "a model of two levels is for one group",
        ),
        ({"resamples": 50}, "50 samples are too few for intervals; take 0, or 100 or more"),
        ({"kind": "cfa", "instrument": "i", "syntax": None, "resamples": 0}, "'resamples' is for kind path"),
    ],
)
def test_keys_that_go_together(changed: dict[str, object], message: str) -> None:
    assert any(message in found for found in problems(**changed))


@pytest.mark.parametrize("bounds", ["none", "pos.var", "standard", "wide"])
def test_bounds_of_two_levels_are_of_variances(bounds: str) -> None:
    text = {"nl": "X", "en": "X"}
    settings = {"name": "m", "title": text, "question": text, "kind": "path", "cluster": "team"}
    model = Structural.model_validate(
        settings | {"bounds": bounds, "syntax": "level: 1\ny ~ x\nlevel: 2\ny ~ z"}
    )
    document = Document("models.yaml", {}, {})
    found = [problem.message for problem in _bounds_problems(document, ("structural", 0), model)]
    if bounds in ("none", "pos.var"):
        assert found == []
    else:
        assert found == [
            f"bounds '{bounds}' rest on observed variances, which two levels don't have; take pos.var"
        ]


@pytest.mark.parametrize("missing", ["listwise", "fiml"])
def test_levels_with_a_cluster_are_in_order(missing: str) -> None:
    assert problems(syntax="level: 1\ny ~ x\nlevel: 2\ny ~ z", cluster="team", missing=missing) == []
