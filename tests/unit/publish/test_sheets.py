"""A team's sheet: who is counted, which wave is shown, what is published, what stays after a release."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from isop_analysis.contracts import read_table, write_rows
from isop_analysis.contracts.published import PUBLISHED_NAMES, published
from isop_analysis.contracts.published_files import write_published
from isop_analysis.contracts.published_sheets import read_index, read_sheet
from isop_analysis.publish.releasing import release
from isop_analysis.publish.sheet_members import read_members
from isop_analysis.publish.sheets import publish_sheets
from isop_analysis.publish.teams import spread_rows, team_rows, told_teams
from isop_analysis.study import Study, StudyError, load
from isop_analysis.study.participant_settings import BREAKDOWNS

ROOT = Path(__file__).resolve().parents[3]
T0, T1 = "c2024_t0", "c2024_t1"
ROLES, GRADE, WEAK = "roles_tasks", "team_grade", "give_and_take"
SPREAD = (-0.5, 0.5, -0.25, 0.25, 0.0, 0.0)
"""SD .35 points, .088 of the range."""
TEAMS = [f"team{n}" for n in range(9)]
MEANS = (2.5, 2.75, 3.0, 3.0, 3.25, 3.25, 3.5, 3.5, 4.0)


@cache
def tiny() -> Study:
    return load(ROOT / "config/tiny/config.yaml")


@dataclass
class World:
    """Nine teams of six, alike within, from 2.5 to 4 on one scale at T0; tests change what they need."""

    scores: dict[tuple[str, str, str, str], float] = field(default_factory=dict)
    consented: set[str] = field(default_factory=set)
    segments: list[tuple[str, str, str, str | None]] = field(default_factory=list)
    answers: set[str] = field(default_factory=set)
    disputed: set[str] = field(default_factory=set)
    weak: set[str] = field(default_factory=set)
    held: pd.DataFrame | None = None
    members: int = 8

    @classmethod
    def made(cls) -> "World":
        world = cls()
        for team, mean in zip(TEAMS, MEANS, strict=True):
            world.answer(team, T0, ROLES, mean)
        return world

    def answer(self, team: str, wave: str, scale: str, mean: float, people: int = 6) -> None:
        for place in range(people):
            person = f"{team}_{place}"
            self.scores[team, wave, scale, person] = mean + SPREAD[place]
            self.consented.add(person)

    def leave(self, *at: str) -> None:
        team, wave, scale, person = at
        del self.scores[team, wave, scale, person]

    def published(self, name: str) -> pd.DataFrame:
        """The report's tables of teams: of these scores, or of `held` while they are held back."""
        told = told_teams(tiny(), self.read("scale_scores") if self.held is None else self.held)
        rows = {"team_scores": team_rows, "team_spread": spread_rows}[name](told)
        return pd.DataFrame(rows, columns=published(name).column_names)

    def read(self, name: str) -> pd.DataFrame:
        if name == "scale_scores":
            rows = [(*at, score, "scored") for at, score in self.scores.items()]
            return pd.DataFrame(rows, columns=["team", "wave", "scale", "person", "score", "status"])
        if name == "sheet_consents":
            return pd.DataFrame({"person": sorted(self.consented)})
        if name == "teams":
            return pd.DataFrame(
                [(team, self.members, "2024") for team in TEAMS], columns=["team", "members", "cohort"]
            )
        if name == "segments":
            found = pd.DataFrame(self.segments, columns=["team", "person", "code", "wave"])
            return found.assign(document=found["person"])
        if name == "documents":
            documents = sorted({person for _, person, _, _ in self.segments})
            kinds = ["answer" if one in self.answers else "interview" for one in documents]
            return pd.DataFrame({"document": documents, "kind": kinds})
        if name == "coder_agreement":
            return pd.DataFrame({"code": sorted(self.disputed), "below": True})
        assert name == "reliability"
        occasions = [(ROLES, "T0"), (ROLES, "T1"), (WEAK, "T0"), (WEAK, "T1")]
        rows = [(*one, "computed", one[0] in self.weak) for one in occasions]
        return pd.DataFrame(rows, columns=["scale", "occasion", "status", "weak"])


