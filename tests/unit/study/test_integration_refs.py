"""What integration.yaml may say: the key that was replaced, names that are nowhere, files that are twice."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from isop_analysis.study import StudyError, load

ROOT = Path(__file__).parents[3]
FILE = "config/integration.yaml"


def problems(root: Path, **changes: Any) -> list[str]:
    """Return what is wrong with the tiny study once its settings of coded texts are changed."""
    import shutil

    shutil.copytree(ROOT / "config", root / "config")
    path = root / FILE
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    for steps, value in changes.items():
        *above, last = steps.split("__")
        here = content
        for step in above:
            here = here[step]
        if value is None:
            del here[last]
        else:
            here[last] = value
    path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    with pytest.raises(StudyError) as error:
        load(root / "config/tiny/config.yaml", root)
    return [f"{one.path}: {one.message}" for one in error.value.problems]


def test_the_key_that_was_replaced_says_what_to_write_instead(tmp_path: Path) -> None:
    found = problems(tmp_path, coded=None, segments={"file": "segmenten.csv"})
    assert found == [
        "coded: key 'coded' is missing; add it",
        "segments: key 'segments' is no longer read; write 'coded' with 'files' (the coders' files), "
        "'documents' (whose each document is), 'codebook' (its version) and, for two coders or more, "
        "'analysis_coding'; see docs/qualitative.md",
    ]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"coded__files": ["a.qdpx", "b.qdpx", "a.qdpx"]},
            "coded.files[2]: file is named twice; keep one",
        ),
        (
            {"coded__consensus": "interviews_codeur_a.qdpx"},
            "coded.consensus: is one of the coders' files; consensus is kept apart from what they did "
            "independently",
        ),
        (
            {"coded__consensus": None},
            "coded.analysis_coding: is 'consensus' while no file of consensus is named; add 'consensus', "
            "or name a coder",
        ),
        (
            {"quotes__shortest": 251},
            "quotes.longest: is below shortest (251), so that nothing can be quoted; correct one of them",
        ),
        (
            {"quotes__approved": "../approved.csv"},
            "quotes.approved: the path goes up by '..'; name a file within the study's raw folder",
        ),
        (
            {"masking__decisions": "/tmp/decided.csv"},
            "masking.decisions: the path is absolute; name a file within the study's raw folder",
        ),
        (
            {"masking__schools": ["a.txt", "~/b.txt"]},
            "masking.schools[1]: the path is absolute; name a file within the study's raw folder",
        ),
        (
            {"coded__documents__attribute": "rolle"},
            "coded.documents.attribute: unknown attribute 'rolle'; did you mean 'role'?",
        ),
        (
            {"coded__documents__attribute": None},
            "coded.documents.role: needs 'attribute', whose values the column holds; name it beside it",
        ),
        (
            {"coded__files": ["../a.qdpx"]},
            "coded.files[0]: the path goes up by '..'; name a file within the study's raw folder",
        ),
        (
            {"coded__documents__file": "/tmp/documents.csv"},
            "coded.documents.file: the path is absolute; name a file within the study's raw folder",
        ),
        (
            {"coded__threshold": 1.5},
            "coded.threshold: 1.5 is not allowed; write a number of 1 or less",
        ),
        (
            {"coded__columns": {"coder": "Wie", "kode": "Code"}},
            "coded.columns.kode: unknown key 'kode'; did you mean 'code'?",
        ),
    ],
)
def test_names_that_lead_nowhere(tmp_path: Path, changes: dict[str, Any], message: str) -> None:
    assert problems(tmp_path, **changes) == [message]


def test_quotes_need_a_study_that_asks_whether_it_may_quote(tmp_path: Path) -> None:
    import shutil

    shutil.copytree(ROOT / "config", tmp_path / "config")
    config = tmp_path / "config/tiny/config.yaml"
    content = yaml.safe_load(config.read_text(encoding="utf-8"))
    del content["consent"]["purposes"]["quoting"]
    config.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    with pytest.raises(StudyError) as error:
        load(config, tmp_path)
    assert [f"{one.path}: {one.message}" for one in error.value.problems] == [
        "quotes: needs consent to quoting; name its column in consent.purposes, or leave quotes out"
    ]
