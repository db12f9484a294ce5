"""Invented rows of people, as published: flows, groups, what they chose, who left, how they were linked."""

import itertools
from typing import Any

from isop_analysis.contracts.cells import Count, written_names
from isop_analysis.language.names import Names
from isop_analysis.study.study import Study

Row = dict[str, Any]


def people_rows(study: Study) -> dict[str, list[Row]]:
    """Return the tables of who took part."""
    return {
        "people_flow": _people_flow(),
        "flow": _flow(study),
        "sample": _sample(study),
        "choices": _choices(study),
        "dropout": _dropout(study),
        "linking": [
            {"instrument": "srt_tool", "wave": "c2023_t0", "linked_by": "token", "responses": "70-74"},
            {"instrument": "srt_tool", "wave": "c2023_t0", "linked_by": "unlinked", "responses": "5-9"},
        ],
        "exclusion_counts": [
            {"unit": "response", "instrument": "srt_tool", "rule": "consent", "excluded": "10-14"},
            {"unit": "register_row", "instrument": "register", "rule": "consent", "excluded": "25-29"},
        ],
    }


def _people_flow() -> list[Row]:
    told = [
        ("T0", "agreed", 110, ["invited"]),
        ("T0", "answered", 80, []),
        ("T0", "kept", 66, []),
        ("T1", "kept", 51, ["invited", "agreed", "answered"]),
        ("T2", "answered", 48, ["invited", "agreed"]),
        ("T2", "kept", 36, []),
    ]
    return [
        {"cohort": cohort, "occasion": occasion, "stage": stage, "people": people + place}
        | {"told_with": written_names(others)}
        for place, cohort in enumerate(("2023", "2024"))
        for occasion, stage, people, others in told
    ]


def _flow(study: Study) -> list[Row]:
    return [
        {"instrument": one.name, "occasion": occasion, "stage": stage}
        | {"responses": str(Count.banded(140 - 30 * step - 15 * (stage == "kept"), 5))}
        for one in study.instruments
        for step, occasion in enumerate(Names(study, "en").occasions)
        for stage in ("received", "kept")
    ]


def _sample(study: Study) -> list[Row]:
    """Groups of every attribute, the largest told without a number at the last occasion."""
    rows: list[Row] = []
    for attribute in study.config.attributes:
        for step, occasion in enumerate(Names(study, "en").occasions):
            people = [max(2, 60 - 12 * place - 6 * step) for place in range(len(attribute.values))]
            for place, (value, number) in enumerate(zip(attribute.values, people, strict=True)):
                told = step < 2 or place > 0
                rows.append(
                    {"attribute": attribute.name, "value": value.name, "occasion": occasion}
                    | {"people": str(Count.banded(number, 5)) if told else None}
                    | {"share": number / sum(people) if told else None}
                )
    return rows


def _choices(study: Study) -> list[Row]:
    """The first question by group, where two professions are large enough; the others for everyone alone."""
    profession = next(one for one in study.config.attributes if one.name == study.config.choices_by)
    groups = [(profession.name, value.name, 40) for value in profession.values[:2]]
    rows: list[Row] = []
    questions = [question for one in study.instruments for question in one.multiple_choice]
    for place, question in enumerate(questions):
        for attribute, value, asked in [("all", "all", 110), *(groups if place == 0 else [])]:
            for spread, option in enumerate(question.options):
                chosen = Count.banded(int(asked * (0.15 + 0.09 * spread)), 5)
                rows.append(
                    {"question": question.name, "option": option.name, "occasion": "T0"}
                    | {"attribute": attribute, "value": value, "chosen": str(chosen)}
                    | {"asked": str(Count.banded(asked, 5)), "share": chosen.middle / (asked + 2)}
                )
    return rows


def _dropout(study: Study) -> list[Row]:
    occasions = Names(study, "en").occasions
    return [
        {
            "variable": scale.name,
            "from_occasion": earlier,
            "to_occasion": later,
            "stayed_n": 60,
            "left_n": 31,
            "stayed_mean": 3.7,
            "left_mean": 3.5,
            "difference_sd": -0.3 + 0.02 * place,
            "ci_low": -0.71 + 0.02 * place,
            "ci_high": (-0.05 if place == 0 else 0.12) + 0.02 * place,
        }
        for place, (_, scale) in enumerate(study.scales)
        for earlier, later in itertools.pairwise(occasions)
    ]
