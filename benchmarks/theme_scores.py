"""The simulator's known association of a theme with a score, found again: bias, coverage, rejections.

``python benchmarks/theme_scores.py [seeds]`` (400) prints the table of `benchmarks/README.md`.

Each seed invents people, teams, latent scores and talks anew. `truth`: the slope, over a seed's interviewed
teams, of the chance that a talk raises the theme on the mean latent score; `found`: the estimate of
`theme_scores`. Covered: the truth lies in the 95 % interval. Strength "none": scores are shuffled over teams,
so that whatever is rejected is rejected wrongly.
"""

import sys
from dataclasses import replace
from statistics import fmean, stdev

import numpy as np

from isop_analysis.demo.attendance import attend
from isop_analysis.demo.consent import ConsentPlan
from isop_analysis.demo.interviews import invent_talks
from isop_analysis.demo.latent import draw_scores
from isop_analysis.demo.population import populate
from isop_analysis.demo.presets import DEMO, FULL, PILOT, Preset
from isop_analysis.demo.theme_talk import THEME, TiltedTeams, talk_tables
from isop_analysis.integration.joint_display import Scored, Subject
from isop_analysis.integration.theme_scores import Shares, Talked
from isop_analysis.stats.permuted import permuted_slope
from isop_analysis.study import load

EVERYONE = ConsentPlan((), (), (), (), ())
OCCASIONS = 3


def one(preset: Preset, strength: float, shuffled: bool) -> tuple[float, float, bool, bool]:
    """Return truth and estimate of one seed, whether the truth is covered, and whether 0 is rejected."""
    import pandas as pd

    study = load(preset.config, ".")
    population = populate(preset, OCCASIONS)
    scores = draw_scores(preset, population, attend(preset, population, OCCASIONS), OCCASIONS)
    teams = TiltedTeams.of(population, scores, strength)
    talked = Talked.of(*talk_tables(invent_talks(preset, study, population, EVERYONE, teams.tilts)))
    asked = sorted(set(talked.people["team"]))
    means = np.array([teams.means[team] for team in asked])
    if shuffled:
        means = np.random.default_rng(preset.seed).permutation(means)
    truth = 0.0 if shuffled else float(np.polyfit(means, [teams.chances[team] for team in asked], 1)[0])
    scored = Scored(pd.DataFrame({"team": asked, "mean": means}), 0)
    own = Shares.of(scored, talked, Subject(THEME))
    found = permuted_slope(own.raised / own.asked, own.scores, own.lengths, preset.seed, draws=999)
    assert found is not None
    return truth, found.estimate, found.low <= truth <= found.high, found.p_value <= 0.05


def main(seeds: int) -> None:
    """Print a row a size and strength."""
    print("| teams | strength | truth | found | bias ± SE | covered | rejected |")
    print("|---|---|---|---|---|---|---|")
    for preset, number in ((PILOT, seeds), (DEMO, seeds), (FULL, seeds // 4)):
        for strength, shuffled in ((0.0, True), (0.5, False), (1.0, False)):
            drawn = [one(replace(preset, seed=seed), strength, shuffled) for seed in range(number)]
            gaps = [found - truth for truth, found, _, _ in drawn]
            cells = [
                f"{2 * preset.teams_per_cohort}",
                "none" if shuffled else f"{strength:g}",
                *(f"{fmean(values):.3f}" for values in list(zip(*drawn, strict=True))[:2]),
                f"{fmean(gaps):+.3f} ± {stdev(gaps) / len(gaps) ** 0.5:.3f}",
                *(f"{fmean(values):.3f}" for values in list(zip(*drawn, strict=True))[2:]),
            ]
            print("| " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 400)
