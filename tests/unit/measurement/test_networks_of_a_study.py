"""Networks from a study's answers, on people few enough to count by hand."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from isop_analysis.measurement.networks.named import Named, merged_professions, named
from isop_analysis.measurement.networks.tables import Mapped, members_at_waves
from isop_analysis.stats import networks as statistics
from isop_analysis.study import Study, load
from isop_analysis.study.network_settings import Networks

ROOT = Path(__file__).resolve().parents[3]
Rows = list[dict[str, Any]]

# Person, wave, with whom they work, on what; `-` says that the question was not answered.
SAID = [
    ("a", "c2023_t0", "teacher speech_therapist sen_coordinator parents", "planning"),
    ("a", "c2023_t1", "teacher", "planning advice"),
    ("b", "c2023_t0", "teacher childcare_worker", "planning observing"),
    ("c", "c2023_t1", "nobody", "-"),
    ("d", "c2023_t0", "childcare_worker", "observing"),
    ("e", "c2023_t0", "teacher", "advice"),
]
PROFESSIONS = {"a": "teacher", "b": "childcare_worker", "c": "teacher", "d": "support", "f": "teacher"}
OFTEN = {("a", "teacher"): 3.0, ("b", "teacher"): 1.0}


@pytest.fixture(scope="module")
def demo() -> Study:
    return load(ROOT / "config/config.yaml", ROOT)


def settings(**changes: Any) -> Networks:
    own = {
        "attribute": "profession",
        "contents": [{"question": "works_with"}],
        "outside": ["parents"],
        "nobody": ["nobody"],
        "tasks": "shared_tasks",
    }
    return Networks.model_validate(own | changes)


def received(study: Study) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return answers, responses and persons of those who said something."""
    scan = study.instrument("scan_netwerkleren")
    options = {one.name: [o.name for o in one.options] for one in scan.multiple_choice}
    rows = [
        (number, person, wave, f"{question}_{option}", float(option in chosen.split()), "given")
        for number, (person, wave, *said) in enumerate(SAID)
        for question, chosen in zip(("works_with", "shared_tasks"), said, strict=True)
        if chosen != "-"
        for option in options[question]
    ]
    rows += [
        (0, person, "c2023_t0", f"often_{option}", value, "given")
        for (person, option), value in OFTEN.items()
    ]
    answers = pd.DataFrame(rows, columns=["response", "person", "wave", "item", "answer", "answer_kind"])
    responses = pd.DataFrame(
        {
            "response": range(len(SAID)),
            "team": ["none" if person == "e" else "T" for person, *_ in SAID],
            "linked_by": ["unlinked" if person == "d" else "token" for person, *_ in SAID],
        }
    )
    people = [*dict.fromkeys(person for person, *_ in SAID), "f"]
    persons = pd.DataFrame({"person": people, "profession": [PROFESSIONS.get(one) for one in people]})
    return answers, responses, persons


def found(study: Study, networks: Networks) -> Named:
    return named(study, networks, *received(study))


def mapped(study: Study, **changes: Any) -> Mapped:
    networks = settings(**changes)
    members = pd.DataFrame(
        [(one, "T", wave) for one in ("a", "b", "c", "f") for wave in ("c2023_t0", "c2023_t1")],
        columns=["person", "team", "wave"],
    )
    answers, responses, persons = received(study)
    return Mapped(
        networks,
        named(study, networks, answers, responses, persons),
        members_at_waves(members, persons, "profession"),
        {"T": "S"},
        7,
    )


def test_those_named_merge_as_those_who_answer_did(demo: Study) -> None:
    own = merged_professions(demo, "profession", pd.Series(["teacher", "support", "social_worker", None]))
    assert own["speech_therapist"] == own["sen_coordinator"] == own["teaching_assistant"] == "support"
    assert own["youth_care"] == "social_worker"
    assert own["teacher"] == "teacher"
    assert merged_professions(demo, "profession", pd.Series(["teacher"]))["speech_therapist"] == "other"


def test_parents_and_nobody_are_no_ties_and_naming_nobody_is_an_answer(demo: Study) -> None:
    own = found(demo, settings())
    ties = own.chosen[own.chosen["question"] == "works_with"]
    assert ties[ties["person"] == "a"]["option"].tolist() == [
        *("parents", "sen_coordinator", "speech_therapist", "teacher", "teacher"),
    ]
    assert "parents" not in own.merged
    assert "c" not in set(ties["person"])
    assert "c" in set(own.asked["person"])


def test_each_person_counts_once_over_all_and_only_those_who_would_be_recognised(demo: Study) -> None:
    once = found(demo, settings()).once("all")
    ties = once[once["question"] == "works_with"]
    assert list(zip(ties["person"], ties["wave"], strict=True)) == [
        *(("a", "c2023_t0"), ("b", "c2023_t0"), ("e", "c2023_t0"), ("c", "c2023_t1")),
    ]


