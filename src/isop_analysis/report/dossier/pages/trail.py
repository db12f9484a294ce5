"""Where each number came from: the line, every published table, figure, step, input and table between."""

from typing import TYPE_CHECKING

from markupsafe import Markup

from isop_analysis.contracts.publication import STEP
from isop_analysis.report.annex.blocks import Cell, Paragraph, Row, Table
from isop_analysis.report.dossier.blocks import Blocks, Card, Section
from isop_analysis.report.dossier.facts import Facts, Figure, Input, Step, Told
from isop_analysis.report.dossier.written import (
    code,
    commit_of,
    digits,
    group_of,
    groups,
    hashed,
    labelled,
    link_to,
    listed,
    modules,
    steps_of,
)

if TYPE_CHECKING:
    from isop_analysis.language.words import Words
    from isop_analysis.report.annex.context import Context

EVERY_SETTING = "config"
CHECK = "python -m isop_analysis.audit.hashes --config {config} --run {run} {file}"
CHECK_CODE = "python -m isop_analysis.audit.code {step} | sha256sum"


def sections(context: "Context", facts: Facts) -> tuple[Section, ...]:
    """Return the sections of the page, in the order in which an auditor follows them."""
    words = context.words
    figures = [one for one in facts.figures if one.language == context.language]
    found: tuple[tuple[str, Blocks], ...] = (
        ("how", (Paragraph(words("dossier.trail.lead", file="trail.json")),)),
        ("line", (Paragraph(words("dossier.trail.line_lead")), _line(words, facts))),
        (
            "told",
            (Paragraph(words("dossier.trail.told_lead")), *(_told(words, facts, one) for one in facts.told)),
        ),
        (
            "figures",
            (Paragraph(words("dossier.trail.figures_lead")), *(_figure(words, one) for one in figures)),
        ),
        ("steps", tuple(_step(words, facts, one) for one in facts.steps)),
        ("inputs", (Paragraph(words("dossier.trail.inputs_lead")), _inputs(words, facts))),
        ("between", (Paragraph(words("dossier.trail.between_lead")), _between(words, facts))),
        ("checking", _checking(context, facts)),
    )
    return tuple(Section(name, words(f"dossier.trail.{name}"), blocks) for name, blocks in found)


def _line(words: "Words", facts: Facts) -> Table:
    """Return the line as a table: a step comes from the steps whose tables it reads."""
    columns = tuple(Cell(words(f"dossier.column.{one}")) for one in ("step", "does", "reads", "count"))
    rows = []
    for step in facts.steps:
        before = steps_of(facts, step.reads)
        reads = [link_to("step", one) for one in before] or [_reads(words, facts, step)]
        writes = len(facts.told) if step.name == STEP else len(step.writes)
        told = (
            Cell(link_to("step", step.name)),
            Cell(does(words, step.name)),
            Cell(listed(reads)),
            Cell(str(writes or ""), numeric=True),
        )
        rows.append(Row(told))
    return Table(words("dossier.trail.line_caption"), columns, tuple(rows))


def _reads(words: "Words", facts: Facts, step: Step) -> Markup:
    """Return what a step reads that reads no table between."""
    if step.inputs:
        return groups(step.inputs)
    order = [one.name for one in facts.steps]
    if step.name == "write_sheets":
        return Markup("{} ({})").format(words("dossier.sheet_tables"), link_to("step", STEP))
    after = order.index(step.name) > order.index(STEP)
    key = "dossier.published_tables" if after else "dossier.kind.config"
    return LINK_TO_TOLD.format(words(key)) if after else Markup("{}").format(words(key))


LINK_TO_TOLD = Markup('<a href="#told">{}</a>')


def does(words: "Words", step: str) -> str:
    """Return in words what a step does; its name where nobody has said it yet."""
    return words.label(f"trail.step.{step}", step)


def _told(words: "Words", facts: Facts, table: Told) -> Card:
    """Return the card of a published table."""
    made_from = [
        Markup("{} {}").format(link_to("between", one.name), hashed(words, one.digest, keyed=True))
        for one in facts.between
        if one.name in table.made_from
    ]
    seeds = {facts.step(step).seed for step in table.computed_by} - {None}
    alone = "held_alone" if table.name == "held_back" else "plan_alone"
    by = [link_to("step", step) for step in dict.fromkeys((*table.computed_by, STEP))]
    lines = [
        (
            "file",
            Markup('<a href="../tables/{0}.csv">tables/{0}.csv</a>, {1}').format(
                table.name, hashed(words, table.digest, False)
            ),
        ),
        ("made_by", listed(by, " → ")),
        (
            "modules",
            modules(one for step in (*table.computed_by, STEP) for one in facts.step(step).modules[:1]),
        ),
        ("made_from", listed(made_from, "<br>") or Markup("{}").format(words(f"dossier.{alone}"))),
        ("rests_on", groups(table.rests_on)),
        ("set_by", link_to("inputs", "config", words("dossier.files_of_settings"))),
        ("seed", code(str(seeds.pop())) if seeds else Markup("")),
        ("commit", commit_of(words, facts.made_with)),
        (
            "code_of_package",
            Markup('<a href="made_with.{}.html">{}</a>').format(
                words.language, digits(facts.made_with.source[:16])
            ),
        ),
    ]
    return Card(f"table-{table.name}", words(f"reader_table.{table.name}"), labelled(words, lines))


