"""Every table of clean and score, number by number, against what the simulator made."""

import csv
import zipfile
from xml.etree import ElementTree

import pandas as pd
import pytest
from demo_study import Demo

from isop_analysis.cleaning.key import read_names_key
from isop_analysis.cleaning.pseudonyms import HiddenNames
from isop_analysis.contracts import read_table
from isop_analysis.demo.population import Membership

OFFERED = ["offered", "attended", "offered_to_date", "attended_to_date", "reflections"]


@pytest.fixture
def demo(demo_run: Demo) -> Demo:
    return demo_run


def occasion_of(wave: str) -> int:
    return int(wave[-1])


def test_the_flow_adds_up_to_what_was_written_and_kept(demo: Demo) -> None:
    flow = demo.study.table("flow").astype({"instrument": "str", "wave": "str", "rule": "str"})
    written = (
        demo.received.astype({"instrument": "str", "wave": "str"}).groupby(["instrument", "wave"]).size()
    )
    kept = demo.study.table("responses").astype({"instrument": "str", "wave": "str"})
    kept = kept.groupby(["instrument", "wave"]).size()
    for key, steps in flow.groupby(["instrument", "wave"]):
        assert steps["rows_in"].iloc[0] == written[key]
        assert (steps["rows_in"] == steps["rows_out"] + steps["excluded"]).all()
        assert steps["rows_in"].tolist()[1:] == steps["rows_out"].tolist()[:-1]
        assert steps["rows_out"].iloc[-1] == kept[key]
    assert written.sum() == len(demo.claims)
    log = demo.study.table("exclusions")
    by_rule = log[log["unit"] == "response"]["rule"].astype("str").value_counts().to_dict()
    assert {rule: n for rule, n in flow.groupby("rule")["excluded"].sum().items() if n} == by_rule


def test_a_cell_out_of_range_is_in_the_log_and_missing(demo: Demo) -> None:
    log = demo.study.table("exclusions")
    cells = log[log["rule"] == "out_of_range"].astype({"file": "str"})
    made = demo.received[demo.received["made_as"] == "out_of_range"]
    assert len(cells.merge(made, on=["file", "file_row"])) == len(cells) == 4


def allowed(demo: Demo) -> list[Membership]:
    """Return the memberships that may be used: of people who agreed to survey and linking."""
    consent = demo.truth["consent"]
    against = {*consent["refused"], *consent["unlisted"], *consent["no_linking"]}
    return [m for m in demo.population.memberships if m.person not in against]


def test_participation_is_that_of_the_sessions_drawn(demo: Demo) -> None:
    """Rows end where consent was withdrawn: in December, after the first occasion."""
    true = {}
    for membership in allowed(demo):
        cohort = demo.population.team(membership.team).cohort
        rows = [row for row in demo.attendance.rows if row.membership == membership]
        for place, row in enumerate(rows):
            if membership.person in demo.truth["consent"]["withdrew"] and row.occasion:
                continue
            so_far = rows[: place + 1]
            sums = sum(r.offered for r in so_far), sum(r.attended for r in so_far)
            key = (membership.person, membership.team, f"c{cohort}_t{row.occasion}")
            true[key] = [row.offered, row.attended, *sums, row.reflections, sums[1] / sums[0]]
    table = demo.revealed("participation").astype({"wave": "str"})
    found = {
        (demo.people[row["person"]], row["team"], row["wave"]): [row[name] for name in (*OFFERED, "dose")]
        for row in table.to_dict("records")
    }
    assert found.keys() == true.keys()
    assert {key: numbers for key, numbers in found.items() if numbers != pytest.approx(true[key])} == {}
    assert len(found) > 400


