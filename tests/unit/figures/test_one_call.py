"""One call a figure: what a notebook gets and shows, and what is told where there is nothing to draw."""

import re
import subprocess
import sys
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure
from published_tables import DEMO

import isop_analysis as isop
from isop_analysis.figures import HOMES
from isop_analysis.study.loading import load
from isop_analysis.study.study import Study


def test_every_kind_that_is_drawn_can_be_asked_for() -> None:
    from isop_analysis.figures import gallery

    drawn = re.findall(r"^        (\w+),$", Path(gallery.__file__).read_text(), re.MULTILINE)
    assert set(drawn) == set(HOMES) - {"figure"}
    assert set(HOMES) <= set(dir(isop.figures))


def test_asking_for_a_figure_loads_no_matplotlib() -> None:
    code = "import sys, isop_analysis as isop; isop.figures.effects; isop.figures.teams\n"
    code += "print([name for name in ('pandas', 'matplotlib', 'scipy') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "[]\n"


def test_a_notebook_shows_a_figure_with_its_words(told_study: Study) -> None:
    before = dict(mpl.rcParams)
    figure = isop.figures.effects(told_study, "skill", language="en")
    assert isinstance(figure, Figure)
    shown = figure._repr_html_()
    assert "<strong>What goes together with what, and how sure is it?</strong>" in shown
    assert re.search(r'<img alt="[^"]{40,}" width="560" src="data:image/png;base64,', shown)
    assert "Filled dot: the interval excludes zero" in shown
    assert isop.figures.effects(told_study, "effects_skill", language="en")._repr_html_() == shown
    assert dict(mpl.rcParams) == before


def test_a_figure_speaks_the_studys_first_language(told_study: Study) -> None:
    assert isop.figures.effects(told_study).title == "Wat hangt waarmee samen, en hoe zeker is dat?"


def test_what_is_not_there_is_told(told_study: Study, tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="is called 'skil'; did you mean 'skill'"):
        isop.figures.effects(told_study, "skil")
    with pytest.raises(ValueError, match="study 'demo' is not told in 'fr', but in nl, en; see `languages`"):
        isop.figures.effects(told_study, language="fr")
    with pytest.raises(AttributeError, match="has no attribute 'efects'"):
        isop.figures.efects  # noqa: B018
    unrun = load(DEMO, root=tmp_path)
    with pytest.raises(FileNotFoundError, match=r"is not published yet; run the step publish_tables"):
        isop.figures.effects(unrun)
