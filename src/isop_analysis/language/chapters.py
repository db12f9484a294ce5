"""What chapters of results are called: as the config says, else as their scales."""

from isop_analysis.language.names import Names, place_of
from isop_analysis.language.words import Words

MOST_SCALES = 3


def chapter_title(chapter: str, names: Names, words: Words) -> str:
    """Return a chapter's title: the config's, or the titles of its scales, or that it holds results."""
    for name, title in names.study.config.report.chapters.items():
        if place_of(name) == chapter:
            return title.in_language(names.language)
    scales = [names.scale(name) for name in names.scales_in(chapter)]
    if not scales or len(scales) > MOST_SCALES:
        return words(f"report.title.{chapter}")
    return words.listed(scales)