@pytest.fixture
def study(tmp_path: Path) -> Study:
    shutil.copytree(ROOT / "config", tmp_path / "config")
    study = load(tmp_path / "config/tiny/config.yaml", tmp_path)
    names = [{"kind": "team", "name": f"LT{n:02}", "pseudonym": team} for n, team in enumerate(TEAMS, 1)]
    write_rows(names, "hidden_names", study.restricted)
    return study


@pytest.fixture
def world() -> World:
    return World.made()


Facts = dict[str, dict[str, object]]


def sheet(study: Study, world: World, team: str = "team8") -> dict[str, pd.DataFrame]:
    publish_sheets(study, world.read, world.published)
    return read_sheet(study.sheets / team)


def scale(tables: dict[str, pd.DataFrame], name: str = ROLES) -> dict[str, object]:
    rows = tables["sheet_scales"].set_index("scale")
    return rows.loc[name].where(rows.loc[name].notna(), None).to_dict()  # type: ignore[no-any-return]


def head(tables: dict[str, pd.DataFrame]) -> dict[str, object]:
    row = tables["sheets"].iloc[0]
    return row.where(row.notna(), None).to_dict()  # type: ignore[no-any-return]


def test_dot_box_line_and_strength_by_hand(study: Study, world: World) -> None:
    """P10 and P90 of the nine dots are 2.70 and 3.60, told as 2.75 and 3.50.

    The line is 1.96 × .354 / √5 points, .078 of the range: a sixteenth.
    """
    tables = sheet(study, world)
    found = scale(tables)
    assert (found["state"], found["dot"]) == ("shown", 4.0)
    assert (found["low"], found["high"]) == (2.75, 3.5)
    assert (found["above"], found["below"], found["previous"]) == (True, False, None)
    assert head(tables)["line"] == 0.0625
    assert head(tables) | {"line": None} == {
        "wave": T0,
        "occasion": "T0",
        "state": "shown",
        "number": 9,
        "members": "8",
        "minimum": "5",
        "line": None,
        "rule": "lowest",
        "question": ROLES,
        "team_changed": False,
    }
    lowest = sheet(study, world, "team0")
    assert (scale(lowest)["below"], head(lowest)["rule"], head(lowest)["question"]) == (True, "below", ROLES)


def test_no_box_and_no_comparison_below_eight_teams(study: Study, world: World) -> None:
    for at in [at for at in world.scores if at[0] in ("team0", "team1")]:
        del world.scores[at]
    found = scale(sheet(study, world))
    assert (found["low"], found["high"], found["above"], found["below"]) == (None, None, None, None)


def test_a_member_without_consent_is_not_counted_and_four_are_too_few(study: Study, world: World) -> None:
    world.consented.discard("team8_0")
    found = sheet(study, world)
    assert scale(found)["dot"] == 4.0  # 4.1, told to a sixteenth
    behind = read_table("sheet_people", study.restricted)
    assert set(behind.loc[behind["team"] == "team8", "person"]) == {f"team8_{n}" for n in range(1, 6)}
    world.consented.discard("team8_1")
    found = sheet(study, world)
    assert (head(found)["state"], scale(found)["state"], scale(found)["dot"]) == (
        "too_few",
        "not_shown",
        None,
    )


def test_the_newest_wave_at_which_five_answered(study: Study, world: World) -> None:
    world.answer("team8", T1, ROLES, 3.0, people=4)
    assert head(sheet(study, world))["wave"] == T0
    world.answer("team8", T1, ROLES, 3.0, people=5)
    assert head(sheet(study, world))["wave"] == T1
    assert head(sheet(study, world, "team0"))["wave"] == T0


def test_a_team_of_which_nobody_answered_has_a_sheet_of_its_cohorts_newest_wave(
    study: Study, world: World
) -> None:
    for at in [at for at in world.scores if at[0] == "team0"]:
        del world.scores[at]
    found = head(sheet(study, world, "team0"))
    assert (found["wave"], found["state"]) == (T0, "too_few")


