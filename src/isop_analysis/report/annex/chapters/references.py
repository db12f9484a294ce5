"""Sources: those the study's settings name, and those of the methods that were used."""

from typing import TYPE_CHECKING

from isop_analysis.report.annex.blocks import Block, Listed, Paragraph

if TYPE_CHECKING:
    from isop_analysis.report.annex.context import Context

OF_DIAGNOSTICS = (
    *("pustejovsky_tipton", "crainiceanu_ruppert", "greven", "belsley", "bulmer", "mcneish"),
    *("nakagawa", "rights_sterba", "dean_voss", "ramsey", "marquardt", "kutner", "terwee"),
)


def blocks(context: "Context") -> list[Block]:
    """Write the chapter."""
    sources = {premise.source for premise in context.study.config.premises}
    sources |= {one.validation.source for one in context.study.instruments if one.validation.source}
    declared = [effect for model in context.study.multilevel for effect in model.effects]
    declared += [effect for model in context.study.structural for effect in model.effects]
    for effect in declared:
        sources |= set((effect.source or "").split("; ")) - {""}
    sources = {context.study.config.report.sources.get(one, one) for one in sources}
    used = [*_used(context), *(("ocathain", "levitt", "appelbaum", "hong") if context.parts else ())]
    methods = {context.words(f"method_source.{name}") for name in used}
    listed = sorted(sources | methods, key=str.casefold)
    return [Paragraph(context.words("references.lead")), Listed(tuple(listed))]


def _used(context: "Context") -> list[str]:
    study = context.study
    used = ["feldt", "mcdonald", "lebreton_senter", "willenborg"]
    if any(model.df in ("auto", "kenward-roger") for model in study.multilevel):
        used.append("kenward_roger")
    if study.multilevel:
        used += ["snijders_bosker", *OF_DIAGNOSTICS]
    if context.rows("detectable_effects", status="simulated"):
        used.append("bloom")
    if context.rows("structural_defined"):
        used.append("mackinnon")
    if context.rows("structural_levels"):
        used += ["mackinnon_webb", "croon"]
    if context.rows("structural_confounding"):
        used += ["imai", "cinelli_hazlett"]
    if any(model.centred for model in study.multilevel):
        used.append("enders_tofighi")
    if context.rows("missing_tests"):
        used.append("little")
    if context.rows("dropout_groups"):
        used.append("wilson")
    if study.config.missing.dropout_by:
        used.append("pustejovsky_tipton")
    if study.integration is not None:
        used += ["fetters", "krippendorff", "cohen_kappa"]
    if context.rows("theme_scores"):
        used += ["winkler", "holm"]
    if context.rows("fit_of_integration"):
        used += ["farmer", "ocathain_2010"]
    if any(display.kind == "case_ordered" for display in study.displays):
        used.append("miles_huberman")
    if any(hypothesis.status == "confirmatory" for hypothesis in study.hypotheses):
        used.append("holm")
    return used + _of_structure(context)


def _of_structure(context: "Context") -> list[str]:
    study, used = context.study, list[str]()
    kinds = {model.kind for model in study.structural}
    if kinds & {"cfa", "path"}:
        used += ["hu_bentler", "bentler_chou"]
    if "cfa" in kinds:
        used.append("henseler")
    if "invariance" in kinds:
        used.append("chen")
    if any(model.estimator == "MLR" for model in study.structural):
        used.append("yuan_bentler")
    if any(model.ordered for model in study.structural):
        used.append("muthen")
    if any(model.kind == "cross_lagged" for model in study.panels):
        used.append("hamaker")
    if study.micro_macro:
        used += ["croon_van_veldhoven", "ludtke", "fuller"]
    return used
