"""What rules of cleaning will leave, told before any answer is read in."""

from dataclasses import replace
from pathlib import Path

import pytest

from isop_analysis.answers.respondent_fields import Fields
from isop_analysis.answers.shown import Shown
from isop_analysis.cleaning.consent_costs import ConsentCosts
from isop_analysis.cleaning.foretold import Foretold
from isop_analysis.study import Study, load
from isop_analysis.study.cleaning_rules import Cleaning

ROOT = Path(__file__).parents[3]
TINY = load(ROOT / "config/tiny/config.yaml", ROOT)
AGREED = {"email": "a@example.org", "survey": True, "linking": True}


def ruled(*rules: dict[str, object]) -> Study:
    cleaning = Cleaning.model_validate({"steps": list(rules)})
    config = TINY.config.model_copy(update={"cleaning": cleaning})
    return replace(TINY, config_part=replace(TINY.config_part, settings=config))


def shown(wave: str, answered: list[int], email: str | None = "a@example.org", seconds: float = 600) -> Shown:
    n = len(answered)
    none: list[str | None] = [None] * n
    fields = Fields(
        **{"wave": [wave] * n, "tool_response": none, "person": none, "email": [email] * n},
        **{"token": none, "self_code": none, "team": none, "site": none, "started": none},
        **{"seconds": [seconds] * n, "progress": [None] * n, "finished": [None] * n, "test": [False] * n},
    )
    return Shown(fields, answered)


def foretold(study: Study, *chunks: Shown) -> Foretold:
    found = Foretold(study, ConsentCosts(study, [AGREED], []), [])
    for chunk in chunks:
        found.note(TINY.instrument("srt_tool"), chunk)
    return found


def test_rules_that_leave_nothing_are_a_problem() -> None:
    study = ruled({"rule": "unfinished", "minimum_share": 1}, {"rule": "speeders", "seconds_per_item": 100})
    items = 30
    found = foretold(study, shown("c2024_t0", [1, 2, items]))
    assert [one.message for one in found.problems()] == [
        "no response is left of 3 (left out: unfinished 2, speeders 1); loosen the rule, or correct what it "
        "looks at"
    ]
    assert list(found.lines()) == [
        "no response to 'srt_tool' is left of 3: left out by unfinished 2, speeders 1"
    ]


@pytest.mark.parametrize(("email", "left"), [("a@example.org", 1), ("b@example.org", 0), (None, 1)])
def test_who_is_in_no_row_of_the_consent_file_is_left_out_and_nobody_stays(
    email: str | None, left: int
) -> None:
    study = ruled({"rule": "consent"})
    alone = study.config.model_copy(update={"team_register": None})
    found = foretold(
        replace(study, config_part=replace(study.config_part, settings=alone)), shown("c2024_t0", [5], email)
    )
    assert found.stay.total() == left


def test_whom_the_register_may_lead_to_a_row_of_consent_stays() -> None:
    found = foretold(ruled({"rule": "consent"}), shown("c2024_t0", [5], "b@example.org"))
    assert found.stay.total() == 1


def test_a_wave_in_which_nobody_can_be_linked_is_told() -> None:
    found = foretold(ruled(), shown("c2024_t0", [5, 5]), shown("c2024_t1", [5, 5, 5], email=None))
    assert list(found.problems()) == []
    assert list(found.lines()) == [
        "wave 'c2024_t1': none of 3 responses can be linked to a person (nothing that linking.order names, "
        "or no consent to link); nobody is followed to or from it"
    ]
    assert +found.linkable == {("srt_tool", "c2024_t0"): 2}


def test_a_study_in_which_nobody_is_ever_known_says_nothing_of_it() -> None:
    found = foretold(ruled(), *(shown(wave, [5], email=None) for wave in ("c2024_t0", "c2024_t1")))
    assert list(found.lines()) == []
