"""The page docs/config.md: every key of the config with its type, default, an example and what it means."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from isop_analysis.study.examples import Examples, examples

HEAD = """# Settings

Generated from the config models by `python -m isop_analysis.study.schema`; do not edit by hand. Keys in
**bold** must be given. Unknown keys are errors. Examples are those of the studies that ship.

A study is a few text files in YAML: the study file (`config`), an `instrument` file for each
questionnaire and, where there are any, files of `models`, `hypotheses`, `integration` (coded texts) and
`questions`. Where a key's type is the name of a part, that part's keys have a table of their own. The
[tutorial](tutorial.md) writes the first three files.
"""
ROW = "| key | what | example | type | default |\n|---|---|---|---|---|\n"


@dataclass(frozen=True)
class Reference:
    """What is told of one kind of file: its name, the schemas of its parts by name, examples of keys."""

    file: str
    parts: dict[str, Any]
    shipped: Examples

    def section(self, level: str, title: str, name: str, schema: dict[str, Any]) -> str:
        """Return what one model is, and a table of its keys."""
        required = set(schema.get("required", []))
        keys = schema["properties"].items()
        rows = [self.row(name, key, entry, key in required) for key, entry in keys]
        return f"\n{level} {title}\n\n{schema.get('description', '')}\n\n{ROW}{''.join(rows)}"

    def row(self, name: str, key: str, entry: dict[str, Any], required: bool) -> str:
        """Return the row of one key."""
        shown = f"**`{key}`**" if required else f"`{key}`"
        words = kind_of(entry).split()
        kind = " ".join(f"[{one}](#{self.file}-{one.lower()})" if one in self.parts else one for one in words)
        default = json.dumps(entry["default"], ensure_ascii=False) if "default" in entry else None
        cells = (shown, self.meaning(entry), _code(self.shipped.get((name, key))), kind, _code(default))
        return f"| {' | '.join(cells)} |\n"

    def meaning(self, entry: dict[str, Any]) -> str:
        """Return what a key means: its own description, else that of the one part which it holds."""
        named = [one for one in kind_of(entry).split() if one in self.parts]
        of_part = self.parts[named[0]].get("description", "") if len(named) == 1 else ""
        return " ".join(entry.get("description", of_part).split()).replace("|", "\\|")


def reference_text(root: Path, models: dict[str, type[BaseModel]]) -> str:
    """Return the page; the studies at the project's root give the examples."""
    shipped, sections = examples(root), [HEAD]
    for file, model in models.items():
        schema = model.model_json_schema()
        parts = {part: one for part, one in schema.get("$defs", {}).items() if "properties" in one}
        told = Reference(file, parts, shipped)
        sections.append(told.section("##", f"`{file}`", model.__name__, schema))
        sections += [told.section("###", f"{file}: {part}", part, parts[part]) for part in sorted(parts)]
    return "".join(sections)


def _code(text: str | None) -> str:
    """Return a text as code that may stand in a table."""
    return "" if text is None else "`" + text.replace("|", "\\|") + "`"


def kind_of(entry: dict[str, Any]) -> str:
    """Return the type of a key in words; parts by their names."""
    if "$ref" in entry:
        return str(entry["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in entry or "oneOf" in entry:
        return " or ".join(kind_of(option) for option in entry.get("anyOf", entry.get("oneOf", [])))
    if "enum" in entry:
        return " or ".join(f"`{value}`" for value in entry["enum"])
    if "const" in entry:
        return f"`{entry['const']}`"
    if entry.get("type") == "array":
        return f"list of {kind_of(entry.get('items', {}))}"
    if entry.get("type") == "object":
        return f"mapping to {kind_of(entry.get('additionalProperties', {}) or {})}"
    return {"null": "nothing"}.get(str(entry.get("type", "any")), str(entry.get("type", "any")))