def test_members_of_two_teams_and_those_who_changed_weigh_by_their_sessions(demo: Demo) -> None:
    true: dict[int, dict[str, float]] = {}
    for membership in allowed(demo):
        withdrew = membership.person in demo.truth["consent"]["withdrew"]
        rows = [row for row in demo.attendance.rows if row.membership == membership]
        attended = sum(row.attended for row in rows if not (withdrew and row.occasion))
        true.setdefault(membership.person, {})[membership.team] = attended
    table = demo.revealed("memberships")
    found: dict[int, dict[str, float]] = {}
    for person, team, weight in table[["person", "team", "weight"]].itertuples(index=False):
        found.setdefault(demo.people[person], {})[team] = weight
    assert {person: set(teams) for person, teams in found.items()} == {
        person: set(teams) for person, teams in true.items()
    }
    several = {person: teams for person, teams in true.items() if len(teams) > 1}
    assert len(several) == 8
    for person, teams in several.items():
        assert found[person] == pytest.approx({team: n / sum(teams.values()) for team, n in teams.items()})


def test_every_scale_score_is_that_of_the_answers_given(demo: Demo) -> None:
    """Reversed items turned round, the mean of enough answers, marks rescaled to 0–100."""
    claims = {
        row["response"]: demo.claims[row["file"], row["tool_response"]]
        for row in demo.received.to_dict("records")
    }
    scores = demo.study.table("scale_scores").astype({"scale": "str", "instrument": "str"})
    assert len(scores) > 3_000
    for row in scores.to_dict("records"):
        instrument, scale = demo.study.instrument(row["instrument"]), demo.study.scale(row["scale"])
        values = []
        for name in scale.items:
            item = instrument.item(name)
            allowed = instrument.answer_scale(item.answers)
            value = claims[row["response"]].answered.values.get(name)
            if value is not None and allowed.low <= value <= allowed.high:
                values.append(allowed.low + allowed.high - value if item.reversed else value)
        if len(values) < scale.minimum_answered:
            assert pd.isna(row["score"])
            assert row["status"] == ("too_few_answers" if values else "no_answers")
            continue
        mean = sum(values) / len(values)
        true = 100 * (mean - allowed.low) / (allowed.high - allowed.low) if scale.pomp else mean
        assert (row["n_answered"], row["score"]) == (len(values), pytest.approx(true, abs=1e-12))


def test_people_have_their_true_role_level_sector_and_a_profession_that_is_not_rare(demo: Demo) -> None:
    persons = demo.study.table("persons").astype({"person": "str"}).set_index("person")
    wider = {"youth_care": "social_worker", "speech_therapist": "support", "sen_coordinator": "support"}
    compared = 0
    for pseudonym, row in persons.iterrows():
        number = demo.people.get(str(pseudonym))
        if number is None or pd.isna(row["role"]):
            continue
        true = demo.population.persons[number]
        assert (row["role"], row["level"], row["sector"]) == (true.role, true.level, true.sector)
        assert row["profession"] in (true.profession, wider.get(true.profession))
        compared += 1
    assert compared > 150


def test_outcomes_are_the_cells_of_their_files(demo: Demo) -> None:
    """Read by nothing but the csv module: decimal commas, '<5' and lone spaces."""
    outcomes = demo.study.table("outcomes").astype({"outcome": "str"})
    keys = read_table("site_keys", demo.study.restricted)
    codes = {
        f"{brin}{place}" for brin, place in zip(keys["brin"], keys["location"], strict=True) if brin == brin
    }
    hidden = HiddenNames.of(read_names_key(demo.study), [("unit", code) for code in codes])
    for name, file, column in (
        ("under_advised", "schooladviezen.csv", "ADVIES_LAGER_DAN_TOETS"),
        ("final_test_mean", "eindscores.csv", "CET_GEM"),
        ("disadvantage", "achterstanden.csv", "ACHTERSTANDSSCORE_PER_LEERLING"),
    ):
        own = outcomes[(outcomes["outcome"] == name) & (outcomes["status"] != "no_row")]
        found = {
            (row["unit"], row["school_year"]): (row["status"], row["low"], row["high"])
            for row in own.fillna(-1).to_dict("records")
        }
        with (demo.study.raw / file).open(encoding="cp1252", newline="") as text:
            rows = list(csv.DictReader(text, delimiter=";"))
        true = {}
        for row in rows:
            place = row["VESTIGINGSCODE"]
            unit = place if len(place) == 6 else row["INSTELLINGSCODE"] + place
            if unit in codes:
                true[hidden.codes["unit", unit], row["SCHOOLJAAR"]] = told(row[column])
        assert found == true
        assert len(true) == 60


