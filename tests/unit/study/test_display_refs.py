"""A display or judgement that does not fit the study is told in one sentence."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from isop_analysis.study import StudyError, load
from isop_analysis.study.plan import plan_of, read_registration
from isop_analysis.study.plan_deviations import deviations

ROOT = Path(__file__).parents[3]
TITLE = {"nl": "x", "en": "x"}
BANDS = {"name": "d", "title": TITLE, "scale": "transfer", "occasion": "T0", "themes": ["roles"]}
SIDE = {"name": "d", "title": TITLE, "kind": "side_by_side"}
EFFECT = {"model": "ingredients", "term": "guidance_hours", "scale": "transfer"}
ROW = {"effect": EFFECT, "codes": ["guidance"]}
FIT = {"name": "d", "title": TITLE, "kind": "fit_of_integration"}
PAIR = {"name": "p", "title": TITLE, "codes": ["guidance"], **EFFECT}
JUDGED = {
    "pair": "p",
    "judgement": "expansion",
    "note": TITLE,
    "by": "AB",
    "date": "2025-07-01",
    "facts": "0123456789ab",
}


def study_with(root: Path, *displays: Any, judgements: Any = (), integration: bool = True) -> Path:
    """Write the demo's config with these displays beside those of the codebook's file."""
    shutil.copytree(ROOT / "config", root / "config")
    content = {"joint_displays": list(displays), "judgements": list(judgements)}
    (root / "config/displays.yaml").write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    config = root / "config/config.yaml"
    if not integration:
        text = config.read_text(encoding="utf-8").replace("integration: integration.yaml\n", "")
        config.write_text(text, encoding="utf-8")
    return config


def problems(root: Path, *displays: Any, **rest: Any) -> list[str]:
    with pytest.raises(StudyError) as error:
        load(study_with(root, *displays, **rest), root)
    return [f"{one.path}: {one.message}" for one in error.value.problems]


@pytest.mark.parametrize(
    ("displays", "message"),
    [
        (
            [{"name": "d", "title": TITLE}],
            "joint_displays[0]: a display of kind 'statistics_by_themes' needs 'scale'; add it",
        ),
        ([SIDE], "joint_displays[0]: a display of kind 'side_by_side' needs 'rows'; add it"),
        ([FIT], "joint_displays[0]: a display of kind 'fit_of_integration' needs 'pairs'; add it"),
        (
            [SIDE | {"rows": [ROW], "scale": "transfer"}],
            "joint_displays[0].scale: a display of kind 'side_by_side' has no 'scale'; leave it out",
        ),
        (
            [BANDS | {"kind": "case_ordered", "bands": 4, "scale": "shared_goals"}],
            "joint_displays[0].bands: a display of kind 'case_ordered' has no 'bands'; leave it out",
        ),
        (
            [{"name": "d", "title": TITLE, "kind": "quote_matrix", "codes": ["guidance"], "occasion": "T0"}],
            "joint_displays[0]: 'scale' and 'occasion' go together; give both, or neither",
        ),
        (
            [BANDS | {"scale": "transfr"}],
            "joint_displays[0].scale: unknown scale 'transfr'; did you mean 'transfer'?",
        ),
        (
            [BANDS | {"occasion": "T9", "scale": "shared_goals"}],
            "joint_displays[0].occasion: unknown occasion 'T9'; known: T0, T1, T2",
        ),
        (
            [BANDS | {"themes": ["roels"]}],
            "joint_displays[0].themes[0]: unknown theme 'roels'; did you mean 'roles'?",
        ),
        (
            [{"name": "d", "title": TITLE, "kind": "quote_matrix", "codes": ["guidance", "guidance"]}],
            "joint_displays[0].codes[1]: code 'guidance' stands twice; keep one",
        ),
        (
            [BANDS | {"name": "transfer_in_numbers_and_words"}],
            "joint_displays[0].name: name 'transfer_in_numbers_and_words' is given twice; rename one",
        ),
        (
            [BANDS | {"bands": 2}],
            "joint_displays[0]: bands the teams by 'transfer' at T0 otherwise than "
            "'transfer_in_numbers_and_words' does, so that the difference would tell single teams; take the "
            "same bands and kind, or another scale",
        ),
        (
            [BANDS | {"kind": "case_ordered"}],
            "joint_displays[0]: bands the teams by 'transfer' at T0 otherwise than "
            "'transfer_in_numbers_and_words' does, so that the difference would tell single teams; take the "
            "same bands and kind, or another scale",
        ),
        (
            [SIDE | {"rows": [{"codes": ["guidance"]}]}],
            "joint_displays[0].rows[0]: needs one result: 'question' or 'effect', not both; name one",
        ),
        (
            [SIDE | {"rows": [{"question": "growht", "codes": ["guidance"]}]}],
            "joint_displays[0].rows[0].question: unknown question 'growht'; did you mean 'growth'?",
        ),
        (
            [SIDE | {"rows": [{"effect": EFFECT | {"model": "ingredient"}, "codes": ["guidance"]}]}],
            "joint_displays[0].rows[0].effect.model: unknown multilevel model 'ingredient'; did you mean "
            "'ingredients'?",
        ),
        (
            [SIDE | {"rows": [ROW | {"codes": ["guidence"]}]}],
            "joint_displays[0].rows[0].codes[0]: unknown code 'guidence'; did you mean 'guidance'?",
        ),
        (
            [SIDE | {"rows": [ROW | {"meta": {"nl": "In 12 teams.", "en": "In teams."}}]}],
            "joint_displays[0].rows[0].meta.nl: the number '12' is typed by hand and becomes false with "
            "other data; leave it out (the answer, its table and the flow of people hold the numbers) or say "
            "it in words",
        ),
        (
            [FIT | {"pairs": [PAIR | {"term": "guidance_hour"}]}],
            "joint_displays[0].pairs[0].term: model 'ingredients' declares no effect 'guidance_hour'; did "
            "you mean 'guidance_hours'?",
        ),
        (
            [FIT | {"pairs": [PAIR | {"scale": "transfre"}]}],
            "joint_displays[0].pairs[0].scale: model 'ingredients' has no scale 'transfre'; did you mean "
            "'transfer'?",
        ),
        (
            [FIT | {"pairs": [PAIR | {"against": ["guidance"]}]}],
            "joint_displays[0].pairs[0].against[0]: code 'guidance' stands in 'codes' too; it can't say both",
        ),
        (
            [FIT | {"pairs": [PAIR, PAIR]}],
            "joint_displays[0].pairs[1].name: pair 'p' is given twice; rename one",
        ),
    ],
)
def test_a_display_that_does_not_fit_is_told_in_a_sentence(
    tmp_path: Path, displays: list[Any], message: str
) -> None:
    assert message in problems(tmp_path, *displays)


@pytest.mark.parametrize(
    ("judgements", "message"),
    [
        ([JUDGED | {"pair": "q"}], "judgements[0].pair: unknown pair 'q'; known: p"),
        ([JUDGED, JUDGED], "judgements[1].pair: pair 'p' is judged twice; keep the newer judgement"),
        (
            [JUDGED | {"judgement": "expanson"}],
            "judgements[0].judgement: 'expanson' is not allowed; write 'confirmation', 'expansion', "
            "'complementarity' or 'discordance'; did you mean 'expansion'?",
        ),
        (
            [JUDGED | {"note": {"nl": "x", "en": "Of 5 people."}}],
            "judgements[0].note.en: the number '5' is typed by hand and becomes false with other data; leave "
            "it out (the answer, its table and the flow of people hold the numbers) or say it in words",
        ),
    ],
)
def test_a_judgement_that_does_not_fit_is_told_in_a_sentence(
    tmp_path: Path, judgements: list[Any], message: str
) -> None:
    assert problems(tmp_path, FIT | {"pairs": [PAIR]}, judgements=judgements) == [message]


def test_a_study_without_coded_texts_has_no_displays(tmp_path: Path) -> None:
    found = problems(tmp_path, SIDE | {"rows": [ROW]}, integration=False)
    assert "joint_displays[0]: needs coded texts; name an integration file, or leave it out" in found


def test_displays_of_both_files_stand_in_their_order_and_the_same_bands_may_stand_twice(
    tmp_path: Path,
) -> None:
    study = load(study_with(tmp_path, BANDS), tmp_path)
    assert [one.name for one in study.displays] == [
        *("roles_in_numbers_and_words", "transfer_in_numbers_and_words", "attitude_in_numbers_and_words"),
        "d",
    ]
    assert study.displays[0].kind == "statistics_by_themes"


def test_a_pair_that_is_added_changed_or_left_out_after_freezing_is_a_deviation(tmp_path: Path) -> None:
    registration = read_registration(load(ROOT / "config/config.yaml", ROOT))
    assert registration is not None
    study = load(ROOT / "config/config.yaml", ROOT)
    assert deviations(study, registration) == []
    pairs = registration.plan["pairs"]
    assert list(pairs) == list(plan_of(study)["pairs"])
    name, *others = pairs
    changed = {name: pairs[name] | {"direction": "negative"}} | {one: pairs[one] for one in others[1:]}
    plan = registration.plan | {"pairs": changed | {"gone": pairs[name] | {"name": "gone"}}}
    old = type(registration)(registration.frozen_on, registration.sha256, plan)
    assert [(one.what, one.key) for one in deviations(study, old)] == [
        ("changed", f"pairs.{name}.direction"),
        ("removed", "pairs.gone"),
        ("added", f"pairs.{others[0]}"),
    ]
    # A plan of before there were pairs: each is one that was added.
    before = {key: value for key, value in registration.plan.items() if key != "pairs"}
    older = type(registration)(registration.frozen_on, registration.sha256, before)
    assert {one.what for one in deviations(study, older)} == {"added"}
    assert [one.key for one in deviations(study, older)] == [f"pairs.{one}" for one in pairs]
