"""Reasons and notes in both languages: told from their keys and values, with titles, in order."""

import re
from typing import Any

import pytest

from isop_analysis.base.reasons import Reason, written
from isop_analysis.base.telling import catalogue, places
from isop_analysis.language.names import Names
from isop_analysis.language.numbers import Language
from isop_analysis.language.told_reasons import Told, tell_notes, tell_reasons
from isop_analysis.language.words import words_in
from isop_analysis.study import Study, load

ENGLISH = re.compile(
    r"\b(the|and|are|were|with|which|expected|leave|least|needed|rows|column|group|groups)\b"
)
"""Words that no Dutch sentence holds."""


@pytest.fixture(scope="module")
def study(pytestconfig: pytest.Config) -> Study:
    return load(pytestconfig.rootpath / "config" / "config.yaml", pytestconfig.rootpath)


HEYWOOD = Reason("heywood_case", names=["ns4_T0", "network_skill"], in_group=None, level="between")
FEW = Reason("wave_has", wave="T2", found=63)
UNFOUND = Reason("search_not_converged", steps=80, gradient=0.95)


@pytest.mark.parametrize(
    ("notes", "nl", "en"),
    [
        (
            [Reason("rows_left_out_missing", found=18, all=130)],
            "Weggelaten omdat er iets ontbrak: 18 van de 130 rijen.",
            "Left out since something lacked: 18 of 130 rows.",
        ),
        (
            [Reason("rows_dropped", found=1, remain=162), Reason("singular", group="team:site")],
            "Weggelaten omdat er iets ontbrak: 1\u00a0rij; er blijven er 162. Een verschil tussen teams is "
            "op nul geschat, of een correlatie op ±1 (singulier model).",
            "Left out since something lacked: 1\u00a0row; 162 remain. A difference between teams is "
            "estimated as zero, or a correlation as ±1 (singular fit).",
        ),
        (
            [Reason("joint_noted", notes=[HEYWOOD, UNFOUND])],
            "Het model van beide niveaus tegelijk: de variantie van ‘Overleg met andere beroepen ga ik uit "
            "de weg T0’ en ‘Netwerkvaardigheid’ is onder nul geschat tussen groepen (een Heywoodgeval); na "
            "80 stappen was er geen oplossing gevonden.",
            "The two-level model at once: the variance of ‘I avoid consulting other professions T0’ and "
            "‘Network skill’ is estimated below zero between groups (a Heywood case); after 80 steps no "
            "solution was found.",
        ),
        ([], "", ""),
    ],
)
def test_notes_are_told_in_the_readers_language(study: Study, notes: list[Reason], nl: str, en: str) -> None:
    assert tell_notes(written(notes), words_in("nl"), Names(study, "nl")) == nl
    assert tell_notes(written(notes), words_in("en"), Names(study, "en")) == en


@pytest.mark.parametrize(
    ("reason", "nl", "en"),
    [
        (
            Reason("clusters", group="site", found=5, needed=6),
            "5 locaties, er zijn er minstens 6 nodig",
            "5 sites, at least 6 are needed",
        ),
        (
            Reason(
                "few_to_compare", kind="group", needed=100, small=[Reason("wave_has", wave="T2", found=63)]
            ),
            "er zijn te weinig mensen om te vergelijken (63 bij ‘T2’), en er zijn er in elke groep ten "
            "minste 100 nodig",
            "there are too few people to compare (63 at ‘T2’), and at least 100 are needed in each group",
        ),
        (
            Reason("answers_not_given_at", wave="T0", answers=["1", "2"], item="aa1"),
            "niemand bij ‘T0’ geeft antwoord ‘1’ en ‘2’ op ‘Ik waardeer de kennis van andere beroepen’ en "
            "anderen wel, zodat de stappen tussen antwoorden niet te vergelijken zijn",
            "nobody at ‘T0’ gives answer ‘1’ and ‘2’ to ‘I value the knowledge of other professions’, while "
            "others do, so that the steps between answers can't be compared",
        ),
        (
            Reason("one_value", item="aa1", value=3.0, found=112, in_group="working"),
            "alle 112 mensen hebben dezelfde waarde van ‘Ik waardeer de kennis van andere beroepen’, 3 in "
            "groep ‘Zittende professional’, en er zijn verschillen nodig",
            "all 112 people have the same value of ‘I value the knowledge of other professions’, 3 in group "
            "‘Working professional’, and differences are needed",
        ),
        (
            Reason("verdict_icc2", found=-0.03, size=4.1, needed=0.7),
            "groepsgemiddelden zijn onbetrouwbaar: ICC(2) −,03 bij gemiddeld ongeveer 4 mensen per groep, "
            "onder ,70",
            "group means are unreliable: ICC(2) −.03 at about 4 people a group, below .70",
        ),
        (
            Reason("items_few", found=1, names=["aa1"], needed=2),
            "1\u00a0vraag (‘Ik waardeer de kennis van andere beroepen’), en er zijn er ten minste 2 nodig",
            "1\u00a0item (‘I value the knowledge of other professions’), and at least 2 are needed",
        ),
    ],
)
def test_reasons_are_told_in_the_readers_language(study: Study, reason: Reason, nl: str, en: str) -> None:
    assert tell_reasons(written([reason]), words_in("nl"), Names(study, "nl")) == nl
    assert tell_reasons(written([reason]), words_in("en"), Names(study, "en")) == en