def _figure(words: "Words", figure: Figure) -> Card:
    file = f"figures/{figure.language}/{figure.name}.svg"
    lines = [
        ("file", Markup('<a href="../{0}">{0}</a>, {1}').format(file, hashed(words, figure.digest, False))),
        ("made_by", link_to("step", "draw_figures")),
        ("module", code(figure.module)),
        ("tables", listed(link_to("table", one) for one in figure.tables)),
    ]
    return Card(f"figure-{figure.name}", figure.title, labelled(words, lines))


def _step(words: "Words", facts: Facts, step: Step) -> Card:
    """Return the card of a step: code, seed, settings, and all that it reads with its hash."""
    digests = {one.name: one for one in facts.between}
    read = [
        Markup("{} {}").format(link_to("between", name), hashed(words, digests[name].digest, keyed=True))
        for name in step.reads
        if name in digests
    ]
    written = [link_to("between", name) for name in step.writes if name in digests]
    every = EVERY_SETTING in step.settings
    settings = (
        Markup("{}").format(words("dossier.every_setting")) if every else listed(map(code, step.settings))
    )
    lines = [
        ("modules", modules(step.modules)),
        (
            "code_of_step",
            Markup(words("dossier.code_of", hash="{}", modules="{}")).format(digits(step.code), step.loaded),
        ),
        (
            "seed",
            code(str(step.seed)) if step.seed is not None else Markup("{}").format(words("dossier.no_seed")),
        ),
        ("settings", settings),
        ("inputs", listed((_input(words, one) for one in step.inputs), "<br>")),
        ("reads", listed(read, "<br>") or _reads(words, facts, step)),
        (
            "writes",
            listed(written) if step.name != STEP else LINK_TO_TOLD.format(words("dossier.published_tables")),
        ),
    ]
    title = Markup("{}: {}").format(code(step.name), does(words, step.name))
    return Card(f"step-{step.name}", title, labelled(words, lines))


def _input(words: "Words", one: Input) -> Markup:
    name = " · ".join(part for part in (one.path or group_of(one), one.wave) if part)
    return Markup("{} {}").format(name, hashed(words, one.digest, one.keyed))


def _inputs(words: "Words", facts: Facts) -> Table:
    columns = tuple(Cell(words(f"dossier.column.{one}")) for one in ("file", "wave", "hash"))
    rows: list[Row] = []
    for one in facts.inputs:
        group = group_of(one)
        if not any(row.id == f"inputs-{group}" for row in rows):
            rows.append(Row((Cell(_headed(words, one)), Cell(""), Cell("")), f"inputs-{group}", heads=True))
        cells = (Cell(one.path or group), Cell(one.wave), Cell(digits(one.digest)))
        rows.append(Row(cells))
    return Table(words("dossier.trail.inputs_caption"), columns, tuple(rows))


def _headed(words: "Words", one: Input) -> str:
    kind = words(f"dossier.kind.{one.kind}")
    return f"{one.instrument} ({kind})" if one.instrument else kind


def _between(words: "Words", facts: Facts) -> Table:
    columns = tuple(Cell(words(f"dossier.column.{one}")) for one in ("table", "step", "hash"))
    rows = tuple(
        Row(
            (
                Cell(
                    Markup("{} {}").format(code(one.name), words("dossier.restricted"))
                    if one.restricted
                    else code(one.name)
                ),
                Cell(link_to("step", one.step)),
                Cell(digits(one.digest)),
            ),
            f"between-{one.name}",
        )
        for one in facts.between
    )
    return Table(words("dossier.trail.between_caption"), columns, rows)


def _checking(context: "Context", facts: Facts) -> tuple[Paragraph, ...]:
    """Return how hashes are checked, with what is typed."""
    words, file = context.words, context.study.config_part.document.file
    typed = Markup('<code class="typed">{}</code>')
    return (
        Paragraph(words("dossier.trail.hashes")),
        Paragraph(words("dossier.trail.check")),
        Paragraph(
            typed.format(CHECK.format(config=file, run=facts.run, file=f"{context.study.config.raw}/…"))
        ),
        Paragraph(words("dossier.trail.check_code")),
        Paragraph(typed.format(CHECK_CODE.format(step="fit_multilevel"))),
    )
