"""Attack: what page and table tell of one to four people who left, joined or changed: that, and nothing else.

Whoever they were, however many, whatever they did and whichever numbers it would have changed, both are the
same to the byte. So is what is told of a folder of which nobody kept who stands behind it.
"""

import shutil
from pathlib import Path

import pytest
from two_builds import BLOCKS, Person, change, compared, everyone, people, publish

from isop_analysis.comparing.page import page_of
from isop_analysis.comparing.table_of_changes import changes_csv
from isop_analysis.publish.people import kinds_of
from isop_analysis.study import Study

TEXTS = ("segments", "texts/T0")
FEW: dict[str, list[Person]] = {
    "one left": everyone(237),
    "four left": everyone(234),
    "two joined": everyone(240),
    "three corrected": everyone(238, corrected=3),
    "one left, two corrected": everyone(237, corrected=2),
    "six left one block, one another": people(232, blocks=BLOCKS[:-1]) + people(237, blocks=BLOCKS[-1:]),
}
FEW["six left one block, one another"] += people(30, blocks=TEXTS)
PLANTED = [("reliability", "alpha", 0), ("reliability", "alpha", 5), ("model_effects", "estimate", 1)]


def told(study: Study, then: str) -> tuple[str, str]:
    found = compared(study, then)
    return page_of(found, "en"), changes_csv(found)


def state(once: Study, folder: Path, rows: list[Person], planted: tuple[str, str, int]) -> Study:
    """Return a copy of the released study after a run on other people, some number of which differs."""
    from dataclasses import replace

    shutil.copytree(once.root, folder)
    study = replace(once, root=folder, folder=folder / "config")
    change(study, planted[0], planted[1], "0.11", planted[2])
    publish(study, rows)
    return study


def test_one_to_four_people_are_told_alike_whoever_they_were(once_released: Study, tmp_path: Path) -> None:
    found = {
        told(state(once_released, tmp_path / f"{place}", rows, PLANTED[place % 3]), "2025-07-10-1")
        for place, rows in enumerate(FEW.values())
    }
    assert len(found) == 1
    page, csv = found.pop()
    assert "single people might show" in page
    rows = [line.split(",") for line in csv.splitlines()[1:]]
    assert {(what, how, *rest) for what, _, _, _, how, *rest in rows} == {
        ("table", "held_back", "", "", "", "")
    }
    assert {"reliability", "model_effects", "people_flow"} <= {row[1] for row in rows}
    for word in ("withdrawn", "corrected", "people (", "0.11"):
        assert word not in page.partition('id="reading"')[0].partition("</style>")[2]


def test_a_folder_whose_people_nobody_kept_tells_as_little(once_released: Study, tmp_path: Path) -> None:
    """One who left, or thirty: the folder is no release, so that nobody can know."""
    found = set()
    for place, count in enumerate((237, 208)):
        study = state(once_released, tmp_path / f"{place}", everyone(count), PLANTED[0])
        folder = tmp_path / f"copies{place}" / "then"
        shutil.copytree(study.published, folder)
        shutil.rmtree(study.releases)
        publish(study, everyone(count - 1 - 3 * place))
        found.add(told(study, str(folder)))
    assert len(found) == 1
    assert "made_with" not in found.pop()[1]


def test_with_a_key_of_the_config_beside_them_only_the_key_is_told(
    once_released: Study, tmp_path: Path
) -> None:
    from two_builds import record

    found = set()
    for place, rows in enumerate((FEW["one left"], FEW["three corrected"])):
        study = state(once_released, tmp_path / f"{place}", rows, PLANTED[place])
        record(study.published, config={})
        found.add(told(study, "2025-07-10-1"))
    assert len(found) == 1
    csv = found.pop()[1]
    assert "answers" not in csv
    assert "key:" not in csv  # no number that is compared changed


def test_texts_of_few_hold_back_what_is_made_of_texts_alone(once_released: Study, tmp_path: Path) -> None:
    rows = people(232) + people(28, blocks=TEXTS)
    study = state(once_released, tmp_path / "texts", rows, PLANTED[0])
    found = compared(study)
    assert {"theme_counts", "code_frequencies", "joint_display", "quotes"} <= set(found.held)
    assert all(set(kinds_of(name)) & set(TEXTS[:1]) for name in found.held)
    assert {own.difference.table for own in found.explained} == {"reliability"}


def test_words_of_a_quote_are_never_told(study: Study) -> None:
    quotes = study.published / "quotes.csv"
    words = quotes.read_text().splitlines()[1].split(",")[-1].strip('"')[:30]
    quotes.write_text(quotes.read_text().splitlines()[0] + "\n")
    publish(study, everyone(238))
    page, csv = told(study, "2025-07-10-1")
    assert "table,quotes,,,changed,,," in csv
    assert words
    assert words not in page + csv


@pytest.mark.parametrize(("count", "band"), [(233, "5-9"), (229, "5-9"), (228, "10-14")])
def test_people_are_told_in_bands(study: Study, count: int, band: str) -> None:
    publish(study, everyone(count))
    (cause,) = compared(study).causes
    assert (cause.kind, cause.name, cause.people) == ("answers", "withdrawn", band)
