"""The eleven questions that a Provenance Run Crate should answer, asked of a crate in SPARQL.

After docs/requirements.md and docs/sparql/ of github.com/ResearchObject/workflow-run-crate (Apache-2.0), told
anew: what each asks for, in the same classes and properties. The JSON-LD contexts are those of RO-Crate 1.1.3
(CC0) and of its terms for workflow runs, cut to what the crates here use.
"""

import json
import warnings
from functools import cache
from pathlib import Path
from typing import Any

import rdflib

CONTEXTS = Path(__file__).parent / "contexts"
FILES = {
    "https://w3id.org/ro/crate/1.1/context": "ro_crate_1_1.json",
    "https://w3id.org/ro/terms/workflow-run/context": "workflow_run.json",
}
BASE = "https://example.org/run/"
PREFIXES = """
PREFIX s: <http://schema.org/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX bio: <https://bioschemas.org/>
PREFIX bw: <https://bioschemas.org/ComputationalWorkflow#>
PREFIX run: <https://w3id.org/ro/terms/workflow-run#>
PREFIX code: <https://codemeta.github.io/terms/>
"""
MAIN = """
?descriptor a s:CreativeWork ; dct:conformsTo ?format ; dct:conformsTo ?profile ; s:about ?root .
FILTER (STRSTARTS(STR(?format), "https://w3id.org/ro/crate/"))
FILTER (STRSTARTS(STR(?profile), "https://w3id.org/workflowhub/workflow-ro-crate/"))
?root a s:Dataset ; s:mainEntity ?line ; s:mentions ?run .
?line a bio:ComputationalWorkflow ; dct:conformsTo ?bioprofile .
FILTER (STRSTARTS(STR(?bioprofile), "https://bioschemas.org/profiles/ComputationalWorkflow/"))
?run a s:CreateAction ; s:instrument ?line .
"""
QUESTIONS = {
    "1 container images": f"""
        SELECT ?image ?kind ?name WHERE {{ {MAIN}
        ?run run:containerImage ?image .
        ?image a run:ContainerImage ; s:additionalType ?kind ; s:name ?name }}""",
    "2 memory, processor, disk": """
        SELECT ?action ?quantity ?unit ?value WHERE {
        ?action a s:CreateAction ; run:resourceUsage ?usage .
        ?usage a s:PropertyValue ; s:propertyID ?quantity ; s:unitCode ?unit ; s:value ?value }""",
    "3 configuration files": """
        SELECT ?file WHERE { ?action a s:OrganizeAction ; s:object ?file .
        FILTER NOT EXISTS { ?file a s:ControlAction } }""",
    "4 environment of the line": """
        SELECT ?line ?file ?format ?of WHERE { ?line a s:HowTo, bio:ComputationalWorkflow ;
        code:buildInstructions ?file .
        ?file a s:MediaObject ; s:encodingFormat ?format ; dct:conformsTo ?of }""",
    "4 environment of each step": """
        SELECT ?step ?file WHERE { ?line a s:HowTo, bio:ComputationalWorkflow ; s:step ?step .
        ?step a s:HowToStep ; code:buildInstructions ?file . ?file a s:MediaObject }""",
    "5 time of each step": """
        SELECT ?tool ?start ?end WHERE { ?tool a s:SoftwareApplication .
        ?action a s:CreateAction ; s:instrument ?tool ; s:startTime ?start ; s:endTime ?end }""",
    "6 time of the line": """
        SELECT ?start ?end WHERE { ?line a bio:ComputationalWorkflow .
        ?action a s:CreateAction ; s:instrument ?line ; s:startTime ?start ; s:endTime ?end }""",
    "7 success": "SELECT ?action ?status WHERE { ?action a s:CreateAction ; s:actionStatus ?status }",
    "8 inputs of the line": """
        SELECT ?input WHERE { ?line a bio:ComputationalWorkflow .
        ?action a s:CreateAction ; s:instrument ?line ; s:object ?input }""",
    "8 outputs of the line": """
        SELECT ?output WHERE { ?line a bio:ComputationalWorkflow .
        ?action a s:CreateAction ; s:instrument ?line ; s:result ?output }""",
    "9 versions of what ran": """
        SELECT ?name ?version WHERE { ?tool a s:SoftwareApplication ; s:name ?name .
        OPTIONAL { ?tool s:softwareVersion ?version } OPTIONAL { ?tool s:version ?version } }""",
    "10 what wraps what": """
        SELECT ?tool ?wrapped ?needed ?version WHERE { ?action a s:CreateAction ; s:instrument ?tool .
        ?tool a s:SoftwareApplication ; s:mainEntity ?wrapped ; s:softwareRequirements ?needed .
        ?needed s:version ?version }""",
    "11 parameters of the line in steps": f"""
        SELECT DISTINCT ?name ?step ?own ?kind ?value WHERE {{
        {{ SELECT ?line ?run WHERE {{ {MAIN} }} }}
        ?line bw:input ?slot . ?slot s:name ?name ; s:additionalType ?kind .
        ?run s:object ?input . ?input s:exampleOfWork ?slot .
        ?connection run:sourceParameter ?slot ; run:targetParameter ?target .
        ?target s:name ?own . ?tool bw:input ?target . ?step s:workExample ?tool .
        FILTER EXISTS {{ ?step a s:HowToStep }}
        {{ ?input a s:MediaObject ; s:name ?value }} UNION
        {{ ?input a s:PropertyValue ; s:value ?value }} }}""",
}
"""Queries by the number of the question and what it asks; some take two."""


def graph_of(crate: str) -> rdflib.Graph:
    """Return a crate's graph, its contexts read from files and nothing from elsewhere."""
    document = json.loads(crate)
    document["@context"] = [
        _context(FILES[one]) if isinstance(one, str) else one for one in document["@context"]
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib warns of its own reader
        return rdflib.Graph().parse(data=json.dumps(document), format="json-ld", publicID=BASE)


def asked(graph: rdflib.Graph, question: str) -> list[tuple[str, ...]]:
    """Return the rows of an answer, in order, ids relative to the crate."""
    rows: Any = graph.query(PREFIXES + QUESTIONS[question])
    return sorted(tuple(str(value).removeprefix(BASE) for value in row) for row in rows)


def terms_of(crate: str) -> set[str]:
    """Return the types and properties that a crate uses."""
    graph = json.loads(crate)["@graph"]
    types = {one for entity in graph for one in _listed(entity["@type"])}
    return types | {name for entity in graph for name in entity if not name.startswith("@")}


def known_terms() -> set[str]:
    """Return the terms that the contexts define."""
    return {name for file in FILES.values() for name in _context(file)}


@cache
def _context(file: str) -> dict[str, str]:
    context: dict[str, str] = json.loads((CONTEXTS / file).read_text(encoding="utf-8"))["@context"]
    return context


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]
