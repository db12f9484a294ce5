"""Which published numbers a change of config, code or libraries can reach: by the steps in between.

A key of the config reaches the steps that use it (`settings_used`), code the steps that load it
(`fingerprints`), both whatever is made of what these steps write.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property

from pydantic import BaseModel

from isop_analysis.audit.config_keys import keys_of
from isop_analysis.comparing.causes import OF_CONCLUSIONS, Cause
from isop_analysis.contracts.lineage import DECIDED_WITH, made_from, steps_before
from isop_analysis.contracts.published import KEPT, published
from isop_analysis.contracts.tables import by_name
from isop_analysis.steps import STEPS
from isop_analysis.study.study import Study
from isop_analysis.workflow.fingerprints import CATALOGUE, our_code
from isop_analysis.workflow.settings_used import TEXTS_USED, USED, told_fields
from isop_analysis.workflow.source_text import PACKAGE

PUBLISHING = "publish_tables"
MAKING = STEPS[1 : STEPS.index(PUBLISHING) + 1]
"""Steps that make numbers; the others draw, write and tell them."""
LAST = ("integrate_findings", PUBLISHING)

NEAR_OTHERS = (
    *("model_rows", "structural_rows", "missing_patterns", "structural_robustness"),
    *OF_CONCLUSIONS,
)
"""Tables that tell other things where numbers of rows of whatever models lie close to each other."""

OF_TEXTS = (
    *("theme_counts", "code_frequencies", "coder_agreement", "quotes", "masking"),
    *("joint_display", "theme_scores", "fit_of_integration"),
)
OF_CHOICES = ("choices", "profession_ties", "profession_tasks", "profession_spread", "task_overlaps")
FOR_SOME: Mapping[str, tuple[str, ...]] = {
    "deviations": ("deviations",),
    **dict.fromkeys(("config.sheet", "clauses"), ()),
    **dict.fromkeys(("config.data_date", "registration"), (*OF_CONCLUSIONS, "fit_of_integration")),
    "asked": (*OF_CONCLUSIONS, "fit_of_integration"),
    **dict.fromkeys(("displays.joint_displays", "displays.judgements"), OF_TEXTS),
    **dict.fromkeys(("integration.joint_displays", "integration.codes", "integration.coded"), OF_TEXTS),
    **dict.fromkeys(("integration.masking", "integration.quotes"), OF_TEXTS),
    **dict.fromkeys(("config.networks", "config.choices_by"), (*OF_CHOICES, "network_measures")),
    "instruments.multiple_choice": (*OF_CHOICES, "network_measures"),
}
"""Settings that the last two steps need for some tables alone, as all steps do those of texts."""

DERIVED: Mapping[str, tuple[str, ...]] = {
    "asked": ("models", "questions", "instruments.scales"),
    "clauses": ("instruments.scales", "integration.codes"),
    "raised": ("integration.codes", "integration.coded"),
    "deviations": (
        *("registration", "models", "hypotheses", "instruments.scales", "config.cleaning"),
        "displays.joint_displays",
    ),
}
"""What steps use of several keys together (`settings_used`), and of which."""
TEXTS_OF_A_PLAN = ("deviations", "registration")


class Reached:
    """Which tables of a study a cause reaches."""

    def __init__(self, study: Study) -> None:
        self.study = study

    def reaches(self, cause: Cause, table: str, column: str) -> bool:
        """Tell whether a cause can reach a column of a published table; "" is a whole row."""
        behind = steps_behind(table, column)
        if cause.kind == "context":
            return "import_context" in behind
        if cause.kind == "code":
            return cause.name in behind
        if cause.kind == "key":
            return any(self._uses(step, cause.name, table) for step in behind)
        return True

    def steps_of(self, files: Iterable[str]) -> list[str]:
        """Return the steps that make numbers and run one of these files of the package."""
        changed, code = frozenset(files), our_code()
        found = []
        for step in MAKING:
            modules = code.loaded_by_step(f"{PACKAGE}.steps.{step}")
            paths = [code.modules[one] for one in modules] + code.files_beside(modules)
            names = {path.relative_to(code.source).as_posix() for path in paths}
            own = {name.removeprefix(f"{PACKAGE}/") for name in names if not name.startswith(CATALOGUE)}
            found += [step] if own & changed else []
        return found

    def _uses(self, step: str, path: str, table: str) -> bool:
        for used in USED[step]:
            for_some = step in LAST or used.startswith("integration.")
            if for_some and table not in FOR_SOME.get(used, (table,)):
                continue
            sources = DERIVED.get(used, (used,))
            if any(_lies_in(path, one) for one in sources) and (
                used in TEXTS_OF_A_PLAN or not self._only_told(step, path)
            ):
                return True
        return False

    def _only_told(self, step: str, path: str) -> bool:
        """Tell whether a key holds words for readers, with which a step does nothing."""
        return any(
            field in told_fields(model) and model not in TEXTS_USED.get(step, ())
            for model, field in self._fields.get(path, ())
        )

    @cached_property
    def _fields(self) -> dict[str, tuple[tuple[type[BaseModel], str], ...]]:
        return {one.path: one.fields for one in keys_of(self.study)}


def steps_behind(table: str, column: str) -> frozenset[str]:
    """Return the steps whose work is in a column of a published table; "" is a whole row."""
    counted = [one.name for one in published(table).columns if one.kind == "count"]
    near = table in NEAR_OTHERS or (table in KEPT and column in (*counted, "rmsea"))
    made_of = {*made_from(table), *DECIDED_WITH.get(table, ()), *(KEPT if near else ())}
    return _with_earlier({by_name(one).step for one in made_of}) | {PUBLISHING}


def _with_earlier(steps: Iterable[str]) -> frozenset[str]:
    found: set[str] = set()
    waiting = list(steps)
    while waiting:
        step = waiting.pop()
        if step not in found:
            found.add(step)
            waiting += steps_before(step)
    return frozenset(found)


def _lies_in(path: str, used: str) -> bool:
    """Tell whether a key's path lies in what a step uses: an instrument's name stands in the path alone."""
    kind, _, rest = path.partition(".")
    inner = rest.partition(".")[2] if kind == "instruments" else rest
    return used == kind or used == f"{kind}.{inner.partition('.')[0]}"
