"""What the rule proposes of a pair, case by case; which facts a judgement rests on, when it is renewed."""

import dataclasses
from pathlib import Path

import pandas as pd
import pytest

from isop_analysis.contracts.cells import Count
from isop_analysis.contracts.published_files import write_published
from isop_analysis.publish.fit_of_integration import Strands, facts_of, fit_rows
from isop_analysis.publish.judgements import judgement_lines
from isop_analysis.stats.verdicts import Verdict
from isop_analysis.study import Study, load
from isop_analysis.study.display_settings import DisplayFile, Pair
from isop_analysis.study.study import Part

ROOT = Path(__file__).resolve().parents[3]
MANY = Count(100, 104)
PAIR = Pair.model_validate(
    {
        "name": "one",
        "title": {"nl": "x", "en": "x"},
        "model": "ingredients",
        "term": "guidance_hours",
        "scale": "transfer",
        "codes": ["guidance"],
        "against": ["no_time"],
    }
)


def band(low: int) -> Count:
    return Count(low, low + 4)


@pytest.mark.parametrize(
    ("verdict", "positive", "people", "against", "asked", "expected"),
    [
        (Verdict.MATTERS, True, 15, None, MANY, ("same_direction", "directions")),
        (Verdict.MATTERS, False, 15, None, MANY, ("opposite", "directions")),
        (Verdict.MATTERS, True, None, 15, MANY, ("opposite", "directions")),
        (Verdict.TOO_LITTLE, True, 15, None, MANY, ("same_direction", "directions")),
        (Verdict.GOES_TOGETHER, True, 15, 0, MANY, ("same_direction", "directions")),
        (Verdict.REFUSED, None, 15, None, MANY, ("one_strand_silent", "numbers_silent")),
        (Verdict.FAILED, None, 15, None, None, ("one_strand_silent", "numbers_silent")),
        (Verdict.MATTERS, True, 0, None, MANY, ("one_strand_silent", "words_silent")),
        (Verdict.OPEN, True, None, None, MANY, ("one_strand_silent", "words_silent")),
        (Verdict.REFUSED, None, 0, 0, MANY, ("undecided", "both_silent")),
        (Verdict.MATTERS, True, 15, None, None, ("undecided", "few_texts")),
        (Verdict.OPEN, True, 15, None, MANY, ("undecided", "wide_interval")),
        (Verdict.NONE_THAT_MATTERS, True, 15, None, MANY, ("undecided", "no_difference")),
        # 35 of one and 44 of the other could well be alike; (40 − 9)² is more than 3.84 (40 + 9).
        (Verdict.MATTERS, True, 35, 40, MANY, ("undecided", "words_divided")),
        (Verdict.MATTERS, True, 40, 5, MANY, ("same_direction", "directions")),
        (Verdict.MATTERS, True, 5, 40, MANY, ("opposite", "directions")),
        (Verdict.MATTERS, True, 20, 20, MANY, ("undecided", "words_divided")),
    ],
)
def test_the_rule_proposes_a_direction_silence_or_nothing(
    verdict: Verdict,
    positive: bool | None,
    people: int | None,
    against: int | None,
    asked: Count | None,
    expected: tuple[str, str],
) -> None:
    sides = (None if one is None else band(one) for one in (people, against))
    strands = Strands(verdict, positive, *sides, asked)
    assert strands.proposal("positive", 5) == expected
    turned = {"same_direction": "opposite", "opposite": "same_direction"}
    proposal, why = strands.proposal("negative", 5)
    assert (proposal, why) == (turned.get(expected[0], expected[0]), expected[1])


def test_facts_change_with_the_verdict_the_sign_a_band_or_the_pair_and_with_no_title() -> None:
    base = Strands(Verdict.MATTERS, True, band(15), band(5), MANY)
    others = [
        dataclasses.replace(base, verdict=Verdict.OPEN),
        dataclasses.replace(base, positive=False),
        dataclasses.replace(base, people=band(20)),
        dataclasses.replace(base, against=None),
    ]
    found = [facts_of(PAIR, one) for one in (base, *others)]
    found += [facts_of(PAIR.model_copy(update={"codes": ["own_programme"]}), base)]
    assert len(set(found)) == 6
    assert all(len(one) == 12 for one in found)
    assert facts_of(PAIR, dataclasses.replace(base, asked=None)) == found[0]
    titled = PAIR.model_copy(update={"title": PAIR.title.model_copy(update={"nl": "y"})})
    assert facts_of(titled, base) == found[0]


@pytest.fixture
def study(tmp_path: Path) -> Study:
    found = load(ROOT / "config/config.yaml", root=tmp_path)
    assert found.displays_part is not None
    content = {
        "joint_displays": [
            {
                "name": "fit",
                "title": {"nl": "x", "en": "x"},
                "kind": "fit_of_integration",
                "pairs": [PAIR.model_dump(), PAIR.model_dump() | {"name": "two", "codes": ["own_programme"]}],
            }
        ],
        "judgements": [
            {
                "pair": "one",
                "judgement": "expansion",
                "note": {"nl": "n", "en": "n"},
                "by": "AB",
                "date": "2025-08-01",
                "facts": "0" * 12,
            }
        ],
    }
    part = Part(found.displays_part.document, DisplayFile.model_validate(content))
    return dataclasses.replace(found, displays_part=part)


