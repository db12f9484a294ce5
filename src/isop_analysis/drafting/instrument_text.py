"""An instrument file as text: what `isop new` saw, what it guessed, and what a person has to fill in."""

from collections.abc import Mapping, Sequence

from isop_analysis.answers.formats import FORMATS
from isop_analysis.answers.spelling import folded
from isop_analysis.drafting.choice_draft import DraftChoice, DraftOption
from isop_analysis.drafting.closed_answers import Absent, Answers, Label
from isop_analysis.drafting.instrument_draft import DraftItem, DraftScale, InstrumentDraft
from isop_analysis.drafting.questions import DraftSource
from isop_analysis.drafting.yaml_text import both, guessed, in_comment, listed, name, plainly, quoted
from isop_analysis.study.reading import REQUIRED

OTHER = {"nl": "English", "en": "Dutch"}
SHOWN = 12
OWNER = guessed("an export does not tell who owns the wording")


def instrument_text(draft: InstrumentDraft, people: Mapping[str, str | None]) -> str:
    """Return the file; `people` holds per source the line that says who answered, where it was asked."""
    parts = [
        _head(draft),
        "sources:\n",
        *(_source(source, people.get(source.name, REQUIRED)) for source in draft.sources),
        "answer_scales:\n",
        *(_answer_scale(own, answers) for own, answers in draft.answer_scales.items()),
        *([] if draft.answer_scales else ["  - {name: yes_no, low: 0, high: 1}\n"]),
        "items:\n",
        *(_item(item, [source.name for source in draft.sources]) for item in draft.items),
    ]
    if draft.choices:
        parts += ["multiple_choice:\n", *(_choice(choice) for choice in draft.choices)]
    if draft.scales:
        parts += ["scales:\n", *(_scale(draft, scale) for scale in draft.scales)]
    return "".join(parts)


def _head(draft: InstrumentDraft) -> str:
    files = ", ".join(table.table.file for source in draft.sources for table in source.tables)
    first = [
        f"Drafted by `isop new` from {files}. Look through every line; guesses are marked.",
        f"Texts were found in one language and repeated in {OTHER[draft.language]}: translate those.",
    ]
    kind = "both" if any(item.answers == "open" for item in draft.items) else "quantitative"
    return (
        in_comment(first)
        + f"name: {draft.name}\ntitle: {both(draft.name.replace('_', ' ').capitalize())}\n"
        + f'owner: "?"{OWNER}\n'
        + f"kind: {kind}\nvalidation: {{status: none}}{guessed('an export does not tell')}\n"
        + f"about: person{guessed('or team, where its questions are about the team')}\n"
    )


def _source(source: DraftSource, who: str | None) -> str:
    text = f"  - name: {source.name}\n    format: {source.format}\n"
    if source.files is not None:
        text += f"    files: {quoted(source.files)}\n"
    fields = "".join(
        f"      {kind}: {quoted(column)}{guessed('by its heading')}\n"
        for kind, column in source.places.items()
    )
    if source.people and who is None:
        text += "    # none of the columns tells who answered\n"
        fields += _no_address(source)
    elif source.people:
        fields += _person(source, str(who))
    if fields:
        text += "    fields:\n" + fields
    return text + _left(source)


def _person(source: DraftSource, who: str) -> str:
    """Return the line that says who answered; left to a person unless they were asked."""
    if who != REQUIRED:
        return f"      {who}\n" + ("" if who.startswith("email: ") else _no_address(source))
    may = ", ".join(quoted(column) for column in source.people[:SHOWN])
    asked = [
        f"{REQUIRED}: who answered? Columns that may tell: {may}.",
        "Write the one that does behind email, or as person, token or self_code; null where none does.",
    ]
    return in_comment(asked, "      ") + f"      email: {REQUIRED}\n"