def told(cell: str) -> tuple[str, float, float]:
    if cell == "<5":
        return "suppressed", 1.0, 4.0
    if cell == " ":
        return "unknown", -1.0, -1.0
    number = float(cell.replace(",", "."))
    return "known", number, number


def test_codes_are_counted_as_by_hand_from_the_coders_own_file(demo: Demo) -> None:
    """The consensus and the table of documents, read with what the standard library has."""
    codes, people = consensus_by_hand(demo)
    rows = demo.study.table("code_frequencies").astype({"code": "str", "by": "str", "value": "str"})
    told = rows[rows["by"] == "all"].set_index("code")
    assert set(told["documents"]) == {len(people)}
    assert set(told["asked"]) == {len(set(people.values()))}
    for code, documents in codes.items():
        assert told.loc[code, "documents_with"] == len(documents)
        assert told.loc[code, "people"] == len({people[one] for one in documents})
    themes = demo.study.table("theme_counts").astype({"code": "str"}).set_index("code")
    assert {code: themes.loc[code, "people"] for code in codes} == told.loc[list(codes), "people"].to_dict()
    answers = rows[(rows["by"] == "kind") & (rows["value"] == "answer")]
    segments = demo.study.table("segments")
    counted = told["segments"].sum() + answers["segments"].sum()
    assert segments["segment"].nunique() == counted == len(segments)
    assert 30 < answers["segments"].sum() <= 45


def consensus_by_hand(demo: Demo) -> tuple[dict[str, set[str]], dict[str, str]]:
    """Return the talks in which each code stands, and who speaks in each talk that may be used."""
    with zipfile.ZipFile(demo.study.raw / "interviews_overleg.qdpx") as archive:
        project = ElementTree.fromstring(archive.read("project.qde"))
    space = {"q": "urn:QDA-XML:project:1.0"}
    names = {one.get("guid"): one.get("name", "") for one in project.iterfind(".//q:Code", space)}
    with (demo.study.raw / "documenten.csv").open(encoding="utf-8-sig", newline="") as text:
        table = {row["document"]: row for row in csv.DictReader(text, delimiter=";")}
    with (demo.study.raw / "consent.csv").open(encoding="cp1252", newline="") as text:
        agreed = {row["e-mail"]: row["interview"] for row in csv.DictReader(text, delimiter=";")}
    second = {one.identity.second_email: one.identity.email for one in demo.population.persons}
    codes: dict[str, set[str]] = {name: set() for name in names.values()}
    people: dict[str, str] = {}
    for source in project.iterfind(".//q:TextSource", space):
        name = source.get("name", "")
        if name.startswith("open_good "):
            continue
        person = table[name]["deelnemer"]
        person = second.get(person, person)
        if person and agreed.get(person) != "ja":
            continue
        people[name] = person or name
        for reference in source.iterfind(".//q:CodeRef", space):
            codes[names[reference.get("targetGUID")]].add(name)
    return codes, people


def test_coders_agree_as_planted(demo: Demo) -> None:
    """Of twelve codes one interval in twenty may miss; by their chances fewer than ten seldom hold."""
    known = demo.truth["coder_alpha"]
    found = demo.study.table("coder_agreement").astype({"code": "str"}).set_index("code")
    codes = found.loc[list(known)]
    ends = codes[["alpha_ci_low", "alpha_ci_high"]].values.tolist()
    inside = [low <= alpha <= high for (low, high), alpha in zip(ends, known.values(), strict=True)]
    assert sum(inside) >= 10
    assert abs((codes["alpha"] - pd.Series(known)).mean()) < 0.05
    assert (
        codes.index[codes["below"]].tolist() == ["role_overlap"] == [c for c, a in known.items() if a < 0.667]
    )
    documents = demo.study.table("documents")
    assert found.loc["all", "documents"] == (documents["coders"] == 2).sum()
    agreed = pd.read_parquet(demo.study.restricted / "coding_discussion.parquet")
    assert set(agreed["coder"]) == {"codeur_a", "codeur_b"}
    assert agreed["text"].notna().all()
