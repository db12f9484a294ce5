"""Whether the study's notebooks can be executed, as far as it shows without executing them."""

import json
from collections.abc import Iterator
from pathlib import Path

from isop_analysis.study.problems import Problem
from isop_analysis.study.refs import problem
from isop_analysis.study.study import Study

FORMAT = 4


def notebook_problems(study: Study) -> Iterator[Problem]:
    """Yield notebooks that are missing or none, and two whose pages would have one name."""
    document, stems = study.config_part.document, dict[str, str]()
    for position, name in enumerate(study.config.notebooks):
        stem, path = Path(name).stem, study.root / name
        if stems.setdefault(stem, name) != name:
            message = f"its page would have the name of that of '{stems[stem]}'; rename one"
            yield problem(document, ("notebooks", position), message)
        if not path.is_file():
            message = f"'{name}' is missing; create it, correct the path, or take it out of `notebooks`"
            yield problem(document, ("notebooks", position), message)
        elif reason := _no_notebook(path):
            yield Problem(name, f"{reason}; save it from Jupyter again, or take it out of `notebooks`")


def _no_notebook(path: Path) -> str | None:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return "is no notebook: its text is no JSON"
    if not isinstance(content, dict) or not isinstance(content.get("nbformat"), int):
        return "is no notebook: it has no key 'nbformat'"
    if content["nbformat"] != FORMAT or not isinstance(content.get("cells"), list):
        return f"is a notebook of version {content['nbformat']}; version {FORMAT} with 'cells' was expected"
    return None