def _no_address(source: DraftSource) -> str:
    """Return the line by which a column that the format takes for addresses is not read as such."""
    own = {folded(one) for one in FORMATS[source.format].fields.get("email", ())}
    return "      email: null\n" if any(folded(column) in own for column in source.people) else ""


def _left(source: DraftSource) -> str:
    own = ", ".join(quoted(column) for column in source.tools)
    tools = (
        in_comment([f"Taken for the tool's own, of which nothing is drafted: {own}"], "    ") if own else ""
    )
    if not source.left:
        return tools
    lines = ["Nothing is drafted of these columns:"]
    lines += [f"  {quoted(column)} {why}" for column, why in source.left]
    words = "a closed question among them can be drafted: isop new --closed COLUMN"
    return tools + in_comment(
        [*lines, *([words] if any("texts" in why for _, why in source.left) else [])], "    "
    )


def _answer_scale(own: str, answers: Answers) -> str:
    seen = "a round range around the answers seen" if answers.open_ended else "the range of the answers seen"
    comment = guessed(seen) if answers.counted else ""
    never = [label for label in answers.labels if label.value in answers.never]
    why = f"of a known list; never chosen: {', '.join(quoted(one.en) for one in never)}"
    text = f"  - name: {name(own)}{guessed(why) if never else ''}\n    low: {plainly(answers.low)}{comment}\n"
    text += f"    high: {plainly(answers.high)}\n"
    if answers.labels:
        text += "    values:\n" + "".join(_value(label) for label in answers.labels)
    if answers.absent:
        text += "    missing:\n" + "".join(_absent(one) for one in answers.absent)
    return text


def _value(label: Label) -> str:
    accept = f", accept: {listed([quoted(one) for one in label.accept])}" if label.accept else ""
    nl, en = quoted(label.nl), quoted(label.en)
    return f"      - {{value: {plainly(label.value)}, nl: {nl}, en: {en}{accept}}}\n"


def _absent(one: Absent) -> str:
    comment = guessed("looks like a code for no answer") if one.guessed else ""
    return f"      - {{code: {quoted(one.code)}, kind: {one.kind}}}{comment}\n"


def _columns(columns: Mapping[str, str], sources: Sequence[str]) -> str:
    """Return the columns per source; null where a source did not ask it."""
    own = {source: quoted(columns[source]) if source in columns else "null" for source in sources}
    return "{" + ", ".join(f"{source}: {own[source]}" for source in sorted(own)) + "}"


def _item(item: DraftItem, sources: Sequence[str]) -> str:
    text = f"  - name: {name(item.name)}\n    text: {both(item.text)}\n    answers: {name(item.answers)}\n"
    text += f"    columns: {_columns(item.columns, sources)}\n"
    if item.reversed:
        text += f"    reversed: true{guessed('its answers go against those of its scale')}\n"
    if item.undecided:
        text += in_comment(["hardly goes with the rest of its scale: reversed, or of another scale?"], "    ")
    return text


def _choice(choice: DraftChoice) -> str:
    text = f"  - name: {name(choice.name)}\n    text: {both(choice.text)}\n"
    text += f"    columns: {_columns(choice.columns, list(choice.columns))}\n"
    return text + "    options:\n" + "".join(_option(one) for one in choice.options)


def _option(option: DraftOption) -> str:
    text, suffix = quoted(option.text), f", suffix: {quoted(option.suffix)}" if option.suffix else ""
    return f"      - {{name: {name(option.name)}, nl: {text}, en: {text}{suffix}}}\n"


def _scale(draft: InstrumentDraft, scale: DraftScale) -> str:
    title = f"{both(scale.title)}{guessed('the question above its items, or their names')}"
    return (
        f"  - name: {scale.name}{guessed('these items share a question or the beginning of their names')}\n"
        f"    title: {title}\n    items: {listed(scale.items)}\n"
        f"    minimum_answered: {(len(scale.items) + 1) // 2}{guessed('half of the items')}\n"
    )
