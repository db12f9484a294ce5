"""Columns that look like people's numbers and addresses, and what must not look like them."""

import random
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from isop_analysis.study import load
from isop_analysis.study.undeclared import IdentityLook, eleven_test, looks_like

ROOT = Path(__file__).parents[3]
CHANCE = random.Random(11)


def numbers(rest: int, count: int, first: str = "") -> list[str]:
    found: set[str] = set()
    while len(found) < count:
        one = first + "".join(CHANCE.choices("0123456789", k=9 - len(first)))
        if eleven_test(one) == rest:
            found.add(one)
    return sorted(found)


def iban(number: int) -> str:
    account = f"INGB{number:010d}"
    check = 98 - int("".join(str(int(sign, 36)) for sign in f"{account}NL00")) % 97
    return f"NL{check:02d}{account}"


def problems(cells: list[str], heading: str = "nummer", **config: object) -> list[str]:
    study = load(ROOT / "config" / "tiny" / "config.yaml").config
    study = study.model_copy(update={"invented": False} | config)
    look = IdentityLook(study, "raw.csv", ["x", heading], [])
    look.note([["a"] * len(cells), cells])
    return [str(problem) for problem in look.problems]


def test_the_eleven_test_of_published_examples() -> None:
    assert eleven_test("111222333") == 0
    assert eleven_test("123456782") == 0
    assert eleven_test("123456789") != 0


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        ("citizen service numbers", numbers(0, 12)),
        ("citizen service numbers", [f"{int(one)}.0" for one in numbers(0, 12, "0")]),
        (
            "citizen service numbers",
            [f"{n[:4]}.{n[4:6]}.{n[6:]}" for n in numbers(0, 12)] + ["onbekend"] * 40,
        ),
        ("citizen service numbers", [*numbers(0, 9), "123456789", "987654321"]),
        ("pupil numbers", numbers(5, 12, "10")),
        ("IBANs", [iban(number) for number in range(5)]),
        ("phone numbers", ["06-12345678", "0612345679", "+31 6 1234 5670", "(0314) 12 34 56"]),
        ("mobile numbers without their 0", [f"6{n}" for n in range(12345678, 99999999, 9999999)]),
        ("e-mail addresses", ["an@x.nl", "bo@x.nl", "Cas@School.nl", "", ""]),
    ],
)
def test_a_column_of_identities_is_refused_with_its_heading_and_without_a_value(
    kind: str, cells: list[str]
) -> None:
    (said,) = problems(cells)
    assert said.startswith(f"raw.csv: column 2 ('nummer') looks like {kind}, and the config doesn't say so")
    assert not [cell for cell in cells if cell and cell in said]


def test_fifteen_thousand_citizen_service_numbers() -> None:
    assert len(problems(numbers(0, 15_458))) == 1


MOMENT = datetime(2024, 10, 1, 9)


@pytest.mark.parametrize(
    "cells",
    [
        [str(number) for number in CHANCE.sample(range(10**8, 10**9), 500)],
        [str(900_000_001 + number) for number in range(300)],
        [str(612_345_000 + number) for number in range(300)],
        [f"99{chr(65 + n // 26)}{chr(65 + n % 26)}00" for n in range(200)],
        [f"{MOMENT + timedelta(days=n):%Y%m%d}" for n in range(300)],
        [f"{MOMENT + timedelta(days=n):%d-%m-%Y}" for n in range(300)],
        [str(MOMENT + timedelta(hours=n)) for n in range(300)],
        [f"{n / 7:.8f}" for n in range(300)],
        [str(n * 977) for n in range(300)],
        ["192.0.2.1", "192.0.2.2", "198.51.100.3"],
        ["111222333"] * 100,
        ["bel 06-12345678 of mail an@x.nl"] * 3,
        ["000000000"] * 5,
    ],
)
def test_codes_counts_dates_and_durations_are_no_identities(cells: list[str]) -> None:
    assert problems(cells) == []


def test_a_first_row_of_cells_is_no_heading() -> None:
    (said,) = problems(["bo@x.nl", "cas@x.nl", "dee@x.nl"], heading="an@x.nl")
    assert said.startswith("raw.csv: column 2 looks like e-mail addresses")
    assert "an@x" not in said


def test_declared_and_dropped_columns_may_hold_them() -> None:
    config = load(ROOT / "config" / "tiny" / "config.yaml").config
    privacy = config.privacy.model_copy(update={"dropped": [" Telefoon "]})
    assert problems(["0612345678", "0612345679", "0612345670"], "telefoon", privacy=privacy) == []
    look = IdentityLook(config, "raw.csv", ["e-mail"], [0])
    look.note([["an@example.org", "bo@example.org", "cas@example.org"]])
    assert look.problems == []


def test_an_invented_study_holds_addresses_of_example_domains_only() -> None:
    config = load(ROOT / "config" / "tiny" / "config.yaml").config
    look = IdentityLook(config, "raw.csv", ["e-mail"], [0])
    look.note([["an@post.example.nl", "bo@example.com", "cas@x.test", "dee@school.nl", "eva@example.org.nl"]])
    (problem,) = look.problems
    assert "column 1 holds addresses of other domains than example.org, .com, .net and .nl (2)" in str(
        problem
    )
    assert "school" not in str(problem)


def test_shapes() -> None:
    assert looks_like("4") == looks_like("Mee eens") == ()
    assert looks_like("NL00INGB0000000001") == ("", "iban")
