"""Whether what was tested was planned: hypotheses, the frozen plan, effects that matter."""

from collections.abc import Iterator

from isop_analysis.lint.checks import Check, Group
from isop_analysis.study.plan import read_registration, registration_file
from isop_analysis.study.plan_deviations import deviations
from isop_analysis.study.problems import Problem
from isop_analysis.study.refs import problem
from isop_analysis.study.structural_settings import Effect
from isop_analysis.study.study import Study
from isop_analysis.study.yaml_lines import Document, Step

SHOWN = 3


def unfrozen(study: Study) -> Iterator[Problem]:
    """Yield confirmatory hypotheses without a frozen plan."""
    planned = [one.name for one in study.hypotheses if one.status == "confirmatory"]
    if planned and study.hypotheses_part is not None and read_registration(study) is None:
        file = study.hypotheses_part.document.file
        yield Problem(file, f"confirmatory hypotheses: {len(planned)}, and no plan was frozen")


def frozen_late(study: Study) -> Iterator[Problem]:
    """Yield a plan of a later day than the data."""
    registration = read_registration(study)
    if registration is not None and registration.frozen_on > study.config.data_date:
        message = f"was frozen on {registration.frozen_on}, after the data ({study.config.data_date})"
        yield Problem(registration_file(study).name, message)


def deviating(study: Study) -> Iterator[Problem]:
    """Yield on how many points the study differs from its plan."""
    registration = read_registration(study)
    found = deviations(study, registration) if registration is not None else []
    if found:
        keys = ", ".join(one.key for one in found[:SHOWN]) + (", …" if len(found) > SHOWN else "")
        yield Problem(registration_file(study).name, f"differs from the study on {len(found)} points: {keys}")


def effects(study: Study) -> Iterator[tuple[Document, tuple[Step, ...], Effect]]:
    """Yield the declared effects of multilevel models, each with where it stands."""
    for part in study.model_parts:
        for place, model in enumerate(part.settings.multilevel):
            for number, effect in enumerate(model.effects):
                yield part.document, ("multilevel", place, "effects", number), effect


def without_smallest(study: Study) -> Iterator[Problem]:
    """Yield effects of which nobody said from when on they matter."""
    for document, where, effect in effects(study):
        if effect.smallest is None:
            yield problem(document, where, f"effect '{effect.term}' has no 'smallest'")


def without_source(study: Study) -> Iterator[Problem]:
    """Yield smallest effects that come from nowhere."""
    for document, where, effect in effects(study):
        if effect.smallest is not None and effect.source is None:
            message = f"the smallest effect of '{effect.term}' ({effect.smallest:g}) has no 'source'"
            yield problem(document, where, message)


def unplanned_size(study: Study) -> Iterator[Problem]:
    """Yield a study with confirmatory hypotheses that assumed nothing of spreads."""
    confirmatory = any(one.status == "confirmatory" for one in study.hypotheses)
    if confirmatory and not study.config.planning.icc:
        document = study.config_part.document
        yield problem(document, ("planning", "icc"), "is not given: only fitted spreads tell the power")


PLAN = Group(
    "Plan",
    (
        Check(
            "plan_frozen",
            "must",
            "confirmatory hypotheses have a frozen plan",
            "run isop freeze before the data are there, or call the hypotheses exploratory",
            unfrozen,
        ),
        Check(
            "plan_before_data",
            "should",
            "the plan was frozen on a day before that of the data",
            "nothing mends it now: the report says that the plan came after the data; say why in the methods",
            frozen_late,
        ),
        Check(
            "plan_kept",
            "note",
            "the study does what its frozen plan says",
            "see isop freeze --compare; the report lists each point, and its reasons belong beside it",
            deviating,
        ),
        Check(
            "smallest_effect",
            "should",
            "each declared effect says from when on it matters",
            "add 'smallest', in SDs of the scale, to the effect",
            without_smallest,
        ),
        Check(
            "smallest_effect_source",
            "should",
            "each smallest effect that matters has a source",
            "add 'source' to the effect: a publication, or who decided it",
            without_source,
        ),
        Check(
            "design_planned",
            "note",
            "what the design can find was reckoned from spreads assumed beforehand",
            "add planning.icc: shares of the variance between sites, teams and people",
            unplanned_size,
        ),
    ),
)
