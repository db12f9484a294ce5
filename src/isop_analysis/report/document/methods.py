"""Methods in one page: what was done to data and scores, what was fitted, how uncertainty was reckoned."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

from isop_analysis import __version__
from isop_analysis.language.dates import written_date
from isop_analysis.report.answers.spans import spans_of
from isop_analysis.report.blocks import Block, Paragraph, Part, Span
from isop_analysis.report.document.cells import in_annex
from isop_analysis.report.document.numbers_and_words import coded_of
from isop_analysis.report.document.writing import Writing
from isop_analysis.study.integration_settings import CONSENSUS
from isop_analysis.study.plan import read_registration

PACKAGES = ("numpy", "scipy", "pandas", "matplotlib", "snakemake")
PARTS = (
    "design",
    "data",
    "scores",
    "models",
    "uncertainty",
    "missing",
    "plan",
    "words",
    "privacy",
    "software",
)


@dataclass(frozen=True)
class Sentence:
    """A sentence of the methods, and the sources that it cites."""

    part: str
    text: str
    cites: tuple[str, ...] = ()


def methods(writing: Writing) -> Part:
    """Write the chapter."""
    told, words = list(sentences(writing)), writing.words
    blocks: list[Block] = [
        writing.paragraph("report.methods.lead", more=in_annex(writing, words("report.annex"), "methods"))
    ]
    for part in PARTS:
        own = [one.text for one in told if one.part == part]
        if own:
            head = Span(words(f"report.methods.{part}.head"), "strong")
            blocks.append(Paragraph((head, Span(" "), *spans_of(" ".join(own))), "small"))
    return Part("methods", words("report.methods.title"), tuple(blocks), own_page=True)


def sentences(writing: Writing) -> Iterator[Sentence]:
    """Yield every sentence that is true of the study, in the order of the chapter's parts."""
    yield from _design(writing)
    yield from _data(writing)
    yield from _scores(writing)
    yield from _multilevel(writing)
    yield from _structural(writing)
    yield from _uncertainty(writing)
    yield from _missing(writing)
    yield from _plan(writing)
    if writing.rows("coder_agreement"):
        yield _coders(writing)
    yield from _quotes(writing)
    if writing.rows("joint_display"):
        yield _say(writing, "words.joint", ("fetters",))
    if any(row["status"] == "fitted" for row in writing.rows("theme_scores")):
        yield _say(writing, "words.tested", ("winkler", "holm"))
    if writing.rows("fit_of_integration"):
        yield _say(writing, "words.fit", ("farmer", "ocathain_2010"))
    privacy = writing.study.config.privacy
    cell, team = writing.numbers.integer(privacy.minimum_cell), writing.numbers.integer(privacy.minimum_team)
    yield _say(writing, "privacy.rules", ("willenborg",), cell=cell, team=team)
    packages = ", ".join(f"{name} {_installed(name)}" for name in PACKAGES)
    python = "{}.{}".format(*sys.version_info[:2])
    own = f"isop_analysis {__version__}"
    seed = writing.study.config.seed
    yield _say(writing, "software.versions", own=own, python=python, packages=packages, seed=seed)


def _coders(writing: Writing) -> Sentence:
    """Say how texts were coded, and whose coding is analysed; no coder is named."""
    coded, words = coded_of(writing.study), writing.words
    how = "consensus" if coded.analysis_coding == CONSENSUS else "coder"
    return _say(
        writing,
        "words.coders",
        ("krippendorff", "cohen_kappa"),
        codebook=coded.codebook,
        rounds=words.counted("units.round", coded.rounds),
        share=writing.numbers.percentage(100 * coded.double_coded),
        found=_double_coded(writing),
        analysed=words(f"report.methods.words.analysed.{how}"),
    )


def _quotes(writing: Writing) -> Iterator[Sentence]:
    """Say how quotes are chosen and masked, by which means."""
    integration = writing.study.integration
    for row in writing.rows("masking") if integration is not None and integration.quotes is not None else ():
        how = "deduce" if row["searched"] else "without_deduce" if row["deduce"] else "lists"
        yield _say(writing, "words.quotes", masked=writing.words(f"report.methods.words.masked.{how}"))


