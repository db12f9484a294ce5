"""What `isop new` says when it is done: what it saw, and what is to be done next. No cell of a file."""

from pathlib import Path

from isop_analysis.drafting.changes import told_changes
from isop_analysis.drafting.instrument_draft import InstrumentDraft
from isop_analysis.drafting.new_study import Drafted
from isop_analysis.drafting.next_wave import Added


def lines_of(made: Drafted, root: Path) -> list[str]:
    """Return the lines that are printed."""
    draft, config = made.draft, made.config.relative_to(root).as_posix()
    files = "1 file is" if len(draft.files) == 1 else f"{len(draft.files)} files are"
    lines = [f"{files} in data/raw/{draft.name}, which is never committed"]
    lines += [_instrument(one) for one in draft.instruments]
    lines.append(f"waves: {', '.join(wave.name for wave in draft.waves.waves)} (from {draft.waves.guessed})")
    if draft.register is not None:
        lines.append(f"register: {draft.register.file}")
    lines += [f"sites' keys: {draft.sites.file}"] if draft.sites is not None else []
    lines += [
        f"{one.file}: may hold outcomes of sites; say in the study file what they mean"
        for one in draft.outcomes
    ]
    lines += [f"{name}: not read; the manifest lists it as a companion" for name in draft.others]
    lines.append("wrote " + ", ".join(path.relative_to(root).as_posix() for path in made.written))
    pages = ", ".join(path.relative_to(root).as_posix() for path in made.codebook)
    lines += [f"codebook, for you alone: {pages}"] if made.codebook else []
    lines += [f"no codebook yet: {problem}" for problem in made.problems]
    return [*lines, "next:", *_next(made, config)]


def lines_of_wave(added: list[Added], config: str) -> list[str]:
    """Return the lines that are printed when exports of the next wave were added."""
    lines = []
    for one in added:
        wave = f"wave {one.wave}" if one.wave else "its own column gives the wave"
        lines.append(f"{one.file}: {one.fit.instrument.name} (source {one.fit.source.name}), {wave}")
        lines += [f"  {line}" for line in told_changes(one.changes)]
        if one.source is not None:
            more = f", with the items {', '.join(one.items)}" if one.items else ""
            lines.append(
                f"  wrote the source {one.source} into the instrument file{more}; look at what is guessed"
            )
    renamed = any(one.source is None and change.what == "renamed" for one in added for change in one.changes)
    mend = ["  what was renamed needs a source of its own in the instrument file (docs/new_study.md)"]
    return [*lines, "next:", *(mend if renamed else []), f"  ./isop check --config {config}"]


def _instrument(draft: InstrumentDraft) -> str:
    turned = sum(item.reversed for item in draft.items)
    left = len({column for source in draft.sources for column, _ in source.left})
    counts = f"{len(draft.items)} items ({turned} perhaps reversed), {_counted(len(draft.scales), 'scale')}"
    asked = f", {_counted(len(draft.choices), 'question')} of several options" if draft.choices else ""
    return f"{draft.name}: {counts}{asked}" + (
        f"; {_counted(left, 'column')} left out, each with why" if left else ""
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _next(made: Drafted, config: str) -> list[str]:
    lines = "the line that says" if made.required == 1 else f"the {made.required} lines that say"
    steps = [f"fill in {lines} 'required', and look at those marked 'guessed'"]
    steps = steps if made.required else ["look at the lines marked 'guessed'"]
    steps += [f"./isop key make --config {config}", f"./isop check --config {config}"]
    return [
        f"  {number} {step}" for number, step in enumerate([*steps, f"./isop run --config {config}"], start=1)
    ]
