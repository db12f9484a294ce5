"""`isop verify --key`: what the crate has keyed hashes of, against what lies here; one difference a test."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from crate_facts import FACTS, RAW
from finished_folder import finished_folder

from isop_analysis.audit.crate.sources import RUN, input_entities, table_entities
from isop_analysis.audit.folder_names import CRATE
from isop_analysis.audit.keyed import replaced_by, verify_keyed
from isop_analysis.audit.verify import Finished, read_finished
from isop_analysis.report.dossier.facts import Facts, Input
from isop_analysis.study.problems import StudyError

KEY = b"key"
RELEASE = Input("released", "a9" * 32)


def finished(folder: Path, facts: Facts = FACTS) -> Finished:
    """Return a folder whose crate has these inputs and tables."""
    path = finished_folder(folder) / CRATE
    crate = json.loads(path.read_text())
    for one in (*input_entities(facts), *table_entities(facts)):
        crate["@graph"].append({"@id": one.id, "@type": "File", **one.properties})
    path.write_text(json.dumps(crate))
    return read_finished(folder)


def said(found: Finished, here: Facts) -> list[str]:
    with pytest.raises(StudyError) as raised:
        verify_keyed(found, here, KEY)
    return [str(one) for one in raised.value.problems]


def test_all_that_is_as_it_was_is_counted(tmp_path: Path) -> None:
    assert verify_keyed(finished(tmp_path / "demo"), FACTS, KEY) == 6


def test_tables_of_a_later_run_are_told_once_with_what_to_do(tmp_path: Path) -> None:
    between = tuple(replace(one, digest="00" * 32) for one in FACTS.between)
    here = replace(FACTS, between=between)
    found = finished(tmp_path / "demo")
    assert len(said(found, here)) == len(between)
    with pytest.raises(StudyError) as raised:
        verify_keyed(found, here, KEY, replaced=True)
    assert [str(one) for one in raised.value.problems] == [
        f"tables: a later run replaced those of this one ({len(between)} differ), so that none can vouch for "
        "it; check with --rerun, from the raw files and the code of then, or with a copy of data/ that was "
        "kept of then"
    ]


def test_a_later_run_shows_by_its_number_in_the_build_folder(tmp_path: Path) -> None:
    before, later = finished(tmp_path / "a"), finished(tmp_path / "b")
    assert not replaced_by(before, tmp_path / "none")
    assert not replaced_by(before, later.folder)
    path = later.folder / CRATE
    crate = json.loads(path.read_text())
    crate["@graph"].append({"@id": RUN, "@type": "PropertyValue", "value": "00ff"})
    path.write_text(json.dumps(crate))
    assert replaced_by(before, later.folder)


def test_a_release_made_since_is_no_defect(tmp_path: Path) -> None:
    later = replace(FACTS, inputs=(*FACTS.inputs, RELEASE))
    assert verify_keyed(finished(tmp_path / "demo"), later, KEY) == 6


def test_a_release_that_is_gone_is_told(tmp_path: Path) -> None:
    before = replace(FACTS, inputs=(*FACTS.inputs, RELEASE))
    assert said(finished(tmp_path / "demo", before), FACTS) == [
        "earlier release: a release that the run knew of is not here, or its record was changed since"
    ]


def test_a_raw_file_that_was_changed_is_named_by_instrument_and_wave(tmp_path: Path) -> None:
    other = replace(FACTS, inputs=(RAW[0], replace(RAW[1], digest="a8" * 32), *FACTS.inputs[2:]))
    assert said(finished(tmp_path / "demo"), other) == [
        "network t1: a raw file of the run is not here, or was changed since",
        "network t1: this raw file, by instrument and wave of the manifest, is none of the run: added or "
        "changed since",
    ]
