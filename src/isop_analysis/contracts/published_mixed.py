"""Published tables of numbers and words together: scores against what was raised, how pairs fit."""

from dataclasses import replace

from isop_analysis.contracts.kinds import (
    category,
    count,
    integer,
    maybe_category,
    maybe_count,
    maybe_flag,
    maybe_number,
    reasons,
)
from isop_analysis.contracts.publication import STEP, Published
from isop_analysis.stats.verdicts import Verdict

PUBLISHED_MIXED: tuple[Published, ...] = (
    Published(
        "theme_scores",
        STEP,
        "How many more of every hundred interviewed people of a team raised a theme or code, over the `step` "
        "of its mean score from the lowest band to the highest, at equal length of text; p_holm over the "
        "tests of a display",
        (
            *(category("display"), category("scale"), category("theme"), category("code"), count("teams")),
            replace(maybe_number("step"), digits=1),
            *(replace(maybe_number(name), digits=0) for name in ("estimate", "ci_low", "ci_high")),
            *(maybe_number(name) for name in ("p_value", "p_holm")),
            *(integer("tests"), category("verdict", *(str(one) for one in Verdict)), maybe_flag("holds")),
            *(category("status", "fitted", "refused"), reasons("reason")),
        ),
        ("display", "theme", "code"),
        unit="teams",
        counts="slopes over ten teams or more, of twenty people or more",
    ),
    Published(
        "fit_of_integration",
        STEP,
        "Pairs of an effect and codes: what a rule proposes, and what a researcher made of which facts",
        (
            *(category("display"), category("pair"), category("model"), category("scale"), category("term")),
            category("direction", "positive", "negative"),
            category("verdict", *(str(one) for one in Verdict)),
            *(maybe_flag("positive"), maybe_count("people"), maybe_count("against")),
            category("proposal", "same_direction", "opposite", "one_strand_silent", "undecided"),
            category(
                "why",
                *("directions", "numbers_silent", "words_silent", "both_silent", "wide_interval"),
                *("no_difference", "few_texts", "words_divided"),
            ),
            category("facts"),
            maybe_category("judgement", "confirmation", "expansion", "complementarity", "discordance"),
            maybe_flag("current"),
            *(maybe_category("frozen_on"), maybe_flag("frozen_after_data")),
            *(maybe_category("judged_on"), maybe_flag("judged_before_data")),
        ),
        ("pair",),
        unit="people",
        counts="people who raised the code of each side that most raised",
    ),
)