def test_without_a_reason_that_is_said() -> None:
    assert tell_reasons(None, words_in("nl")) == "er is geen reden vastgelegd"
    assert tell_reasons(None, words_in("en")) == "no reason was recorded"


class Filled(dict[str, Any]):
    """A value for every place, of the kind its way of telling asks for."""

    @classmethod
    def of(cls, *templates: str) -> dict[str, Any]:
        """The first way of telling counts, also in templates that tell the place plainly."""
        ways: dict[str, str] = {}
        for name, way in re.findall(r"\{(\w+)(?::([^}]*))?\}", " ".join(templates)):
            ways[name] = ways.get(name) or way
        named = {name for template in templates for name in places(template)}
        return dict.fromkeys(named, "zzz") | {name: cls.value(way) for name, way in ways.items()}

    @staticmethod
    def value(way: str) -> Any:
        kind = way.split(" ")[0]
        if kind.startswith((".", ",")) or kind in ("count", "plural", "p"):
            return 2
        if kind == "choose":
            return way.removeprefix("choose ").split("=")[0]
        if kind == "within":
            return "within"
        inner = Reason("clusters", group="team", found=3, needed=5)
        return {"titles": ["zzz"], "reason": inner, "reasons": [inner]}.get(kind, "zzz")


def told(key: str, language: Language) -> str:
    texts = catalogue()[key]
    values = Filled.of(texts.nl, texts.en, texts.error)
    values |= {"lhs": "zzz", "op": "~~", "rhs": "zzz"} if key == "parameter_there" else {}
    return Told(words_in(language)).tell(Reason(key, **values))


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_no_english_reaches_dutch_readers(key: str) -> None:
    """Every key of the catalogue is told in Dutch, without a word that only English has."""
    texts, dutch = catalogue()[key], told(key, "nl")
    if re.sub(r"\{[^}]*\}", "", texts.nl).strip():
        assert dutch != told(key, "en")
    bare = re.sub(r"‘[^’]*’|“[^”]*”|'[^']*'", "", dutch)
    assert ENGLISH.findall(bare) == []


@pytest.mark.parametrize("key", sorted(catalogue()))
@pytest.mark.parametrize("language", ["nl", "en"])
def test_readers_get_clauses_without_advice_to_analysts(key: str, language: Language) -> None:
    text = told(key, language)
    assert not text.endswith(".")
    assert not re.search(r"leave (it|one|them) out|laat (het|dat|die) weg|keep incomplete|pass \w+=", text)
    assert not re.search(r"\b\w+_\w+=|\(\)|\bmissing=|'[a-z_]+'", text)


@pytest.mark.parametrize(("language", "expected"), [("nl", "beter, 0,72 in"), ("en", "better, by 0.72 in")])
def test_a_number_within_a_reason_has_the_marks_of_its_language(language: Language, expected: str) -> None:
    assert expected in Told(words_in(language)).tell(Reason("opinion_search_short", gain=0.72))
