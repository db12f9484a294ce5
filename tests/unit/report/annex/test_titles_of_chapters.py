"""A study of another subject has no chapter on children, nor one on learning teams."""

from types import SimpleNamespace
from typing import Any

import pytest

from isop_analysis.language.words import words_in
from isop_analysis.report.annex.chapters.order import title_of


@pytest.mark.parametrize(
    ("outcomes", "sections", "title"),
    [
        ([], ["participants", "chances"], "Results"),
        ([], ["participants", "skill", "chances"], "Further results"),
        (["vve"], ["participants", "chances"], "Collaboration, participation and children’s chances"),
    ],
)
def test_a_chapter_on_children_is_one_where_their_chances_are_followed(
    outcomes: list[str], sections: list[str], title: str
) -> None:
    config = SimpleNamespace(outcomes=outcomes)
    context: Any = SimpleNamespace(words=words_in("en"), study=SimpleNamespace(config=config))
    assert title_of(context, "chances", sections) == title
