"""SPSS .sav: value labels, user-missing codes, a multiple-response set, and no clock in the header.

The set is put in as the record that SPSS writes for it (type 7, subtype 7), before the end of the dictionary.
"""

import struct
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from isop_analysis.demo.claims import Claim
from isop_analysis.study.instrument import Instrument, Item, MultipleChoice

USER_MISSING = {"not_seen": 97.0, "dont_know": 98.0, "not_applicable": 99.0}
MISSING_LABELS = {97.0: "Niet getoond", 98.0: "Weet ik niet", 99.0: "Niet van toepassing"}
PRODUCT = b"@(#) SPSS DATA FILE verzonnen gegevens".ljust(60)
MADE = b"10 Jul 2512:00:00"
PRODUCT_AT, MADE_AT = 4, 92
END_OF_DICTIONARY = struct.pack("<ii", 999, 0)


def write_spss(path: Path, instrument: Instrument, claims: list[Claim]) -> None:
    """Write one wave's answers as an SPSS data file."""
    import pandas as pd
    import pyreadstat

    question = instrument.multiple_choice[0]
    columns, labels = _who(claims), _who_labels()
    for item in instrument.items:
        columns[item.column("spss")] = [_value(item, claim) for claim in claims]
        labels[item.column("spss")] = f"{item.text.nl} (verzonnen)"
    stem = question.column("spss")
    for option in question.options:
        columns[f"{stem}_{option.suffix}"] = [_chosen(question, option.name, claim) for claim in claims]
        labels[f"{stem}_{option.suffix}"] = f"{question.text.nl} {option.nl}"
    pyreadstat.write_sav(
        pd.DataFrame(columns),
        str(path),
        file_label="Verzonnen gegevens",
        column_labels=labels,
        variable_value_labels=_value_labels(instrument),
        missing_ranges={item.column("spss"): [97, 98, 99] for item in instrument.items},
    )
    path.write_bytes(_mended(path.read_bytes(), question))


def _who(claims: list[Claim]) -> dict[str, list[object]]:
    cells: dict[str, Callable[[Claim], object]] = {
        "id": lambda c: float(c.tool_response),
        "token": lambda c: c.token,
        "startdate": lambda c: c.answered.started,
        "submitdate": lambda c: (
            c.answered.started + timedelta(seconds=c.answered.seconds) if c.answered.progress == 100 else None
        ),
        "ipaddr": lambda c: f"198.51.100.{(c.answered.seconds * 11) % 254 + 1}",
        "TEAM": lambda c: c.answered.team or "",
        "CODE": lambda c: c.self_code,
    }
    return {name: [cell(claim) for claim in claims] for name, cell in cells.items()}


def _who_labels() -> dict[str, str | None]:
    return {"TEAM": "Over welk leerteam gaat het?", "CODE": "Wat is uw persoonlijke code?"}


def _value(item: Item, claim: Claim) -> float | None:
    """Return the answer, a user-missing code, or None (system-missing) where the item was skipped."""
    given = claim.answered.values.get(item.name)
    return given if given is not None else USER_MISSING.get(claim.answered.absent.get(item.name, "skipped"))


def _chosen(question: MultipleChoice, option: str, claim: Claim) -> float | None:
    choices = claim.answered.choices.get(question.name)
    return None if choices is None else float(option in choices)


def _value_labels(instrument: Instrument) -> dict[str, dict[float | int, str]]:
    labels: dict[str, dict[float | int, str]] = {}
    for item in instrument.items:
        answers = {v.value: v.nl for v in instrument.answer_scale(item.answers).values}
        labels[item.column("spss")] = answers | MISSING_LABELS
    return labels


def _mended(content: bytes, question: MultipleChoice) -> bytes:
    """Put in the multiple-response set; set the product and the moment of writing, which would differ."""
    end = content.index(END_OF_DICTIONARY)
    record = _set_record(question, _short_names(content[:end]))
    content = content[:end] + record + content[end:]
    content = content[:PRODUCT_AT] + PRODUCT + content[PRODUCT_AT + len(PRODUCT) :]
    return content[:MADE_AT] + MADE + content[MADE_AT + len(MADE) :]


def _short_names(dictionary: bytes) -> dict[str, str]:
    """Return the eight-letter name of each variable by its long one (record 7, 13)."""
    start = dictionary.index(struct.pack("<iii", 7, 13, 1))
    (length,) = struct.unpack_from("<i", dictionary, start + 12)
    pairs = dictionary[start + 16 : start + 16 + length].decode().split("\t")
    return {long: short for short, long in (pair.split("=") for pair in pairs if pair)}


def _set_record(question: MultipleChoice, short: dict[str, str]) -> bytes:
    stem, label = question.column("spss"), question.text.nl.encode()
    variables = " ".join(short[f"{stem}_{option.suffix}"].lower() for option in question.options)
    text = f"${stem}=D1 1 {len(label)} ".encode() + label + f" {variables}\n".encode()
    return struct.pack("<iiii", 7, 7, 1, len(text)) + text