def test_scales_stand_in_the_order_of_the_sheets_blocks(study: Study, world: World) -> None:
    """Those about the team first."""
    scales = sheet(study, world)["sheet_scales"]["scale"].tolist()
    about = {scale.name: scale.about for _, scale in study.scales}
    told = [about[name] for name in scales]
    assert set(told) == {"team", "person"}
    assert told == sorted(told, reverse=True)


def test_a_weak_scale_and_one_of_a_single_item_are_never_drawn(study: Study, world: World) -> None:
    world.answer("team8", T0, WEAK, 4.5)
    world.answer("team8", T0, GRADE, 60.0)
    world.weak.add(WEAK)
    found = sheet(study, world)
    assert scale(found, WEAK)["state"] == "weak"
    assert scale(found, GRADE)["state"] == "single_item"
    world.weak.add(ROLES)
    found = sheet(study, world)
    assert head(found)["state"] == "too_few"


def test_a_row_from_which_somebody_could_be_worked_out_goes(study: Study, world: World) -> None:
    for place in range(6):
        world.scores["team8", T0, ROLES, f"team8_{place}"] = 5.0
    found = sheet(study, world)
    assert (scale(found)["state"], scale(found)["dot"]) == ("not_shown", None)


@pytest.mark.parametrize(
    ("interviewed", "raised", "told"),
    [(6, 3, ["no_time"]), (6, 4, ["no_time"]), (6, 2, []), (5, 5, [])],
)
def test_codes_that_three_raised_where_six_were_interviewed(
    study: Study, world: World, interviewed: int, raised: int, told: list[str]
) -> None:
    codes = ["no_time" if place < raised else "guidance" for place in range(interviewed)]
    world.segments = [("team8", f"team8_{place}", code, T1) for place, code in enumerate(codes)]
    rows = sheet(study, world)["sheet_codes"]
    assert [code for code in rows["code"] if code == "no_time"] == told
    assert set(rows["wave"]) <= {T1}


def test_who_wrote_an_open_answer_was_not_interviewed(study: Study, world: World) -> None:
    world.segments = [("team8", f"team8_{place}", "no_time", T1) for place in range(6)]
    assert sheet(study, world)["sheet_codes"]["code"].tolist() == ["no_time"]
    world.answers = {"team8_0"}
    assert sheet(study, world)["sheet_codes"].empty


def test_a_code_on_which_coders_differ_stands_on_no_sheet(study: Study, world: World) -> None:
    world.segments = [
        ("team8", f"team8_{place}", code, T1) for place in range(6) for code in ("no_time", "guidance")
    ]
    assert set(sheet(study, world)["sheet_codes"]["code"]) == {"no_time", "guidance"}
    world.disputed = {"guidance"}
    assert sheet(study, world)["sheet_codes"]["code"].tolist() == ["no_time"]


def test_files_are_their_owners_alone_and_no_table_names_a_team(study: Study, world: World) -> None:
    publish_sheets(study, world.read, world.published)
    assert sorted(read_index(study.sheets)) == TEAMS
    for path in study.sheets.rglob("*"):
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600)
    texts = [path.read_text() for path in study.sheets.rglob("*.csv")]
    assert len(texts) == 27
    assert not [text for text in texts if "team8" in text or "LT09" in text]


def test_the_same_bytes_twice_and_a_changed_file_is_noticed(study: Study, world: World) -> None:
    publish_sheets(study, world.read, world.published)
    first = {path: path.read_bytes() for path in study.sheets.rglob("*") if path.is_file()}
    publish_sheets(study, world.read, world.published)
    assert {path: path.read_bytes() for path in study.sheets.rglob("*") if path.is_file()} == first
    (study.sheets / "team3/sheets.csv").write_text("x")
    with pytest.raises(FileNotFoundError, match=r"team3/sheets.csv is gone or was changed"):
        read_index(study.sheets)


@pytest.fixture
def give_out(study: Study, world: World) -> Callable[[], None]:
    """Release what is there: empty tables for all readers, and the sheets."""
    for name in PUBLISHED_NAMES:
        write_published(pd.DataFrame(columns=published(name).column_names), name, study.published)
    write_rows([], "published_people", study.restricted)
    (study.build / "sheets").mkdir(parents=True)
    for language in study.config.languages:
        (study.build / f"report.{language}.html").touch()
        (study.build / f"annex.{language}.html").touch()
    (study.build / "sheets/team8.nl.pdf").write_bytes(b"a sheet")

    def give() -> None:
        publish_sheets(study, world.read, world.published)
        release(study, "the teams", "2025-07-10")

    return give


