"""Write what networkx finds in a few directed networks: `python make_networks.py` beside this file."""

import json
from pathlib import Path

import networkx as nx

HERE = Path(__file__).parent


def found(graph: nx.DiGraph) -> dict[str, object]:
    others = len(graph) - 1
    inward, outward = [d for _, d in graph.in_degree()], [d for _, d in graph.out_degree()]
    return {
        "nodes": len(graph),
        "ties": sorted([list(tie) for tie in graph.edges]),
        "density": nx.density(graph),
        "reciprocity": nx.overall_reciprocity(graph),
        "in_degree": [nx.in_degree_centrality(graph)[node] for node in range(len(graph))],
        "out_degree": [nx.out_degree_centrality(graph)[node] for node in range(len(graph))],
        "centralisation_in": sum(max(inward) - d for d in inward) / others**2,
        "centralisation_out": sum(max(outward) - d for d in outward) / others**2,
    }


def mixing() -> dict[str, object]:
    graph = nx.gnp_random_graph(24, 0.2, seed=5, directed=True)
    labels = {node: "abc"[node % 3] for node in graph}
    nx.set_node_attributes(graph, labels, "profession")
    matrix = nx.attribute_mixing_matrix(
        graph, "profession", mapping={"a": 0, "b": 1, "c": 2}, normalized=False
    )
    return {"labels": labels, "ties": sorted([list(tie) for tie in graph.edges]), "matrix": matrix.tolist()}


def main() -> None:
    graphs = [nx.gnp_random_graph(n, p, seed=n, directed=True) for n, p in ((5, 0.5), (9, 0.3), (14, 0.6))]
    florentine = nx.florentine_families_graph()
    result = {
        "networkx": nx.__version__,
        "random": [found(graph) for graph in graphs],
        "florentine": sorted([sorted(tie) for tie in florentine.edges]),
        "mixing": mixing(),
    }
    (HERE / "networks_networkx.json").write_text(json.dumps(result) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
