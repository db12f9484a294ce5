"""What a sentence about an estimate needs to know: the estimate, and what its design can find."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from isop_analysis.contracts.cells import Count, read_mapping
from isop_analysis.language.names import Names
from isop_analysis.language.numbers import is_number
from isop_analysis.language.rows import Record, Tables, whole_of
from isop_analysis.language.told_reasons import tell_reasons
from isop_analysis.language.words import words_in
from isop_analysis.stats.verdicts import Direction, Interval, Verdict

if TYPE_CHECKING:
    from isop_analysis.language.numbers import Language
    from isop_analysis.study.study import Study


Key = tuple[str, str, str]
Basis = Literal["fitted", "planned"]
NOBODY = Count.exactly(0)


@dataclass(frozen=True)
class Detectable:
    """The smallest effect found, from the fitted spread and from that assumed beforehand, and the chances to
    find the smallest effect that matters; `power` is the share of repetitions, `error` the larger
    Monte-Carlo standard error of the two effects.
    """

    fitted: float | None = None
    planned: float | None = None
    fitted_chance: float | None = None
    planned_chance: float | None = None
    power: float = 0.8
    error: float | None = None


@dataclass(frozen=True)
class Contrast:
    """A declared contrast of a predictor as estimated, in points of the scale and in its SDs at T0.

    Attributes:
        change: whether the title names what time does to a score, or an interaction; neither goes together
            with a higher or a lower score.
        robust_interval: of cluster-robust errors (CR2), in SDs; None where there is none.
        change_within: whether eight in ten rows differ by as much as the contrast; None where no column says.
        depends: whether cluster-robust errors put it in another row; None without such an interval.
        excluded: the direction whose effect that matters an open interval excludes.
    """

    scale: str
    title: str
    unit: str
    groups: bool
    verdict: Verdict
    reason: str = ""
    points: float | None = None
    points_interval: Interval | None = None
    sds: float | None = None
    sds_interval: Interval | None = None
    robust_interval: Interval | None = None
    smallest: float | None = None
    detectable: Detectable | None = None
    n: Count = NOBODY
    clusters: int = 0
    counts: tuple[tuple[str, Count], ...] = ()
    singular: bool = False
    weak_scale: bool = False
    change_within: bool | None = None
    depends: bool | None = None
    excluded: Direction | None = None
    fallback: str = ""
    model: str = ""
    term: str = ""
    scale_name: str = ""
    change: Literal["time", "interaction"] | None = None
    chapter: str = ""

    @property
    def positive(self) -> bool:
        """Whether the estimate lies above zero."""
        return (self.points or 0) > 0


def contrasts(tables: Tables, language: "Language") -> tuple[Contrast, ...]:
    """Return every declared effect of the study's multilevel models, in the config's order."""
    study, fits = tables.study, tables.rows("model_fits")
    alone = with_people_alone(study)
    counts = {
        (row["model"], row["scale"]): counts_of(row["cluster_counts"], row["model"] in alone) for row in fits
    }
    instead = {
        (row["model"], row["scale"]): _title(study, language, row["fallback"])
        for row in fits
        if isinstance(row["fallback"], str)
    }
    weak, found = weak_scales(tables), detectable_effects(tables)
    return tuple(
        _contrast(
            study,
            language,
            row,
            counts.get((row["model"], row["scale"]), ()),
            weak,
            instead.get((row["model"], row["scale"]), ""),
            found.get((str(row["model"]), str(row["scale"]), str(row["term"]))),
        )
        for row in tables.rows("model_effects")
    )


def reach_of(told: Sequence[Contrast], fitting: float = 0.9) -> float:
    """Return how far an axis of SDs reaches to both sides, so that this share of the intervals fits in it."""
    ends = sorted(max(abs(c.sds_interval.low), abs(c.sds_interval.high)) for c in told if c.sds_interval)
    if not ends:
        return 1.0
    typical = ends[max(int(len(ends) * fitting) - 1, 0)]
    smallest = max((one.smallest or 0) for one in told)
    return max(typical, 1.5 * smallest) * 1.08 or 1.0


def weak_scales(tables: Tables) -> frozenset[str]:
    """Return the scales that measure marked as weak, over all occasions together."""
    rows = tables.rows("reliability", occasion=whole_of(tables.study))
    return frozenset(str(row["scale"]) for row in rows if row["weak"] is True)


def _contrast(
    study: "Study",
    language: "Language",
    row: dict[str, Any],
    counts: tuple[tuple[str, Count], ...],
    weak: frozenset[str],
    fallback: str,
    detectable: Detectable | None,
) -> Contrast:
    model = next(model for model in study.multilevel if model.name == row["model"])
    declared = next(effect for effect in model.effects if effect.term == row["term"])
    points, low, high = _in_points(row)
    return Contrast(
        scale=study.scale(row["scale"]).title.in_language(language),
        title=declared.title.in_language(language),
        unit=declared.unit.in_language(language),
        groups=declared.comparison == "groups",
        change="interaction" if ":" in declared.term else "time" if declared.each is not None else None,
        verdict=Verdict(row["verdict"]),
        reason=tell_reasons(row["reason"], words_in(language), Names(study, language)),
        points=points,
        points_interval=_interval(low, high),
        sds=_number(row["effect"]),
        sds_interval=_interval(row["effect_low"], row["effect_high"]),
        robust_interval=_interval(row["cr2_low"], row["cr2_high"]),
        smallest=_number(row["smallest"]),
        detectable=detectable,
        n=row["n"],
        clusters=int(row["clusters"]),
        counts=counts,
        singular=row["singular"] is True,
        change_within=_flag(row["change_within"]),
        depends=_flag(row["depends"]),
        excluded=row["excluded"] if row["excluded"] in ("positive", "negative") else None,
        fallback=fallback,
        weak_scale=row["scale"] in weak,
        model=str(row["model"]),
        term=str(row["term"]),
        scale_name=str(row["scale"]),
        chapter=str(row["chapter"]),
    )


def _title(study: "Study", language: "Language", model: str) -> str:
    found = next(one for one in study.multilevel if one.name == model)
    return found.title.in_language(language)


def _in_points(row: Record) -> list[float | None]:
    """Return estimate and bounds of a contrast in points of the scale.

    A change of ten would make the rounding of the published estimate, of a change of one, ten times as
    large; the published effect, in SDs, is rounded after the change was made.
    """
    change, sd = abs(float(row["change"])), _number(row["sd_scale"])
    effects = [_number(row[name]) for name in ("effect", "effect_low", "effect_high")]
    estimates = [_number(row[name]) for name in ("estimate", "ci_low", "ci_high")]
    if change > 1 and sd is not None:
        return [None if one is None else one * sd for one in effects]
    return [None if one is None else one * float(row["change"]) for one in estimates]


def _flag(value: object) -> bool | None:
    return bool(value) if value in (True, False) else None


def _number(value: object) -> float | None:
    return float(value) if is_number(value) else None  # type: ignore[arg-type]


def _interval(low: object, high: object) -> Interval | None:
    if not (is_number(low) and is_number(high)):
        return None
    bounds = sorted((float(low), float(high)))  # type: ignore[arg-type]
    return Interval(*bounds)


def with_people_alone(study: "Study") -> frozenset[str]:
    """Return the models whose rows are also people without a team, each of them a group of its own."""
    return frozenset(model.name for model in study.multilevel if model.rows == "all")


def counts_of(cell: object, people_alone: bool = False) -> tuple[tuple[str, Count], ...]:
    """Return what an estimate rests on, groups with their counts; a nested group by its inner part.

    With people who stand alone, what the model counts as teams are teams and such people.
    """
    inner = {"team": "team_or_alone"} if people_alone else {}
    named = ((group.split(":")[0], Count.read(str(n))) for group, n in read_mapping(cell).items())
    return tuple((inner.get(group, group), count) for group, count in named)


def detectable_effects(tables: Tables) -> dict[Key, Detectable]:
    """Return what each design can find, by model, scale and term."""
    found: dict[Key, dict[str, Record]] = {}
    for row in tables.rows("detectable_effects"):
        key = (str(row["model"]), str(row["scale"]), str(row["term"]))
        found.setdefault(key, {})[str(row["basis"])] = row
    return {key: _detectable(rows) for key, rows in found.items()}


def _detectable(rows: dict[str, Record]) -> Detectable:
    fitted, planned = rows.get("fitted", {}), rows.get("planned", {})
    power = next((row["power"] for row in (fitted, planned) if row), 0.8)
    errors = (_number(row.get("monte_carlo_se_sd")) for row in (fitted, planned))
    return Detectable(
        _number(fitted.get("detectable_sd")),
        _number(planned.get("detectable_sd")),
        _number(fitted.get("chance_of_smallest")),
        _number(planned.get("chance_of_smallest")),
        float(power),
        max((error for error in errors if error is not None), default=None),
    )
