"""All tables in one go, of a study whose processed tables are nearly empty: what goes where."""

import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from isop_analysis.contracts import TABLES, by_name, empty_table, write_table
from isop_analysis.contracts.published import PUBLISHED_NAMES
from isop_analysis.contracts.published_files import read_published, write_published
from isop_analysis.contracts.received import NAMING
from isop_analysis.publish import published_tables
from isop_analysis.publish.releasing import release
from isop_analysis.steps import publish_tables
from isop_analysis.study import Study, load

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """The demo's config, and empty processed tables but for those that tests fill."""
    shutil.copytree(ROOT / "config", tmp_path / "config")
    study = load(tmp_path / "config/config.yaml")
    for table in TABLES:
        if not table.restricted:
            write_table(empty_table(table.name), table.name, study.processed)
    write_table(empty_table("hidden_names"), "hidden_names", study.restricted)
    return study


def filled(name: str, *rows: dict[str, object]) -> pd.DataFrame:
    """Return a processed table of these rows, zero or empty text where a cell must not be absent."""
    table = by_name(name)
    zero = {"integer": 0, "number": 0.0, "flag": False}
    absent: dict[str, object] = dict.fromkeys(table.column_names)
    for column in table.columns:
        if column.required:
            absent[column.name] = zero.get(column.kind, column.allowed[0] if column.allowed else "x")
    return pd.DataFrame([absent | row for row in rows], columns=table.column_names)


def fits(*numbers: int) -> pd.DataFrame:
    return filled(
        "model_fits",
        *(
            {"model": f"m{place}", "scale": "transfer", "n": n, "status": "fitted"}
            | {"cluster_counts": f'{{"person": {n - 100}, "team": 24}}', "clusters": 24}
            for place, n in enumerate(numbers)
        ),
    )


def test_of_nothing_every_table_is_published_empty(study: Study) -> None:
    tables = published_tables(study, study.table)
    assert tables.keys() == set(PUBLISHED_NAMES) - {"held_back"}
    filled = {"conclusions": len(study.questions), "fit_of_integration": len(study.pairs)}
    assert {name: len(rows) for name, rows in tables.items() if len(rows)} == filled
    assert set(tables["conclusions"]["answer"]) == {"refused"}
    assert set(tables["fit_of_integration"]["why"]) == {"both_silent"}


def test_numbers_close_to_each_other_are_bands_in_every_table(study: Study) -> None:
    """212 and 211 rows in two models, 110 people in one of them and 112 at the first occasion."""
    flow = filled("people_flow", {"cohort": "2023", "occasion": "T0", "stage": "kept", "people": 114})
    tables = {
        "people_flow": flow,
        "model_fits": fits(212, 211, 250),
        "factor_measures": filled("factor_measures", {"model": "c", "factor": "f", "items": 4, "n": 209}),
    }
    told = published_tables(study, lambda name: tables.get(name, study.table(name)))
    assert told["model_fits"]["n"].tolist() == ["210-214", "210-214", "250"]
    assert told["model_fits"]["cluster_counts"].tolist() == [
        '{"person": "110-114", "team": 24}',
        '{"person": "110-114", "team": 24}',
        '{"person": "150", "team": 24}',
    ]
    assert told["factor_measures"]["n"].tolist() == ["205-209"]
    assert told["people_flow"]["people"].tolist() == ["114"]


def test_a_plan_that_came_after_the_data_travels_with_what_it_confirms(study: Study) -> None:
    key = {"model": "participation", "scale": "roles_tasks", "term": "participation_person"}
    found = {"status": "fitted", "verdict": "matters", "estimate": 0.6, "ci_low": 0.4, "ci_high": 0.8}
    planned = {"hypothesis": "h", "kind": "confirmatory", "direction": "positive", "holds": True}
    tables = {
        "model_effects": filled("model_effects", key | found | {"change": 1.0}),
        "hypotheses": filled("hypotheses", key | found | planned),
    }
    told = published_tables(study, lambda name: tables.get(name, study.table(name)))["conclusion_caveats"]
    assert told.loc[told["caveat"] == "plan_after_data", "question"].tolist() == ["participation"]


