"""How hashes, links and lists of names stand on the dossier's pages."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from markupsafe import Markup

from isop_analysis.report.dossier.facts import Facts, Input, Module, Versions

if TYPE_CHECKING:
    from isop_analysis.language.words import Words

CODE, HASH = Markup("<code>{}</code>"), Markup('<code class="hash">{}</code>')
CLOSING = {
    "SHA256SUMS": "dossier.closing.sums",
    "ro-crate-metadata.json": "dossier.closing.crate",
    "workflow/Snakefile": "dossier.closing.line",
}
"""Files with which the audit closes the folder, one up from the dossier, and the keys of what they are."""
LINK = Markup('<a href="#{}">{}</a>')


def listed(parts: Iterable[Markup | str], between: str = ", ") -> Markup:
    """Join markup."""
    return Markup(between).join(parts)


def code(text: str) -> Markup:
    """Return a name as it is typed."""
    return CODE.format(text)


def digits(digest: str) -> Markup:
    """Return a hash's digits."""
    return HASH.format(digest)


def link_to(kind: str, name: str, text: str | Markup = "") -> Markup:
    """Return a link to a place of this page: `step-clean_answers`, `table-flow`, `between-persons`."""
    return LINK.format(f"{kind}-{name}", text or code(name))


def hashed(words: "Words", digest: str, keyed: bool) -> Markup:
    """Return a hash, and whether it is keyed."""
    key = "dossier.keyed_hash" if keyed else "dossier.plain_hash"
    return Markup(words(key, hash="{}")).format(digits(digest))


def modules(own: Iterable[Module]) -> Markup:
    """Return paths in the repository, each with its hash."""
    return listed(
        (Markup("{} <small>{}</small>").format(code(one.path), digits(one.digest)) for one in own), "<br>"
    )


def groups(inputs: Iterable[Input]) -> Markup:
    """Return inputs by what they are, each kind a link to its rows."""
    counts: dict[str, int] = {}
    for one in inputs:
        counts[group_of(one)] = counts.get(group_of(one), 0) + 1
    told = (link_to("inputs", name, Markup("{} ({})").format(code(name), n)) for name, n in counts.items())
    return listed(told)


def group_of(one: Input) -> str:
    """Return what an input is called together with its like: its instrument, or its kind."""
    return one.instrument or one.kind


def commit_of(words: "Words", made: Versions) -> Markup:
    """Return the commit that the code was of, and whether it was changed since; that there is none."""
    if not made.commit:
        return Markup("{}").format(words("dossier.commit_none"))
    key = "dossier.commit_changed" if made.changed else "dossier.commit_clean"
    return Markup(words(key, commit="{}")).format(code(made.commit))


def steps_of(facts: Facts, tables: Iterable[str]) -> tuple[str, ...]:
    """Return the steps that write these tables, in the order of the line."""
    wanted = {one.step for one in facts.between if one.name in set(tables)}
    return tuple(one.name for one in facts.steps if one.name in wanted)


def labelled(words: "Words", lines: "list[tuple[str, Markup]]") -> tuple[tuple[str, Markup], ...]:
    """Return lines with their labels, without those that say nothing."""
    return tuple((words(f"dossier.label.{label}"), text) for label, text in lines if text)