EFFECTS = pd.DataFrame(
    [
        {
            "model": "ingredients",
            "scale": "transfer",
            "term": "guidance_hours",
            "verdict": "matters",
            "estimate": 0.2,
        }
    ]
)
THEMES = [
    {"theme": "preparation", "code": "all", "people": "40-44"},
    {"theme": "preparation", "code": "guidance", "people": "25-29"},
    {"theme": "transfer", "code": "no_time", "people": "0-4"},
]
ASKED = [{"code": "guidance", "by": "all", "asked": "100-104"}]


def test_rows_hold_published_bands_and_whether_a_judgement_is_of_these_facts(study: Study) -> None:
    one, two = fit_rows(study, EFFECTS, THEMES, ASKED)
    assert (one["verdict"], one["positive"], one["people"], one["against"]) == (
        *("matters", True),
        *("25-29", "0-4"),
    )
    assert (one["proposal"], one["judgement"], one["current"]) == ("same_direction", "expansion", False)
    assert (two["people"], two["proposal"], two["why"]) == (None, "one_strand_silent", "words_silent")
    assert (two["judgement"], two["current"]) == (None, None)
    # Numbers that are not told are silent: neither sign nor verdict stays.
    (untold, _) = fit_rows(study, EFFECTS.assign(estimate=float("nan")), THEMES, ASKED)
    assert (untold["verdict"], untold["positive"], untold["why"]) == ("refused", None, "numbers_silent")
    (absent, _) = fit_rows(study, EFFECTS.iloc[:0], THEMES, [])
    assert (absent["verdict"], absent["why"]) == ("refused", "numbers_silent")


def test_check_says_which_judgements_are_missing_or_of_other_facts(study: Study) -> None:
    assert judgement_lines(study) == [
        "pair 'one': no facts yet; run the study, then check again",
        "pair 'two': no facts yet; run the study, then check again",
    ]
    rows = fit_rows(study, EFFECTS, THEMES, ASKED)
    write_published(pd.DataFrame(rows), "fit_of_integration", study.published)
    one, two = (str(row["facts"]) for row in rows)
    assert judgement_lines(study) == [
        f"pair 'one': its judgement is of other facts (000000000000); renew it, and write facts: '{one}'",
        f"pair 'two': not judged yet; its facts are '{two}'",
    ]
    assert study.displays_part is not None
    judged = study.displays_part.settings.judgements[0].model_copy(update={"facts": one})
    settings = study.displays_part.settings.model_copy(update={"judgements": [judged]})
    renewed = dataclasses.replace(study, displays_part=Part(study.displays_part.document, settings))
    assert judgement_lines(renewed) == [f"pair 'two': not judged yet; its facts are '{two}'"]
    (row, _) = fit_rows(renewed, EFFECTS, THEMES, ASKED)
    assert row["current"] is True


def test_a_judgement_older_than_the_data_is_told_and_published_as_such(study: Study) -> None:
    assert study.displays_part is not None
    judged = study.displays_part.settings.judgements[0].model_copy(update={"date": "2025-07-08"})
    settings = study.displays_part.settings.model_copy(update={"judgements": [judged]})
    early = dataclasses.replace(study, displays_part=Part(study.displays_part.document, settings))
    assert judgement_lines(early)[-1] == (
        "pair 'one': its judgement is of 2025-07-08, before the data were complete (2025-07-10); judge the "
        "complete data, and write that day"
    )
    (row, other) = fit_rows(early, EFFECTS, THEMES, ASKED)
    assert (row["judged_on"], row["judged_before_data"]) == ("2025-07-08", True)
    assert (other["judged_on"], other["judged_before_data"]) == (None, None)
    (row, _) = fit_rows(study, EFFECTS, THEMES, ASKED)
    assert (row["judged_on"], row["judged_before_data"]) == ("2025-08-01", False)


def test_a_pair_has_the_day_of_the_plan_only_as_it_stands_there(tmp_path: Path) -> None:
    demo = load(ROOT / "config/config.yaml", root=tmp_path)
    rows = {str(row["pair"]): row for row in fit_rows(demo, EFFECTS, THEMES, ASKED)}
    dates = {(row["frozen_on"], row["frozen_after_data"]) for row in rows.values()}
    assert dates == {("2026-11-24", True)}
    assert demo.displays_part is not None
    content = demo.displays_part.settings.model_dump()
    for display in content["joint_displays"]:
        for pair in display["pairs"]:
            if pair["name"] == "guidance_and_skill":
                pair["against"] = ["no_time"]
    part = Part(demo.displays_part.document, DisplayFile.model_validate(content))
    changed = fit_rows(dataclasses.replace(demo, displays_part=part), EFFECTS, THEMES, ASKED)
    found = {str(row["pair"]): row["frozen_on"] for row in changed}
    assert found["guidance_and_skill"] is None
    assert found["preparation_and_skill"] == "2026-11-24"