def test_a_release_has_a_folder_a_team_and_no_sheet_elsewhere(
    study: Study, give_out: Callable[[], None]
) -> None:
    give_out()
    folder = study.releases / "2025-07-10-1"
    record = json.loads((folder / "release.json").read_text())
    of_teams = study.restricted / "releases/2025-07-10-1/team_files.json"
    own = {name for name in json.loads(of_teams.read_text()) if "team8" in name}
    files = ("sheet_codes.csv", "sheet_scales.csv", "sheets.csv", "team8.nl.pdf")
    assert own == {f"sheets/team8/{name}" for name in files}
    assert of_teams.stat().st_mode & 0o777 == 0o600
    # A hash of so short a file can be guessed back: no reader of a release gets one of a team's.
    assert not [name for name in record["files"] if name.startswith("sheets/team")]
    assert not list(folder.rglob("index.json"))
    assert (study.sheets / "index.json").stat().st_mode & 0o777 == 0o600


def test_a_sheet_stays_where_one_to_four_of_the_team_changed(
    study: Study, world: World, give_out: Callable[[], None]
) -> None:
    give_out()
    before = (study.sheets / "team8/sheet_scales.csv").read_bytes()
    shutil.rmtree(study.sheets)
    for place in range(1):
        world.scores["team8", T0, ROLES, f"team8_{place}"] = 1.0
    assert scale(sheet(study, world))["dot"] == 4.0
    assert (study.sheets / "team8/sheet_scales.csv").read_bytes() == before
    for place in range(5):
        world.scores["team8", T0, ROLES, f"team8_{place}"] = 3.0 + SPREAD[place]
    assert scale(sheet(study, world))["dot"] == 3.25


def test_last_times_dots_come_from_the_released_sheet_of_the_same_people(
    study: Study, world: World, give_out: Callable[[], None]
) -> None:
    give_out()
    world.answer("team8", T1, ROLES, 3.5)
    found = sheet(study, world)
    assert (head(found)["wave"], scale(found)["dot"], scale(found)["previous"]) == (T1, 3.5, 4.0)
    assert not head(found)["team_changed"]
    del world.scores["team8", T1, ROLES, "team8_5"]
    found = sheet(study, world)
    assert (head(found)["team_changed"], scale(found)["previous"]) == (True, None)


def test_a_released_sheet_stays_when_one_of_five_leaves_and_nothing_could_be_told_any_more(
    study: Study, world: World, give_out: Callable[[], None]
) -> None:
    """Four of five answered at T1 as well: their newest wave, at which nothing was ever told."""
    world.leave("team8", T0, ROLES, "team8_5")
    world.answer("team8", T1, ROLES, 3.0, people=4)
    give_out()
    before = [(path, path.read_bytes()) for path in sorted((study.sheets / "team8").iterdir())]
    world.leave("team8", T0, ROLES, "team8_0")
    publish_sheets(study, world.read, world.published)
    assert [(path, path.read_bytes()) for path in sorted((study.sheets / "team8").iterdir())] == before


def test_one_who_leaves_changes_no_other_teams_sheet_while_the_reports_table_of_teams_stays(
    study: Study, world: World, give_out: Callable[[], None]
) -> None:
    give_out()
    world.held = world.read("scale_scores")

    def others() -> dict[Path, bytes]:
        files = study.sheets.glob("team[1-8]/*.csv")
        return {path: path.read_bytes() for path in files}

    before = others()
    for place in range(4):
        world.leave("team0", T0, ROLES, f"team0_{place}")
    publish_sheets(study, world.read, world.published)
    assert others() == before
    world.held = None
    publish_sheets(study, world.read, world.published)
    assert others() != before


