"""The true parameters: what an analysis of the invented data should find again.

Scores are latent, in standard deviations; an item is ``loading × score + error`` cut at four thresholds, so
that answers are skewed to the left with a ceiling. Shares of variance are those of the latent score at
equal predictors.
"""

from dataclasses import dataclass

# Of an item with loading 1: 3, 9, 24, 46 and 18 per cent of the answers, from lowest to highest.
THRESHOLDS = (-1.88, -1.17, -0.36, 0.92)
FACTOR_CORRELATION = 0.6
TEAM_EFFECTS_CORRELATION = 0.5
# People without a team grow by this share of what members grow.
GROWTH_WITHOUT_TEAM = 0.3


@dataclass(frozen=True)
class TrueScale:
    """One scale: loadings in the order of its items, shares of variance, effects in SDs of the latent score.

    `growth` is per occasion; `dose_*` from no to all sessions; `future` and `future_growth` of future
    against working professionals; `blau` from a uniform to the most diverse team; `guidance` per ten hours,
    `assignments` and `goals` per one.
    """

    name: str
    about: str
    loadings: tuple[float, ...]
    site: float
    team: float
    person: float
    growth: float
    dose_team: float = 0.0
    dose_person: float = 0.0
    dose_occasion: float = 0.0
    future: float = 0.0
    future_growth: float = 0.0
    blau: float = 0.0
    guidance: float = 0.0
    assignments: float = 0.0
    goals: float = 0.0


TRUE_SCALES = (
    TrueScale(
        "roles_tasks",
        "person",
        (0.72, 0.7, 0.66, 0.74, 0.78),
        site=0.01,
        team=0.06,
        person=0.48,
        growth=0.25,
        dose_team=0.4,
        dose_person=0.6,
        dose_occasion=0.3,
        future=-0.3,
        future_growth=0.08,
        guidance=0.08,
    ),
    TrueScale(
        "network_skill",
        "person",
        (0.75, 0.7, 0.73, 0.64, 0.69),
        site=0.01,
        team=0.04,
        person=0.5,
        growth=0.2,
        dose_team=0.4,
        dose_person=0.5,
        dose_occasion=0.3,
        future=-0.25,
        future_growth=0.06,
        guidance=0.1,
        assignments=0.05,
    ),
    TrueScale(
        "transfer",
        "person",
        (0.76, 0.68, 0.65, 0.74),
        site=0.02,
        team=0.08,
        person=0.42,
        growth=0.18,
        dose_team=0.4,
        dose_person=0.5,
        dose_occasion=0.2,
        assignments=0.06,
        goals=0.05,
    ),
    TrueScale(
        "appreciative_attitude",
        "person",
        (0.74, 0.72, 0.62, 0.66),
        site=0.0,
        team=0.03,
        person=0.52,
        growth=0.06,
        dose_team=0.1,
        dose_person=0.15,
        dose_occasion=0.1,
    ),
    TrueScale(
        "proactive_attitude",
        "person",
        (0.77, 0.75, 0.63, 0.7),
        site=0.01,
        team=0.03,
        person=0.5,
        growth=0.14,
        dose_team=0.2,
        dose_person=0.4,
        dose_occasion=0.2,
        future=-0.15,
        future_growth=0.05,
        goals=0.06,
    ),
    TrueScale(
        "programme_preparation",
        "person",
        (0.76, 0.7, 0.6, 0.64),
        site=0.0,
        team=0.02,
        person=0.55,
        growth=0.0,
        future=0.35,
    ),
    TrueScale(
        "practice_integration",
        "team",
        (0.74, 0.7, 0.64, 0.72, 0.68),
        site=0.03,
        team=0.15,
        person=0.35,
        growth=0.18,
        dose_team=0.5,
        dose_person=0.3,
        dose_occasion=0.2,
        blau=0.3,
    ),
    TrueScale(
        "shared_goals",
        "team",
        (0.76, 0.74, 0.66, 0.72),
        site=0.03,
        team=0.18,
        person=0.32,
        growth=0.2,
        dose_team=0.4,
        dose_person=0.3,
        dose_occasion=0.2,
        goals=0.1,
    ),
    TrueScale(
        "shared_identity",
        "team",
        (0.8, 0.72, 0.64, 0.78),
        site=0.02,
        team=0.23,
        person=0.35,
        growth=0.15,
        dose_team=0.6,
        dose_person=0.4,
        dose_occasion=0.2,
    ),
    TrueScale(
        "give_and_take", "team", (0.57, 0.51, 0.53, 0.48), site=0.0, team=0.08, person=0.35, growth=0.05
    ),
    TrueScale(
        "team_quality",
        "team",
        (0.75, 0.74, 0.7, 0.66, 0.68),
        site=0.03,
        team=0.2,
        person=0.34,
        growth=0.15,
        dose_team=0.5,
        dose_person=0.3,
        dose_occasion=0.2,
        guidance=0.12,
    ),
    TrueScale(
        "new_perspectives",
        "team",
        (0.74, 0.76, 0.62, 0.7),
        site=0.02,
        team=0.14,
        person=0.35,
        growth=0.12,
        dose_team=0.3,
        dose_person=0.3,
        dose_occasion=0.2,
        blau=1.2,
    ),
    TrueScale(
        "team_grade",
        "team",
        (0.85,),
        site=0.02,
        team=0.2,
        person=0.34,
        growth=0.12,
        dose_team=0.4,
        dose_person=0.3,
        dose_occasion=0.2,
    ),
)
