import ast
import pickle
from pathlib import Path

import numpy as np
import pytest

from isop_analysis.base.reasons import Reason, Refused, read_reasons, written
from isop_analysis.base.telling import catalogue, places

ROOT = Path(__file__).parents[3]
CALLS = ("Reason", "Refused")


def given() -> list[tuple[str, str, frozenset[str], bool]]:
    """Return where a reason is made, its key, the names of its values, and whether both are literal."""
    found = []
    for file in sorted((ROOT / "src").rglob("*.py")):
        if file.parent.name == "base":
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in CALLS:
                first = node.args[0] if node.args else None
                literal = isinstance(first, ast.Constant) and all(one.arg for one in node.keywords)
                key = str(first.value) if isinstance(first, ast.Constant) else ""
                names = frozenset(one.arg for one in node.keywords if one.arg)
                found.append((f"{file.relative_to(ROOT)}:{node.lineno}", key, names, literal))
    return found


def test_every_reason_in_the_code_has_its_texts_and_gives_all_their_values() -> None:
    wrong = []
    for where, key, names, literal in given():
        if not literal:
            wrong.append(f"{where}: key and names of values must stand in the call")
        elif key not in catalogue():
            wrong.append(f"{where}: '{key}' is not in the catalogue")
        else:
            texts = catalogue()[key]
            wrong += [
                f"{where}: '{key}' lacks {sorted(places(text) - names)}"
                for text in (texts.error, texts.en, texts.nl)
                if places(text) - names
            ]
    assert wrong == []


def test_the_catalogue_has_no_text_that_nobody_gives() -> None:
    assert sorted(set(catalogue()) - {key for _, key, _, _ in given()}) == []


def test_a_reason_comes_back_from_a_table_as_it_went_in() -> None:
    inner = Reason("clusters", group="site", found=np.int64(2), needed=5)
    outer = Reason("crashed", kind="a 'b' \n c", inner=[inner, 1.5, None], last=inner)
    cell = written([outer, inner])
    assert cell.split("\n")[1] == 'clusters {"found": 2, "group": "site", "needed": 5}'
    assert read_reasons(cell) == [outer, inner]
    assert read_reasons(None) == read_reasons(float("nan")) == read_reasons("") == []


def test_prose_is_no_reason() -> None:
    with pytest.raises(ValueError, match="not a key with values: 'Too few clusters'"):
        read_reasons("Too few clusters")


def test_a_refusal_tells_its_reason_and_survives_another_process() -> None:
    refusal = pickle.loads(pickle.dumps(Refused("clusters", group="team", found=3, needed=5)))
    assert str(refusal) == "3 clusters of 'team', at least 5 are needed"
    assert refusal.reason.values == {"group": "team", "found": 3, "needed": 5}
