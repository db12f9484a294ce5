"""What map writes of networks of professions and of who does which tasks."""

from isop_analysis.contracts.kinds import (
    category,
    integer,
    maybe_category,
    maybe_integer,
    maybe_number,
    number,
    reasons,
    text,
)
from isop_analysis.contracts.table import Column, Table

STEP = "map_networks"
WHEN = category("occasion")
ABOUT = category("content")
WHOLE = ("density", "reciprocity", "centralisation_in", "centralisation_out")


def _bounded(name: str) -> tuple[Column, Column, Column]:
    return maybe_number(name), maybe_number(f"{name}_low"), maybe_number(f"{name}_high")


NETWORKED: tuple[Table, ...] = (
    Table(
        "network_ties",
        STEP,
        "Respondents of a profession who choose an option that says who, by content of the tie ('all': any) "
        "and frequency (missing: any); occasion 'all': each person once, at the first they answered",
        (
            *(WHEN, ABOUT, maybe_number("at_least"), category("profession"), category("partner")),
            *(integer("people"), integer("n"), number("share")),
        ),
        key=("occasion", "content", "at_least", "profession", "partner"),
    ),
    Table(
        "network_professions",
        STEP,
        "Ties of a profession's respondents to their own and to other professions, with the E–I index",
        (
            *(WHEN, ABOUT, category("profession"), integer("n")),
            *(integer("own"), integer("others"), maybe_number("ei")),
        ),
        key=("occasion", "content", "profession"),
    ),
    Table(
        "network_egos",
        STEP,
        "Per respondent with a profession and wave: professions named, how varied, ties that leave one's own",
        (
            *(text("person"), category("wave"), WHEN, ABOUT, category("profession")),
            *(integer("named"), integer("size"), maybe_number("blau"), maybe_number("blau_corrected")),
            *(integer("own"), integer("others"), maybe_number("ei")),
        ),
        key=("person", "wave", "content"),
    ),
    Table(
        "network_teams",
        STEP,
        "Per team and wave: the network of its members' professions, refused below the response, with bounds",
        (
            *(text("team"), text("site"), category("wave"), WHEN, ABOUT),
            *(integer("members"), integer("respondents"), number("response_rate"), integer("nodes")),
            *(column for name in WHOLE for column in _bounded(name)),
            reasons("reason"),
        ),
        key=("team", "wave", "content"),
    ),
    Table(
        "network_tests",
        STEP,
        "The E–I index of all ties, against professions dealt anew within each team; who was left out",
        (
            *(WHEN, ABOUT, integer("asked"), integer("without_profession"), integer("without_team")),
            *(maybe_integer("people"), maybe_integer("ties"), maybe_integer("teams")),
            *(maybe_number("ei"), maybe_number("expected"), maybe_number("p_value")),
            *(maybe_integer("draws"), maybe_integer("as_far")),
            maybe_category("leaning", "outward", "inward", "open"),
            *(category("status", "computed", "refused"), reasons("reason")),
        ),
        key=("occasion", "content"),
    ),
    Table(
        "task_shares",
        STEP,
        "Respondents of a profession who do a task, by occasion and over all",
        (
            *(WHEN, category("profession"), category("task")),
            *(integer("people"), integer("n"), number("share")),
        ),
        key=("occasion", "profession", "task"),
    ),
    Table(
        "task_professions",
        STEP,
        "How many tasks a profession's respondents do, and how far they keep to a few",
        (*(WHEN, category("profession"), integer("n"), integer("tasks"), maybe_number("specialisation")),),
        key=("occasion", "profession"),
    ),
    Table(
        "task_kinds",
        STEP,
        "How many people and professions do a task, and how far it is a few professions' own",
        (*(WHEN, category("task"), integer("n"), integer("professions"), maybe_number("specialisation")),),
        key=("occasion", "task"),
    ),
    Table(
        "task_overlaps",
        STEP,
        "What the tasks of two professions have in common",
        (
            *(WHEN, category("profession"), category("profession_2"), integer("n"), integer("n_2")),
            *(maybe_number("jaccard"), maybe_number("schoener")),
        ),
        key=("occasion", "profession", "profession_2"),
    ),
)
