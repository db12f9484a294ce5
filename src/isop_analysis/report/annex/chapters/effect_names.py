"""What a defined parameter is called: its title in the settings, the chain it multiplies, or its formula."""

from typing import TYPE_CHECKING, Any

from isop_analysis.language.variables import variable_title

if TYPE_CHECKING:
    from isop_analysis.report.annex.context import Context
    from isop_analysis.study.structural_settings import Structural

Record = dict[str, Any]


def effect_name(context: "Context", model: "Structural", name: str, formula: str, level: bool = True) -> str:
    """Return a defined parameter in words, with the level where the model has two."""
    titles = {effect.term: effect.title.in_language(context.language) for effect in model.effects}
    paths = {str(row["label"]): row for row in _labelled(context, model)}
    parts = [paths.get(label.strip()) for label in formula.split("*")]
    known = [row for row in parts if row is not None]
    chain = _chain(context, known) if len(known) == len(parts) > 1 else None
    title = titles.get(name) or chain or f"{name} = {formula}"
    where = [
        *_one(
            {
                context.names.value(model.group or "", str(row["group"]))
                for row in known
                if _told(row["group"])
            }
        ),
        *_one(
            {context.words(f"instruments.level_{int(row['level'])}") for row in known if _told(row["level"])}
        ),
    ]
    return f"{title} ({', '.join(where)})" if where and level and name not in titles else title


def _told(value: object) -> bool:
    return value is not None and value == value


def _one(found: set[str]) -> list[str]:
    return list(found) if len(found) == 1 else []


def capital(text: str) -> str:
    """Return the text as it stands at the head of a sentence."""
    return text[:1].upper() + text[1:]


def _labelled(context: "Context", model: "Structural") -> list[Record]:
    rows = context.rows("structural_parameters", model=model.name)
    return [row for row in rows if row["op"] == "~" and isinstance(row["label"], str) and row["label"]]


def _chain(context: "Context", paths: list[Record]) -> str | None:
    """Return `cause → mediator → outcome` where each path starts at what the one before it explains."""
    steps = [str(paths[0]["rhs"]), str(paths[0]["lhs"])]
    for path in paths[1:]:
        if str(path["rhs"]) != steps[-1]:
            return None
        steps.append(str(path["lhs"]))
    return " → ".join(variable_title(step, context.names, context.words) for step in steps)