def test_ties_by_occasion_and_over_all(demo: Study) -> None:
    rows = pd.DataFrame(mapped(demo).ties())
    own = rows[(rows["occasion"] == "all") & (rows["content"] == "works_with")]
    counted = {(one.profession, one.partner): (one.people, one.n) for one in own.itertuples()}
    # Of two teachers one named teachers, a speech therapist, a SEN coordinator and parents: told as asked.
    assert counted["teacher", "teacher"] == (1, 2)
    for option in ("speech_therapist", "sen_coordinator", "parents"):
        assert counted["teacher", option] == (1, 2)
    assert ("teacher", "support") not in counted
    assert counted["childcare_worker", "teacher"] == (1, 1)
    assert ("support", "teacher") not in counted
    at_first = rows[(rows["occasion"] == "T0") & (rows["content"] == "works_with")]
    support = at_first[(at_first["profession"] == "support") & (at_first["partner"] == "childcare_worker")]
    assert support[["people", "n"]].to_numpy().tolist() == [[1, 1]]


def test_egos_equal_the_statistics_of_a_table_written_by_hand(demo: Study) -> None:
    rows = pd.DataFrame(mapped(demo).egos()).query("content == 'works_with' and wave == 'c2023_t0'")
    by_hand = pd.DataFrame(
        [("a", "teacher", "teacher"), ("a", "teacher", "support"), ("a", "teacher", "support"),
         ("b", "childcare_worker", "teacher"), ("b", "childcare_worker", "childcare_worker"),
         ("d", "support", "childcare_worker")],
        columns=["person", "profession", "partner"],
    )  # fmt: skip
    expected = statistics.egos(statistics.ties(by_hand))
    columns = ["size", "blau", "blau_corrected", "own", "others", "ei"]
    pd.testing.assert_frame_equal(
        rows[["person", *columns]].reset_index(drop=True), expected[["person", *columns]], check_dtype=False
    )
    assert rows["named"].tolist() == [2, 2, 1]
    assert rows["blau"].tolist() == pytest.approx([4 / 9, 1 / 2, 0])


def test_a_team_is_refused_below_the_response_and_has_its_bounds(demo: Study) -> None:
    rows = pd.DataFrame(mapped(demo).teams()).query("content == 'works_with'").set_index("wave")
    first = rows.loc["c2023_t0"]
    assert (first["site"], first["members"], first["respondents"], first["response_rate"]) == ("S", 4, 2, 0.5)
    assert first["reason"].startswith("networks_response ")
    # The childcare worker answered and named teachers; a named none, and c and f might have named childcare.
    assert (first["density_low"], first["density_high"]) == (0.5, 1.0)
    enough = pd.DataFrame(mapped(demo, response=0.5).teams()).query("content == 'works_with'")
    assert enough.set_index("wave").loc["c2023_t0", "density"] == 1.0


def test_who_has_no_profession_or_no_team_is_counted(demo: Study) -> None:
    rows = pd.DataFrame(mapped(demo).chance()).set_index(["occasion", "content"])
    first = rows.loc["T0", "works_with"]
    assert (first["asked"], first["without_profession"], first["without_team"]) == (4, 1, 0)
    assert (first["people"], first["ties"], first["teams"], first["draws"]) == (3, 6, 1, 9999)
    assert first["ei"] == pytest.approx((4 - 2) / 6)
    assert rows.loc["T1", "works_with"]["status"] == "refused"


def test_how_often_is_told_where_it_is_asked(demo: Study) -> None:
    often = {"contents": [{"question": "works_with", "frequency": "often"}]}
    rows = pd.DataFrame(mapped(demo, **often).ties()).query("occasion == 'T0' and partner == 'teacher'")
    own = rows[(rows["content"] == "works_with") & (rows["profession"] != "support")]
    counted = own.astype({"at_least": "object"}).set_index(["at_least", "profession"])["people"]
    assert counted.loc[1.0].to_dict() == {"childcare_worker": 1, "teacher": 1}
    assert counted.loc[3.0].to_dict() == {"childcare_worker": 0, "teacher": 1}


def test_tasks_by_profession(demo: Study) -> None:
    done = mapped(demo).tasks()
    shares = pd.DataFrame(done["task_shares"]).query("occasion == 'all' and people > 0")
    assert {(one.profession, one.task): one.share for one in shares.itertuples()} == {
        ("childcare_worker", "observing"): 1.0,
        ("childcare_worker", "planning"): 1.0,
        ("teacher", "planning"): 1.0,
    }
    (overlap,) = [one for one in done["task_overlaps"] if one["occasion"] == "all"]
    assert (overlap["jaccard"], overlap["schoener"]) == (0.5, 0.5)
    assert mapped(demo, tasks=None).tasks() == {}