def test_beside_dots_among_which_it_is_not_a_sheet_would_tell_that_somebody_refused(
    study: Study, world: World
) -> None:
    """Six of team8 have 3.0; five of them who agreed 3.25, and no team of the report stands there."""
    for team in ("team4", "team5"):
        world.answer(team, T0, ROLES, 3.0)
    for place, score in enumerate((3.75, 3.5, 3.25, 3.0, 2.75, 2.0)):
        world.scores["team8", T0, ROLES, f"team8_{place}"] = score
    assert scale(sheet(study, world))["dot"] == 3.0
    world.consented.discard("team8_5")
    assert scale(sheet(study, world))["state"] == "not_shown"
    world.answer("team7", T0, ROLES, 3.25)
    assert scale(sheet(study, world))["dot"] == 3.25


def test_a_response_without_a_score_and_one_of_no_team_are_nobodys() -> None:
    scores = [("team0", T0, ROLES, "p", 3.0, "scored"), ("team0", T0, ROLES, "p", 4.0, "scored")]
    scores += [("team0", T0, ROLES, "q", float("nan"), "too_few_answers")]
    scores += [("none", T0, ROLES, "r", 2.0, "scored")]
    columns = ["team", "wave", "scale", "person", "score", "status"]
    world = World(consented={"p", "q", "r"})
    tables = {"scale_scores": pd.DataFrame(scores, columns=columns)}
    found = read_members(tiny(), lambda name: tables[name] if name in tables else world.read(name))
    assert found.scores == {("team0", T0, ROLES): {"p": 3.5}}


def test_where_config_publishes_no_teams_a_sheet_has_todays_dots(study: Study, world: World) -> None:
    before = scale(sheet(study, world))
    names = [one for one in BREAKDOWNS if one != "team_scores"]
    privacy = study.config.privacy.model_copy(update={"breakdowns": names})
    settings = study.config.model_copy(update={"privacy": privacy})
    fewer = replace(study, config_part=replace(study.config_part, settings=settings))
    publish_sheets(fewer, world.read, lambda name: world.published(name).iloc[:0])
    assert scale(read_sheet(study.sheets / "team8")) == before


@pytest.mark.parametrize(("members", "told"), [(5, None), (6, None), (7, "7")])
def test_how_many_members_is_not_told_beside_five(
    study: Study, world: World, members: int, told: str | None
) -> None:
    world.members = members
    assert head(sheet(study, world))["members"] == told


def test_a_team_that_is_gone_has_no_folder_any_more(study: Study, world: World) -> None:
    sheet(study, world)
    (study.sheets / "team8").rename(study.sheets / "nobody")
    sheet(study, world)
    assert sorted(path.name for path in study.sheets.iterdir() if path.is_dir()) == TEAMS


def test_without_a_released_sheet_there_is_no_last_time(study: Study, world: World) -> None:
    world.answer("team8", T1, ROLES, 3.5)
    found = sheet(study, world)
    assert (head(found)["team_changed"], scale(found)["previous"]) == (False, None)


def test_a_released_sheet_that_was_changed_is_refused(
    study: Study, world: World, give_out: Callable[[], None]
) -> None:
    give_out()
    path = study.releases / "2025-07-10-1/sheets/team8/sheet_scales.csv"
    path.write_text(path.read_text().replace("4.0", "5.0"))
    with pytest.raises(
        StudyError, match=r"the released file 'sheets/team8/sheet_scales.csv' was changed since"
    ):
        publish_sheets(study, world.read, world.published)


def test_a_release_without_the_people_behind_its_sheets_is_refused(
    study: Study, world: World, give_out: Callable[[], None]
) -> None:
    give_out()
    (study.restricted / "releases/2025-07-10-1/sheet_people.parquet").unlink()
    with pytest.raises(StudyError, match=r"the people behind the sheets of release '2025-07-10-1' are gone"):
        publish_sheets(study, world.read, world.published)


def test_a_study_without_sheets_has_an_empty_list(study: Study, world: World) -> None:
    config = study.root / "config/tiny/config.yaml"
    text = config.read_text()
    config.write_text(text[: text.index("sheet:\n  languages")])
    plain = load(config, study.root)
    publish_sheets(plain, world.read, world.published)
    assert read_index(plain.sheets) == {}
    assert len(read_table("sheet_people", plain.restricted)) == 0
