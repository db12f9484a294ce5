"""Published tables of professions: whom they name, their tasks, over the whole study and never by team."""

from isop_analysis.contracts.kinds import (
    category,
    count,
    maybe_category,
    maybe_count,
    maybe_number,
    names,
    reasons,
)
from isop_analysis.contracts.publication import STEP, Published

PEOPLE = "people, each once over all occasions"

TOLD_NETWORKS: tuple[Published, ...] = (
    Published(
        "profession_ties",
        STEP,
        "How many of a profession choose each option that says who, as asked, per question and frequency "
        "(empty: any), each person once, from twenty people up; no share of fewer than five",
        (
            *(category("question"), maybe_number("at_least"), category("profession"), names("merged_in")),
            *(category("partner"), count("people"), count("n"), maybe_number("share")),
        ),
        ("question", "at_least", "profession", "partner"),
        unit="people",
        counts=PEOPLE,
    ),
    Published(
        "profession_tasks",
        STEP,
        "How many of a profession do a task, each person once, from twenty people up; no share of fewer "
        "than five",
        (
            *(category("question"), category("profession"), names("merged_in"), category("task")),
            *(count("people"), count("n"), maybe_number("share")),
        ),
        ("question", "profession", "task"),
        unit="people",
        counts=PEOPLE,
    ),
    Published(
        "profession_spread",
        STEP,
        "Per question and profession: how many professions or tasks a person names, how far ties leave the "
        "own profession (empty where no option is called as it is), how far it keeps to few tasks; all "
        "reckoned from the published bands",
        (
            *(category("question"), category("profession"), maybe_number("named")),
            *(maybe_number("ei"), maybe_number("specialisation")),
        ),
        ("question", "profession"),
        unit="people",
        counts="published bands",
    ),
    Published(
        "task_overlaps",
        STEP,
        "How alike the tasks of two professions are spread (Schoener), reckoned from the published bands",
        (category("profession"), category("profession_2"), maybe_number("schoener")),
        ("profession", "profession_2"),
        unit="people",
        counts="published bands",
    ),
    Published(
        "network_measures",
        STEP,
        "Per question: do ties leave the own profession more than chance within teams would have it, options "
        "of rare professions (`wider`) counted as a wider one, and how dense the networks of teams are in "
        "which enough answered",
        (
            *(category("question"), names("wider"), maybe_count("people"), count("teams")),
            maybe_number("ei"),
            *(maybe_number("expected"), maybe_number("p_value")),
            maybe_category("leaning", "outward", "inward", "open"),
            *(maybe_count("enough"), maybe_number("density_low"), maybe_number("density_high")),
            reasons("reason"),
        ),
        ("question",),
        unit="teams",
        counts="people in teams, each once over all occasions",
    ),
)
"""Tables that are told of a study with networks."""
