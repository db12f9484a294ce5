"""The texts of both languages: the same keys, the same places, nothing left untranslated by accident."""

import re

import pytest

from isop_analysis.language.clauses import CLAUSES
from isop_analysis.language.noted import NOTED
from isop_analysis.language.reasons import KNOWN, told
from isop_analysis.language.words import places, words_in

NL, EN = words_in("nl"), words_in("en")


def test_both_languages_have_the_same_keys() -> None:
    assert set(NL.texts) == set(EN.texts)


def test_every_text_has_the_same_places_in_both() -> None:
    different = [key for key in NL.texts if places(NL.texts[key]) != places(EN.texts[key])]
    assert different == []


def test_no_text_is_empty_or_says_significant() -> None:
    for words in (NL, EN):
        for key, text in words.texts.items():
            assert text, key
            assert not re.search(r"signific|leads to|leidt tot", text), key


@pytest.mark.parametrize(
    ("reason", "nl", "en"),
    [
        (
            "5 clusters of 'site', at least 6 are needed",
            "er zijn 5 locaties, en er zijn er ten minste 6 nodig",
            "there are 5 sites, and at least 6 are needed",
        ),
        (
            "Too few rows to compare measurement: 1 of 3 groups; expected at "
            "least 100 a group: "
            "join groups, leave some out, or lower minimum_n (in config: minimum_group).",
            "er zijn te weinig mensen in een groep of op een meetmoment, en er zijn er in elk "
            "ten minste 100 nodig; voeg groepen samen of wacht op meer antwoorden",
            "there are too few people in a group or at an occasion, and at least 100 are needed in "
            "each; join groups or wait for more answers",
        ),
        (
            "Nobody in group 'coach' gives answer '1' to 'aa1', others do; thresholds can't be compared: "
            "join it with the answer beside it, or take the answers as numbers.",
            "niemand in groep ‘coach’ geeft antwoord ‘1’ op ‘aa1’ en anderen wel, zodat de stappen tussen "
            "antwoorden niet te vergelijken zijn; voeg het samen met het antwoord ernaast",
            "nobody in group ‘coach’ gives answer ‘1’ to ‘aa1’, while others do, so that the steps between "
            "answers can't be compared; join it with the answer beside it",
        ),
        (
            "Nobody in wave 'T0' gives answer '1', '2' to 'aa1', others do; thresholds can't be compared: "
            "join it "
            "with the answer beside it, or take the answers as numbers.",
            "niemand bij ‘T0’ geeft antwoord ‘1’ en ‘2’ op ‘aa1’ en anderen wel, zodat de stappen tussen "
            "antwoorden niet te vergelijken zijn; voeg het samen met het antwoord ernaast",
            "nobody at ‘T0’ gives answer ‘1’ and ‘2’ to ‘aa1’, while others do, so that the steps between "
            "answers can't be compared; join it with the answer beside it",
        ),
        (
            "'aa1' has 2 answers; expected at least 3 of an ordered item to tell thresholds from intercepts: "
            "leave it out, or take the answers as numbers.",
            "‘aa1’ heeft 2 verschillende antwoorden, en er zijn er ten minste 3 nodig om de stappen ertussen "
            "te vergelijken",
            "‘aa1’ has 2 different answers, and at least 3 are needed to compare the steps between them",
        ),
        (
            "'aa1' is 3 in all 112 rows; expected a variable that varies: leave it out.",
            "alle 112 mensen hebben dezelfde waarde van ‘aa1’, 3, en er zijn verschillen nodig; laat het weg",
            "all 112 people have the same value of ‘aa1’, 3, and differences are needed; leave it out",
        ),
        (
            "88 usable rows (25 rows were left out); expected at least 100 for a structural model "
            "(minimum_n).",
            "88 mensen hebben volledige antwoorden, en er zijn er ten minste 100 nodig (25 zijn onvolledig)",
            "88 people have complete answers, and at least 100 are needed (25 are incomplete)",
        ),
        (
            "102 usable rows for 54 free parameters, 1.9 each; expected at least 5 each "
            "(rows_per_parameter): take a smaller model.",
            "102 volledige rijen zijn te weinig voor de 54 getallen die het model schat; neem een kleiner "
            "model",
            "102 complete rows are too few for the 54 numbers the model estimates; take a smaller model",
        ),
        (
            "not justified: median r_wg(j) 0.62 (slightly skewed null; at least 0.70 wanted); groups "
            "differ with p "
            "= 0.440 (below 0.05 wanted). Group means are unreliable: ICC(2) -0.03 at 4.1 people a group, "
            "below "
            "0.70; left out: 1 of the rows, without a group or with too few answers; groups of one person "
            "(1) are "
            "in the ICCs but left out of r_wg(j) and AD_M",
            "niet verantwoord: overeenstemming r_wg(j) ,62 (licht scheve kansen; ten minste ,70 gewenst); "
            "groepen "
            "verschillen met p =\u00a0,440 (onder ,05 gewenst); groepsgemiddelden zijn onbetrouwbaar: "
            "ICC(2) −,03 "
            "bij gemiddeld 4,1 mensen per groep, onder ,70; weggelaten: 1\u00a0rij, zonder groep of met "
            "te weinig "
            "antwoorden; groepen van één mens tellen mee in de ICC’s, maar niet in r_wg(j) en AD_M",
            "not justified: agreement r_wg(j) .62 (slightly skewed null; at least .70 wanted); groups "
            "differ with p "
            "=\u00a0.440 (below .05 wanted); group means are unreliable: ICC(2) −.03 at 4.1 people a "
            "group, below "
            ".70; left out: 1\u00a0row, without a group or with too few answers; groups of one person are "
            "in the "
            "ICCs but left out of r_wg(j) and AD_M",
        ),
        (
            "1 item ('grade') given where at least 2 are needed; add items to the scale or leave this out",
            "1\u00a0vraag (‘grade’), en er zijn er ten minste 2 nodig; voeg vragen aan de schaal toe, of "
            "laat dit weg",
            "1\u00a0item (‘grade’), and at least 2 are needed; add items to the scale or leave this out",
        ),
        (
            "the two-level model did not converge (slope 0.012); don't rely on it; people lie 1.20 from "
            "their "
            "group's mean on average (AD_M), more than the 0.83 of a sixth of the options",
            "het tweeniveaumodel had geen oplossing; bouw er niet op; mensen liggen gemiddeld 1,20 van "
            "het gemiddelde "
            "van hun groep (AD_M), meer dan 0,83, een zesde van de mogelijkheden",
            "the two-level model had no solution; don't rely on it; people lie 1.20 from their group’s "
            "mean on "
            "average (AD_M), more than the 0.83 of a sixth of the options",
        ),
        (
            "Nobody in group 'a' gives answer '1', '2' and 3 more to 'b', others do; thresholds can't be "
            "compared.",
            "niemand in groep ‘a’ geeft antwoord ‘1’, ‘2’ en nog 3 op ‘b’ en anderen wel, zodat de "
            "stappen tussen "
            "antwoorden niet te vergelijken zijn; voeg het samen met het antwoord ernaast",
            "nobody in group ‘a’ gives answer ‘1’, ‘2’ and 3 more to ‘b’, while others do, so that the steps "
            "between answers can't be compared; join it with the answer beside it",
        ),
        (
            "Factor 'f' has one item, 'x', which is ordered and has no variance of its own; expected two "
            "or more.",
            "de factor ‘f’ heeft één vraag, ‘x’, en er zijn er twee of meer nodig; voeg een vraag toe, of "
            "zet haar "
            "restvariantie vast",
            "the factor ‘f’ has one item, ‘x’, and two or more are needed; add an item, or fix its residual "
            "variance",
        ),
        ("no coffee", "het programma meldt: “no coffee”", "no coffee"),
        (None, "er is geen reden vastgelegd", "no reason was recorded"),
        (
            "No cluster has two rows with 'skill_T0'; expected some, or nothing can be said about "
            "differences within clusters: leave it out.",
            "in geen groep hebben twee mensen ‘skill_T0’, zodat niet te zien is hoe mensen binnen "
            "groepen verschillen; laat dat weg",
            "in no group do two people have ‘skill_T0’, so that how people differ within groups can't be "
            "seen; leave that out",
        ),
        (
            "'w1' and 'w2' are both seen in fewer than two clusters; expected some, or nothing can be said "
            "about how they go together between clusters: leave one out.",
            "minder dan twee groepen hebben zowel ‘w1’ als ‘w2’, zodat niet te zien is hoe die tussen "
            "groepen samenhangen; laat een van beide weg",
            "fewer than two groups have both ‘w1’ and ‘w2’, so that how they go together between groups "
            "can't be seen; leave one out",
        ),
    ],
)
def test_reasons_are_told_in_the_readers_language(reason: str | None, nl: str, en: str) -> None:
    assert told(reason, NL) == nl
    assert told(reason, EN) == en


def test_every_known_reason_has_its_text() -> None:
    for name in KNOWN:
        assert EN.has(f"reasons.{name}")
    for name in CLAUSES:
        assert EN.has(f"clauses.{name}")
    for name in NOTED:
        assert EN.has(f"noted.{name}")


def test_lists() -> None:
    assert EN.listed(["a", "b", "c"]) == "a, b and c"
    assert NL.listed(["a"]) == "a"
    assert NL.listed([]) == ""
