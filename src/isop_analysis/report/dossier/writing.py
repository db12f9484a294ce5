"""The dossier as files: an index of its pages, each page in each language, and the trail for programs."""

import json
from dataclasses import asdict
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from isop_analysis.base.whole_files import PUBLISHED, write_whole
from isop_analysis.language.rows import Tables
from isop_analysis.language.words import words_in
from isop_analysis.report.annex.context import Context
from isop_analysis.report.annex.sources import no_source
from isop_analysis.report.dossier.facts import Facts, Input
from isop_analysis.report.dossier.pages import PAGES
from isop_analysis.report.dossier.written import CLOSING
from isop_analysis.report.look import look
from isop_analysis.report.outputs import DOSSIER, TRAIL

if TYPE_CHECKING:
    from isop_analysis.language.numbers import Language
    from isop_analysis.report.dossier.blocks import Section
    from isop_analysis.study.study import Study

Pages = dict[str, "tuple[Section, ...]"]


def write_dossier(study: "Study", facts: Facts) -> None:
    """Write ``dossier/<page>.<language>.html``, ``trail.json`` and last ``index.html``."""
    folder, tables = study.build / DOSSIER, Tables(study)
    listed = {}
    for language in study.config.languages:
        context = Context(study, language, tables, annex=f"../annex.{language}.html")
        pages = {page.name: page.sections(context, facts) for page in PAGES}
        listed[language] = {name: sections for name, sections in pages.items() if sections}
        for name in listed[language]:
            text = _page(study, language, name, listed[language])
            write_whole(folder / f"{name}.{language}.html", text, PUBLISHED)
    write_whole(folder / TRAIL, trail_json(facts), PUBLISHED)
    names = {language: tuple(pages) for language, pages in listed.items()}
    write_whole(folder / "index.html", _index(study, names), PUBLISHED)


def trail_json(facts: Facts) -> str:
    """Return the trail for programs: the facts, with each input told once and named by its hash."""
    found = asdict(facts)
    for place, one in enumerate(facts.told):
        found["told"][place]["rests_on"] = [source.digest for source in one.rests_on]
    for place, step in enumerate(facts.steps):
        found["steps"][place]["inputs"] = [source.digest for source in step.inputs]
    found["inputs"] = [_input(one) for one in facts.inputs]
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _input(one: Input) -> dict[str, Any]:
    return {**asdict(one), "keyed": one.keyed}


def _page(study: "Study", language: "Language", name: str, pages: Pages) -> str:
    return str(
        _template("page.html.j2").render(
            language=language,
            words=words_in(language),
            config=study.config,
            title=study.config.title.in_language(language),
            name=name,
            pages=list(pages),
            sections=pages[name],
            others=[one for one in study.config.languages if one != language],
            source_of=no_source,
            cards=True,
            style=_style(),
        )
    )


def _index(study: "Study", names: "dict[Language, tuple[str, ...]]") -> str:
    return str(
        _template("index.html.j2").render(
            config=study.config,
            languages=[(one, words_in(one), pages) for one, pages in names.items()],
            trail=TRAIL,
            closing=CLOSING.items(),
            style=_style(),
        )
    )


def _style() -> Markup:
    return Markup(look() + _read("dossier.css"))


def _read(name: str) -> str:
    """Return a template: one of the dossier's own, or the annex's blocks."""
    own = files(__package__).joinpath("templates", name)
    if own.is_file():
        return own.read_text(encoding="utf-8")
    return files("isop_analysis.report.annex").joinpath("templates", name).read_text(encoding="utf-8")


def _template(name: str) -> Any:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(_read),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)