def test_a_breakdown_that_config_leaves_out_is_empty(study: Study) -> None:
    linking = filled("linking", {"instrument": "i", "wave": "w", "linked_by": "token", "responses": 71})
    tables = {"linking": linking, "model_fits": fits(212)}

    def read(name: str) -> pd.DataFrame:
        return tables.get(name, study.table(name))

    assert published_tables(study, read)["linking"]["responses"].tolist() == ["70-74"]
    privacy = study.config.privacy.model_copy(update={"breakdowns": ["sample"]})
    config = study.config.model_copy(update={"privacy": privacy})
    fewer = published_tables(replace(study, config_part=replace(study.config_part, settings=config)), read)
    assert len(fewer["linking"]) == 0
    assert len(fewer["model_fits"]) == 1
    # Pairs tell of counts of themes: without these they go too.
    assert len(published_tables(study, read)["fit_of_integration"]) == len(study.pairs) > 0
    assert len(fewer["fit_of_integration"]) == 0


def people(study: Study, count: int) -> None:
    """Let so many people stand behind the tables, and a model of as many rows."""
    rows = ({"person": f"p{n:02}", "cohort": "2023"} for n in range(count))
    names = [attribute.name for attribute in study.config.attributes]
    persons = filled("persons", *rows).assign(**dict.fromkeys(names))
    write_table(persons, "persons", study.processed)
    write_table(fits(200 + count), "model_fits", study.processed)
    publish_tables.run(study)
    study.build.mkdir(parents=True, exist_ok=True)
    for language in study.config.languages:
        for name in ("annex", "report"):
            (study.build / f"{name}.{language}.html").touch()


def test_a_release_holds_the_next_tables_until_five_people_changed(study: Study) -> None:
    def told() -> list[str]:
        return [str(n) for n in read_published("model_fits", study.published)["n"]]

    people(study, 30)
    assert (told(), len(read_published("held_back", study.published))) == (["230"], 0)
    first = release(study, "the board", "2025-07-10").name
    people(study, 29)
    held = read_published("held_back", study.published)
    assert told() == ["230"]
    assert held[held["table"] == "model_fits"]["as_of"].tolist() == [first]
    assert "region_schools" not in held["table"].tolist()
    people(study, 25)
    assert (told(), len(read_published("held_back", study.published))) == (["225"], 0)


def test_no_quote_is_told_until_five_of_those_who_speak_changed(study: Study) -> None:
    """Where the words of one who left were gone, or stayed, and the others stood there: whose they are."""
    for name in NAMING:
        write_table(empty_table(name), name, study.restricted)
    raised = {"theme": "roles", "code": "role_clarity", "by": "all", "value": "all", "people": 9, "asked": 40}
    write_table(filled("code_frequencies", raised), "code_frequencies", study.processed)

    def told(speak: int, quoted: int, *texts: str) -> set[str]:
        spoken = ({"document": f"d{n}", "person": f"p{n:02}", "wave": "c2023_t1"} for n in range(speak))
        write_table(filled("documents", *spoken), "documents", study.processed)
        consents = ({"document": f"d{n}"} for n in range(quoted))
        write_table(filled("quote_consents", *consents), "quote_consents", study.processed)
        rows = ({"quote": text, "code": "role_clarity", "text": text} for text in texts)
        write_table(filled("quotes", *rows), "quotes", study.processed)
        people(study, 30)
        return set(read_published("quotes", study.published)["text"])

    assert told(20, 20, "one", "two") == {"one", "two"}
    release(study, "the board", "2025-07-10")
    assert told(20, 20, "one", "two", "three") == {"one", "two", "three"}
    for speak, quoted in ((19, 19), (16, 16), (20, 19), (20, 16), (21, 21)):
        assert told(speak, quoted, "one", "two") == set()
    assert told(20, 15, "two") == {"two"}
    assert told(15, 15, "two") == {"two"}


def test_a_released_table_with_other_columns_is_left_empty(study: Study) -> None:
    people(study, 30)
    folder = study.releases / release(study, "the board", "2025-07-10").name
    table = folder / "tables/model_fits.csv"
    before = read_published("model_fits", folder / "tables")
    table.write_text("model,scale\n")
    record = folder / "release.json"
    from isop_analysis.publish.memory import hash_of

    old = next(line for line in record.read_text().splitlines() if "tables/model_fits.csv" in line)
    record.write_text(record.read_text().replace(old, f'  "tables/model_fits.csv": "{hash_of(table)}",'))
    people(study, 28)
    assert len(before) == 1
    assert len(read_published("model_fits", study.published)) == 0
    write_published(before, "model_fits", folder / "tables")
