"""Checklists: what the report answers, what only a declared design answers, what a person alone can judge."""

import pytest
from pydantic import ValidationError

from isop_analysis.language.numbers import Language
from isop_analysis.report.checklists import appraisal, checklists
from isop_analysis.study.context import Design

AGREEMENT = "integration.agreement"
PARTS = {"participants", "instruments", "methods", "integration", "limits", "brief", "messages", "roles"}
CONTENTS = {
    *("limits.mixing", "limits.voices", "limits.elsewhere", "integration.together", "integration.agreement"),
}
TEXT = {"nl": "Daarom.", "en": "Therefore."}
MIXED = {
    "why": TEXT,
    "type": "convergent",
    "purposes": ["complementarity"],
    "timing": "concurrent",
    "priority": "equal",
    "meet": ["merging"],
}


def still_open(
    design: Design | None, language: Language = "en", parts: set[str] = PARTS | CONTENTS
) -> dict[str, list[str]]:
    told = checklists(language, parts, design)
    return {one.name: [item.name for item in one.items if not item.answered] for one in told}


def test_without_a_design_what_it_would_say_is_open() -> None:
    assert still_open(None) == {
        "gramms": ["why", "design", "methods", "integration"],
        "jars_mixed": [
            *("title", "problem", "goals", "design", "researchers", "recruitment", "recording"),
        ],
        "jars_qual": [
            *("approach", "relation", "selection", "material", "coding", "codes", "evidence", "fidelity"),
        ],
        "jars_quant": ["eligibility", "estimates", "sharing"],
    }


def test_an_item_whose_content_is_not_rendered_is_open_though_its_part_is_there() -> None:
    whole, bare = still_open(None), still_open(None, parts=PARTS)
    assert {name: sorted({*bare[name]} - {*whole[name]}) for name in whole} == {
        "gramms": ["insights", "limits"],
        "jars_mixed": ["findings", "integration", "limits", "quality"],
        "jars_qual": ["agreement", "transfer"],
        "jars_quant": ["general"],
    }


def test_each_key_of_a_design_answers_its_own_items() -> None:
    declared = still_open(Design.model_validate(MIXED))
    assert declared["gramms"] == ["methods", "integration"]
    assert declared["jars_mixed"] == ["title", "problem", "goals", "researchers", "recruitment", "recording"]
    whole = still_open(
        Design.model_validate(MIXED | dict.fromkeys(("integrated_by", "researchers", "recording"), TEXT))
    )
    assert whole["gramms"] == ["methods"]
    assert whole["jars_mixed"] == ["title", "problem", "goals", "recruitment"]
    assert "relation" not in whole["jars_qual"]


def test_each_list_has_the_version_of_its_words() -> None:
    told = (*checklists("nl", PARTS, None), appraisal("nl"))
    names = ("gramms", "jars_mixed", "jars_qual", "jars_quant", "mmat")
    assert {one.name: one.version for one in told} == dict.fromkeys(names, "1")


def test_how_far_coders_agree_is_part_of_the_quality_of_mixing() -> None:
    for more, answered in (((), ()), ((AGREEMENT,), ("instruments", AGREEMENT))):
        lists = checklists("en", [*PARTS, *more], None)
        mixed = next(one for one in lists if one.name == "jars_mixed")
        assert next(item for item in mixed.items if item.name == "quality").answered == answered


def test_lists_are_the_same_in_both_languages() -> None:
    dutch, english = (checklists(language, PARTS, None) for language in ("nl", "en"))
    for own, other in zip(dutch, english, strict=True):
        assert [item.name for item in own.items] == [item.name for item in other.items]
        assert all(item.text != twin.text for item, twin in zip(own.items, other.items, strict=True))


def test_the_form_of_appraisal_is_never_filled_in() -> None:
    form = appraisal("nl")
    assert len(form.items) == 12
    assert {item.answered for item in form.items} == {()}


@pytest.mark.parametrize(
    ("kind", "timing", "fitting"),
    [
        ("convergent", "quantitative_first", "concurrent"),
        ("explanatory_sequential", "concurrent", "quantitative_first"),
        ("exploratory_sequential", "quantitative_first", "qualitative_first"),
    ],
)
def test_an_order_that_contradicts_the_type_is_told(kind: str, timing: str, fitting: str) -> None:
    told = f"timing '{timing}' does not go with type '{kind}'; write '{fitting}'"
    with pytest.raises(ValidationError, match=told):
        Design.model_validate(MIXED | {"type": kind, "timing": timing})