def _double_coded(writing: Writing) -> str:
    """Say how many of the texts two coders coded; "" where nothing is told of it."""
    for row in writing.rows("coder_agreement", code="all"):
        if row["coded"] is not None and row["coded"].low > 0:
            twice, every = (
                writing.link(writing.numbers.count(row[name]), "coder_agreement", "all")
                for name in ("documents", "coded")
            )
            return writing.words("report.methods.words.found", twice=twice, every=every)
    return ""


@cache
def _installed(package: str) -> str:
    """Return a package's version, found on disk once."""
    return version(package)


def _say(writing: Writing, key: str, cites: tuple[str, ...] = (), **values: object) -> Sentence:
    """Return the sentence of a key; its places named after sources become citations."""
    cited = {name: writing.words(f"report.cite.{name}") for name in cites}
    return Sentence(key.split(".")[0], writing.words(f"report.methods.{key}", **cited, **values), cites)


def _design(writing: Writing) -> Iterator[Sentence]:
    """Say how words and numbers are mixed, in the settings' own words where they have some."""
    design, words = writing.study.config.design, writing.words
    if design is None:
        return

    def listed(kind: str, names: list[str]) -> str:
        return words.listed([words(f"report.methods.{kind}.{name}") for name in names])

    yield _say(writing, "design.told", text=design.why.in_language(writing.language))
    yield _say(
        writing,
        "design.mixed",
        ("creswell_plano_clark", "greene", "fetters"),
        type=listed("design_type", [design.type]),
        timing=listed("design_timing", [design.timing]),
        priority=listed("design_priority", [design.priority]),
        purposes=listed("design_purpose", list(design.purposes)),
        meet=listed("design_meet", list(design.meet)),
    )
    for text in (design.integrated_by, design.researchers, design.recording):
        if text is not None:
            yield _say(writing, "design.told", text=text.in_language(writing.language))


def _data(writing: Writing) -> Iterator[Sentence]:
    config, words = writing.study.config, writing.words
    instruments = [one.title.in_language(writing.language) for one in writing.study.instruments]
    yield _say(
        writing,
        "data.collected",
        instruments=words.listed(instruments),
        waves=words.counted("units.moment", len(config.waves)),
        date=written_date(words, config.data_date),
    )
    yield _say(writing, f"data.pseudonyms.{_known_by(writing)}")
    rules = [words(f"report.methods.rule.{step.rule}") for step in config.cleaning.steps]
    if rules:
        yield _say(writing, "data.cleaned", rules=words.listed(rules))


def _known_by(writing: Writing) -> str:
    """Return what pseudonyms stand for: people's addresses, their codes, or groups alone."""
    found = {str(row["linked_by"]) for row in writing.rows("linking")}
    if found & {"email", "alias"} or not found:
        return "email"
    return "code" if found & {"person", "token", "self_code"} else "none"


def _scores(writing: Writing) -> Iterator[Sentence]:
    yield _say(writing, "scores.means")
    if writing.rows("reliability"):
        yield _say(writing, "scores.reliability", ("mcdonald", "feldt"))
    if writing.rows("agreement"):
        yield _say(writing, "scores.agreement", ("lebreton_senter",))


def _multilevel(writing: Writing) -> Iterator[Sentence]:
    rows = writing.rows("model_fits")
    if not rows:
        return
    words, fitted = writing.words, [row for row in rows if row["status"] == "fitted"]
    yield _say(
        writing,
        "models.multilevel",
        ("snijders_bosker",),
        models=words.counted("units.model", len({row["model"] for row in rows})),
        fits=words.counted("units.fit", len(rows)),
        fitted=words.numbers.integer(len(fitted)),
    )
    methods_of_df = {str(row["df_method"]) for row in fitted}
    if "kenward-roger" in methods_of_df:
        both = "satterthwaite" in methods_of_df
        yield _say(writing, f"models.df_{'both' if both else 'kenward_roger'}", ("kenward_roger",))
    elif "satterthwaite" in methods_of_df:
        yield _say(writing, "models.df_satterthwaite")
    if any(one.centred for one in writing.study.multilevel):
        yield _say(writing, "models.centred", ("enders_tofighi",))
    sources = sources_of_effects(writing)
    if sources:
        yield _say(writing, "models.smallest", sources="; ".join(sources))
    if any(row["singular"] is True for row in fitted):
        yield _say(writing, "models.singular")


