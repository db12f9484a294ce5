"""Whether steps ran in one go: only then the crate tells their times."""

from isop_analysis.base.ran import Ran, in_one_go
from isop_analysis.contracts.lineage import steps_before

BEFORE = {"score": ("clean",), "publish": ("score",)}


def at(start: str, end: str) -> Ran:
    return Ran(f"2026-11-01T10:{start}+00:00", f"2026-11-01T10:{end}+00:00", 1, 100)


def test_a_run_without_pauses_is_one() -> None:
    ran = {"clean": at("00:00", "00:20"), "score": at("00:20", "01:10"), "publish": at("01:50", "02:00")}
    assert in_one_go(ran, BEFORE)
    assert in_one_go({}, BEFORE)


def test_a_step_that_was_up_to_date_makes_it_none() -> None:
    cleaned_again = {
        "clean": at("01:20", "01:40"),
        "score": at("00:20", "01:10"),
        "publish": at("01:40", "02:00"),
    }
    assert not in_one_go(cleaned_again, BEFORE)
    published_later = {
        "clean": at("00:00", "00:20"),
        "score": at("00:20", "01:10"),
        "publish": at("02:11", "02:20"),
    }
    assert not in_one_go(published_later, BEFORE)


def test_steps_come_after_those_whose_tables_they_read() -> None:
    assert steps_before("score_scales") == ("clean_answers",)
    assert steps_before("import_answers") == ()
    assert steps_before("draw_figures") == ("publish_tables",)
    assert "fit_multilevel" in steps_before("publish_tables")
