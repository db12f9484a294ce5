"""What the crate of a small line says, and that it answers the profile's questions."""

import json

import pytest
from competency import PREFIXES, QUESTIONS, asked, graph_of, known_terms, terms_of
from crate_facts import FACTS, STEPS, SUMS, small_study, told
from rdflib import Graph

from isop_analysis.audit.crate.document import crate_text
from isop_analysis.base.ran import Ran, together
from isop_analysis.study import Study

MINE = {"buildInstructions", "EngineSettings", "rdfs:Class", "rdfs:subClassOf"}
EXEMPT = ("startTime", "endTime")


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return small_study(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module")
def crate(study: Study) -> str:
    return crate_text(told(study))


@pytest.fixture(scope="module")
def graph(crate: str) -> Graph:
    return graph_of(crate)


def entities(crate: str) -> dict[str, dict[str, object]]:
    return {one["@id"]: one for one in json.loads(crate)["@graph"]}


def without_times(crate: str) -> list[dict[str, object]]:
    """Return a crate's entities without what two runs of the same may differ in."""
    own = entities(crate)
    usage = {name for name in own if name.startswith("#usage/")}
    return [
        {
            key: value
            for key, value in one.items()
            if key not in (*EXEMPT, *(["value"] if name in usage else []))
        }
        for name, one in own.items()
    ]


def test_it_describes_every_file_with_its_hash(crate: str) -> None:
    found = entities(crate)
    assert {name: found[name]["sha256"] for name in SUMS} == SUMS
    assert [one["@id"] for one in found["./"]["hasPart"]] == list(SUMS)  # type: ignore[attr-defined]
    assert found["tables/profession_ties.csv"]["isBasedOn"] == {"@id": "#table/network_ties"}
    assert found["figures/en/networks.svg"]["isBasedOn"] == {"@id": "tables/profession_ties.csv"}


def test_ids_stand_once_and_all_that_is_referred_to_is_there(crate: str) -> None:
    graph = json.loads(crate)["@graph"]
    names = [one["@id"] for one in graph]
    assert len(names) == len(set(names))
    outside = {
        "https://bioschemas.org/profiles/ComputationalWorkflow/1.0-RELEASE",
        "https://w3id.org/ro/crate/1.1",
        "http://schema.org/ControlAction",
    }
    assert set(referred_to(graph)) - set(names) == outside


def referred_to(value: object) -> list[str]:
    if isinstance(value, list):
        return [one for part in value for one in referred_to(part)]
    if not isinstance(value, dict):
        return []
    if set(value) == {"@id"}:
        return [value["@id"]]
    return [one for key, part in value.items() if key != "@id" for one in referred_to(part)]


def test_its_terms_are_those_of_its_contexts(crate: str) -> None:
    assert terms_of(crate) - known_terms() == MINE


def test_raw_and_processed_files_have_keyed_hashes_no_plain_one_and_no_size(crate: str) -> None:
    hidden = {
        name: one for name, one in entities(crate).items() if name.startswith(("#raw/", "#table/", "#sheets"))
    }
    assert len(hidden) == 7
    assert {str(one["identifier"])[:12] for one in hidden.values() if "identifier" in one} == {"hmac-sha256:"}
    assert {key for one in hidden.values() for key in one} & {
        "sha256",
        "contentSize",
        "dateModified",
    } == set()
    assert entities(crate)["#raw/" + "a1" * 8]["name"] == "network t0"


def test_config_is_named_with_its_hash_and_without_contents(crate: str) -> None:
    own = entities(crate)["#config/config.yaml"]
    assert own["sha256"] == "c1" * 32
    assert own["@type"] == ["File", "EngineSettings"]
    told_of = {key for key in own if not key.startswith("@")}
    assert told_of == {"name", "encodingFormat", "sha256", "description", "instrument", "object"}


def test_who_made_it_whom_to_ask_terms_languages_and_how_to_cite_it(crate: str) -> None:
    found = entities(crate)
    assert found["#author/2"]["name"] == "B. Author"
    assert found["#contact"]["email"] == "ask@example.org"
    assert found["./"]["inLanguage"] == ["nl", "en"]
    assert found["./"]["license"] == {"@id": "#terms"}
    assert found["#citation"]["name"] == (
        "A. Author, B. Author (2025). Interprofessional learning teams in Achterhoek–De Liemers (invented "
        "demo study). Version 0.1."
    )


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_question_has_an_answer(graph: Graph, question: str) -> None:
    assert asked(graph, question) != []


def test_the_answers_are_those_of_the_line(graph: Graph) -> None:
    assert asked(graph, "1 container images") == [("#no_container", "none", "No container image")]
    assert [row[1:] for row in asked(graph, "2 memory, processor, disk") if "map_networks" in row[0]] == [
        (
            "https://man7.org/linux/man-pages/man2/getrusage.2.html#ru_maxrss",
            "https://qudt.org/vocab/unit/MegaBYTE",
            "300",
        ),
        (
            "https://man7.org/linux/man-pages/man2/getrusage.2.html#ru_utime+ru_stime",
            "https://qudt.org/vocab/unit/SEC",
            "23",
        ),
    ]
    assert asked(graph, "3 configuration files") == [("#config/config.yaml",), ("workflow/profile.yaml",)]
    assert [row[1] for row in asked(graph, "4 environment of the line")] == [
        "workflow/environment.yml",
        "workflow/requirements.lock",
    ]
    assert {row[0] for row in asked(graph, "4 environment of each step")} == {
        f"#step/{step.name}" for step in STEPS
    }
    assert ("#tool/map_networks", "2026-01-01T10:03:00+00:00", "2026-01-01T10:03:30+00:00") in asked(
        graph, "5 time of each step"
    )
    assert asked(graph, "6 time of the line") == [("2026-01-01T10:00:00+00:00", "2026-01-01T10:08:30+00:00")]
    assert {row[1] for row in asked(graph, "7 success")} == {"http://schema.org/CompletedActionStatus"}
    inputs = {row[0] for row in asked(graph, "8 inputs of the line")}
    assert {"#raw/" + "a1" * 8, "#data/open/final_test.csv", "#setting/seed", "#config/config.yaml"} <= inputs
    assert {row[0] for row in asked(graph, "8 outputs of the line")} >= set(SUMS)
    assert entities_of_libraries(graph)["pandas"] == "3.0.1"
    assert ("map_networks", "1" * 40) in asked(graph, "9 versions of what ran")
    assert "None" not in {row[1] for row in asked(graph, "9 versions of what ran")}
    module = "#src/isop_analysis/steps/map_networks.py"
    assert ("#tool/map_networks", module, module, "1" * 40) in asked(graph, "10 what wraps what")
    used = asked(graph, "11 parameters of the line in steps")
    assert ("seed", "#step/map_networks", "seed", "Integer", "20250710") in used
    assert ("network t1", "#step/import_answers", "network t1", "File", "network t1") in used
    assert {row[0] for row in used if row[1] == "#step/render_report"} == {"languages"}
    assert {row[0] for row in used if row[1] == "#step/clean_answers"} == set()


def entities_of_libraries(graph: Graph) -> dict[str, str]:
    """Return the versions of all that the line needs."""
    rows = graph.query(
        f"{PREFIXES} SELECT ?name ?version WHERE {{ ?line s:step ?step ; s:softwareRequirements "
        "?one . ?one s:name ?name ; s:version ?version }"
    )
    return {str(name): str(version) for name, version in rows}  # type: ignore[misc]


def test_two_runs_differ_in_when_steps_ran_and_what_they_took_alone(study: Study, crate: str) -> None:
    later = crate_text(told(study, minute=30))
    assert later != crate
    assert without_times(later) == without_times(crate)
    assert crate_text(told(study)) == crate


def test_jobs_of_a_step_are_told_together() -> None:
    jobs = [Ran("2026-01-01T10:00:00+00:00", "2026-01-01T10:05:00+00:00", 3, 200)]
    jobs += [Ran("2026-01-01T09:59:00+00:00", "2026-01-01T10:01:00+00:00", 4, 300)]
    assert together(jobs) == Ran("2026-01-01T09:59:00+00:00", "2026-01-01T10:05:00+00:00", 7, 300)
    assert together([]) is None
    assert {one.name for one in FACTS.steps} >= {"audit_run"}