def sources_of_effects(writing: Writing) -> list[str]:
    """Return where the smallest effects that matter come from, of the effects that answer questions."""
    declared = [own.declared for one in writing.facts.conclusions for own in one.estimates if own.declared]
    found = [
        source for one in declared if one.smallest is not None for source in (one.source or "").split("; ")
    ]
    return sorted({source for source in found if source}, key=str.casefold)


def _structural(writing: Writing) -> Iterator[Sentence]:
    kinds = {one.name: one.kind for one in writing.study.structural}
    told = {kinds[row["model"]] for row in writing.rows("structural_fits") if row["model"] in kinds}
    if "cfa" in told:
        yield _say(writing, "models.cfa", ("hu_bentler",))
    if "invariance" in told:
        yield _say(writing, "models.invariance", ("chen",))
    if writing.rows("structural_defined"):
        yield _say(writing, "models.paths", ("mackinnon",))
    if any(one.kind == "cross_lagged" for one in writing.study.panels):
        yield _say(writing, "models.panels", ("hamaker",))
    if writing.rows("site_models"):
        yield _say(writing, "models.sites", ("croon_van_veldhoven", "fuller"))


def _uncertainty(writing: Writing) -> Iterator[Sentence]:
    yield _say(writing, "uncertainty.verdicts")
    if any(
        row["cr2_low"] == row["cr2_low"] and row["cr2_low"] is not None
        for row in writing.rows("model_effects")
    ):
        yield _say(writing, "uncertainty.cr2", ("pustejovsky_tipton",))
    planned = writing.rows("hypotheses", kind="confirmatory")
    if planned:
        yield _say(
            writing,
            "uncertainty.holm",
            ("holm",),
            tests=writing.words.counted("units.test", len(planned)),
            families=writing.words.counted("units.family", len({row["family"] for row in planned})),
        )
    if writing.rows("detectable_effects", status="simulated"):
        replications = writing.numbers.integer(writing.study.config.planning.replications)
        yield _say(writing, "uncertainty.designs", replications=replications)


def _missing(writing: Writing) -> Iterator[Sentence]:
    if writing.rows("model_fits"):
        yield _say(writing, "missing.listwise")
    kept = [one.missing for one in writing.study.structural]
    kept += [one.missing for one in writing.study.panels]
    if "fiml" in kept:
        yield _say(writing, "missing.fiml")
    if writing.rows("missing_tests"):
        yield _say(writing, "missing.little", ("little",))
    if writing.rows("dropout_groups", attribute="all"):
        yield _say(writing, "missing.left", ("wilson",))


def _plan(writing: Writing) -> Iterator[Sentence]:
    """Say when the plan was frozen, before the data or after, and how far the analysis differs from it."""
    registration, words, data = (
        read_registration(writing.study),
        writing.words,
        writing.study.config.data_date,
    )
    confirmatory = bool(writing.rows("hypotheses", kind="confirmatory"))
    if registration is None:
        yield _say(writing, "plan.none_confirmatory" if confirmatory else "plan.none")
        return
    late = registration.frozen_on > data
    yield _say(
        writing,
        "plan.after" if late else "plan.before",
        day=written_date(words, registration.frozen_on),
        date=written_date(words, data),
    )
    rows = writing.rows("deviations")
    if rows:
        more = in_annex(writing, words("report.annex"), "hypotheses")
        yield _say(writing, "plan.differs", count=words.counted("units.deviation", len(rows)), more=more)
    else:
        yield _say(writing, "plan.followed")
