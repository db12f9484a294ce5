"""The published tables that tests of report and figures look at are those that the steps write now."""

import pytest
from demo_study import Demo
from kept_tables import held

from isop_analysis.contracts.published import PUBLISHED_NAMES
from isop_analysis.study import Study


@pytest.mark.parametrize("name", PUBLISHED_NAMES)
def test_the_demos_tables_are_kept_as_its_steps_write_them(demo_run: Demo, name: str) -> None:
    held(demo_run.study, name)


@pytest.mark.parametrize("name", PUBLISHED_NAMES)
def test_the_tiny_studys_tables_are_kept_as_its_steps_write_them(tiny_run: Study, name: str) -> None:
    held(tiny_run, name)
