"""Whether the study's notebooks can be executed, as far as it shows without executing them."""

import ast
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from isop_analysis.study.problems import Problem
from isop_analysis.study.refs import problem
from isop_analysis.study.study import Study

FORMAT = 4


def notebook_problems(study: Study) -> Iterator[Problem]:
    """Yield notebooks that are missing or none, two whose pages would have one name, cells that aren't code."""
    document, stems = study.config_part.document, dict[str, str]()
    for position, name in enumerate(study.config.notebooks):
        stem, path = Path(name).stem, study.root / name
        if stems.setdefault(stem, name) != name:
            message = f"its page would have the name of that of '{stems[stem]}'; rename one"
            yield problem(document, ("notebooks", position), message)
        if not path.is_file():
            message = f"'{name}' is missing; create it, correct the path, or take it out of `notebooks`"
            yield problem(document, ("notebooks", position), message)
            continue
        content = _content(path)
        if reason := _no_notebook(content):
            yield Problem(name, f"{reason}; save it from Jupyter again, or take it out of `notebooks`")
        else:
            yield from (Problem(name, f"{one}; correct the cell") for one in _unreadable(content["cells"]))


def _content(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return None


def _no_notebook(content: Any) -> str | None:
    if content is None:
        return "is no notebook: its text is no JSON"
    if not isinstance(content, dict) or not isinstance(content.get("nbformat"), int):
        return "is no notebook: it has no key 'nbformat'"
    if content["nbformat"] != FORMAT or not isinstance(content.get("cells"), list):
        return f"is a notebook of version {content['nbformat']}; version {FORMAT} with 'cells' was expected"
    return None


def _unreadable(cells: Iterable[Any]) -> Iterator[str]:
    """Yield which cells hold code that isn't Python: execution would stop there."""
    for number, cell in enumerate(cells, 1):
        if not isinstance(cell, dict) or cell.get("cell_type") != "code":
            continue
        source = "".join(cell.get("source", ""))
        error = _syntax_error(source)
        if error is not None and (error := _syntax_error(_without_magics(source))) is not None:
            yield f"cell {number}, line {error.lineno}: is no Python: {error.msg}"


def _syntax_error(source: str) -> SyntaxError | None:
    try:
        compile(source, "cell", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except SyntaxError as error:
        return error
    return None


def _without_magics(source: str) -> str:
    """Return a cell's code with what only notebooks understand, such as `%time` and `!ls`, as Python."""
    from IPython.core.inputtransformer2 import TransformerManager

    return str(TransformerManager().transform_cell(source))
