"""What things are called: titles of what config declares, dates, small numbers, variables of models."""

import pytest

from isop_analysis.base.reasons import Reason
from isop_analysis.language.chapters import chapter_title
from isop_analysis.language.dates import written_date
from isop_analysis.language.effects import reach_of
from isop_analysis.language.names import Names
from isop_analysis.language.told_reasons import Told, tell
from isop_analysis.language.variables import variable_title, written_point
from isop_analysis.language.words import words_in
from isop_analysis.report.answers.slopes import form_of
from isop_analysis.study import Study, load
from isop_analysis.study.question_advice import factor_advice
from isop_analysis.study.structural_settings import Structural

NL, EN = words_in("nl"), words_in("en")


@pytest.fixture(scope="module")
def study(pytestconfig: pytest.Config) -> Study:
    return load(pytestconfig.rootpath / "config" / "config.yaml", pytestconfig.rootpath)


WHOM = ("Met wie werkt u samen?", "With whom do you work together?")
NAMED = [
    (
        "item",
        ("works_with_parents",),
        "Met wie werkt u samen? Ouders",
        "With whom do you work together? Parents",
    ),
    ("scale", ("network_skill",), "Netwerkvaardigheid", "Network skill"),
    ("instrument", ("srt_tool",), "SRT-tool (verzonnen items)", "SRT tool (invented items)"),
    ("question", ("works_with",), *WHOM),
    ("option", ("works_with", "parents"), "Ouders", "Parents"),
    ("answer", ("tr1", 5.0), "Helemaal mee eens", "Strongly agree"),
    ("attribute", ("role",), "Rol", "Role"),
    ("measure", ("guidance_hours",), "Begeleidingsuren", "Guidance hours"),
    ("measure", ("reflections",), "Ingeleverde reflecties", "Reflections handed in"),
    ("value", ("role", "facilitator"), "Begeleider", "Facilitator"),
    ("theme", ("parents",), "Ouders", "Parents"),
    ("area", ("achterhoek",), "Achterhoek", "Achterhoek"),
    ("model", ("growth_of_skill",), "Groei van netwerkvaardigheid", "Growth of network skill"),
    ("model", ("participation",), "Deelname en samenwerking", "Participation and collaboration"),
    ("family", ("participation",), "deelname", "participation"),
]


@pytest.mark.parametrize(("kind", "key", "dutch", "english"), NAMED)
def test_everything_declared_has_its_title_in_both_languages(
    study: Study, kind: str, key: tuple[object, ...], dutch: str, english: str
) -> None:
    found = [getattr(Names(study, language), kind)(*key) for language in ("nl", "en")]
    assert found == [dutch, english]


def test_what_nobody_declared_keeps_its_name(study: Study) -> None:
    names = Names(study, "nl")
    for kind in ("scale", "question", "attribute", "measure", "theme", "code", "outcome", "area", "model"):
        assert getattr(names, kind)("nobody") == "nobody", kind
    assert names.option("works_with", "nobody_else") == "nobody_else"
    assert names.value("role", "teacher") == "teacher"
    assert names.model_question("nobody") == names.family("nobody") == "nobody"
    assert names.answer("tr1", 9.0) is None


def test_occasions_and_times_are_those_of_the_waves_in_order(study: Study) -> None:
    names = Names(study, "en")
    assert names.occasions == ["T0", "T1", "T2"]
    assert names.times == {"0": "T0", "1": "T1", "2": "T2"}
    assert names.scales_in("skill") == ["network_skill", "transfer"]
    assert names.scales_in("roles") == ["roles_tasks"]


def test_dates_are_written_out() -> None:
    assert written_date(NL, "2025-07-10") == "10 juli 2025"
    assert written_date(EN, "2024-01-02") == "2 January 2024"


def test_small_numbers_are_words_with_their_noun() -> None:
    assert [NL.noun_counted("units.team", number) for number in (1, 2)] == ["één team", "twee teams"]
    assert EN.number_word(5) == "five"
    assert EN.number_word(1234) == "1,234"
    assert [EN.listed(list(parts)) for parts in ("", "a", "ab", "abc")] == ["", "a", "a and b", "a, b and c"]
    nouns = [NL.noun("units.point", amount) for amount in ("0,40", "1,00", "−0,40", "1,20")]
    assert nouns == ["punt", "punt", "punt", "punten"]
    assert [EN.noun("units.point", amount) for amount in ("0.40", "1.00")] == ["points", "point"]
    assert EN.share_of_repetitions(0.8) == "four of five repetitions"
    assert "90%" in EN.share_of_repetitions(0.9)


VARIABLES = [
    ("network_skill_T1", "Netwerkvaardigheid T1", "Network skill T1"),
    ("guidance_hours", "Begeleidingsuren", "Guidance hours"),
    ("dose_T1", "Deelname T1", "Participation T1"),
    ("network_skill_T1_within", "Netwerkvaardigheid T1", "Network skill T1"),
]


@pytest.mark.parametrize(("name", "dutch", "english"), VARIABLES)
def test_variables_of_models_are_told_by_what_they_measure(
    study: Study, name: str, dutch: str, english: str
) -> None:
    assert variable_title(name, Names(study, "nl"), NL) == dutch
    assert variable_title(name, Names(study, "en"), EN) == english


def test_points_of_a_margin_are_told_as_readers_know_them(study: Study) -> None:
    names = Names(study, "en")
    assert written_point({}, names, EN) == EN("everyone")
    assert written_point({"role": "future", "time": 1.0}, names, EN) == "Future professional, T1"
    assert written_point({"participation": 0.25}, names, EN).endswith(" 0.25")
    assert written_point({"participation": 2.0}, names, EN).endswith(" 2")


AVOIDS, LEADS = "I avoid consulting other professions", "I can lead a conversation between professions"
PARAMETERS = [
    (("network_skill", "=~", "ns4"), f"the loading of “{AVOIDS}” on ‘Network skill’"),
    (("ns4", "~~", "ns4"), f"the variance of “{AVOIDS}”"),
    (("ns4", "~~", "ns5"), f"the covariance of “{AVOIDS}” and “{LEADS}”"),
    (
        ("transfer_T1", "~", "network_skill_T1"),
        "the path from “Network skill T1” to “Transfer to own practice T1”",
    ),
    (("aa1", "|", "t2"), "aa1 | t2"),
]


@pytest.mark.parametrize(("parts", "said"), PARAMETERS)
def test_a_parameter_is_told_by_what_it_is(study: Study, parts: tuple[str, str, str], said: str) -> None:
    told = Told(EN, Names(study, "en"))
    assert told.parameter("x", dict(zip(("lhs", "op", "rhs"), parts, strict=True))) == said


def test_values_of_reasons_are_told_as_a_language_writes_them(study: Study) -> None:
    dutch, english = Told(NL, Names(study, "nl")), Told(EN, Names(study, "en"))
    values = (["a", "b"], "5-9", 1234, 0.5, "text")
    assert [english.plain(value) for value in values] == ["‘a’ and ‘b’", "5–9", "1,234", "0.5", "text"]
    assert dutch.titles(["ns1", "ns2", "ns3"], 2) == (
        "‘Ik leg makkelijk contact met andere beroepen’, ‘Ik onderhoud een netwerk rond de kinderen’ en nog 1"
    )
    assert english.titles(["network_skill"]) == "‘Network skill’"
    assert english.titles(["network_skill", "transfer"], 2).endswith(" and ‘Transfer to own practice’")
    assert dutch.title("role") == "Rol"
    assert tell(Reason("leaving_empty"), NL) == "elke voorspeller moest worden weggelaten"
    assert Told(EN).title("network_skill") == "network_skill"
    assert [dutch.units(group) for group in ("team", "team:site", "person")] == ["teams", "teams", "mensen"]


@pytest.mark.parametrize(
    ("little", "much", "form"),
    [
        (0.2, 0.2, "same"),
        (0.2, 0.204, "same"),
        (0.11, -0.10, "rises_then_falls"),
        (0.11, 0.0, "rises_then_stays"),
        (0.0, -0.1, "stays_then_falls"),
        (-0.1, 0.1, "falls_then_rises"),
        (-0.1, 0.0, "falls_then_stays"),
        (0.0, 0.1, "stays_then_rises"),
        (0.1, 0.3, "rises_faster"),
        (0.3, 0.1, "rises_slower"),
        (-0.1, -0.3, "falls_faster"),
        (-0.3, -0.1, "falls_slower"),
    ],
)
def test_two_slopes_are_compared_as_they_are_written(little: float, much: float, form: str) -> None:
    assert form_of(little, much) == form


def test_an_axis_without_intervals_reaches_one_sd() -> None:
    assert reach_of([]) == 1.0


SYNTAX = (
    "climate =~ rt1_T0 + rt2_T0 + 1*rt3_T0\nalone =~ tr1_T0\nhostile =~ ns1_T0 + ns2_T0\nhostile ~ climate"
)


@pytest.fixture
def factors(pytestconfig: pytest.Config) -> Study:
    own = load(pytestconfig.rootpath / "config/tiny/config.yaml", pytestconfig.rootpath)
    text = {"nl": "x", "en": "x"}
    given = {"name": "m", "title": text, "question": text, "kind": "path", "syntax": SYNTAX}
    titles = {"latent": {"climate": {"nl": "Het klimaat", "en": "The climate"}}}
    own.__dict__["structural"] = (Structural.model_validate(given | titles),)
    return own


def test_a_factor_is_called_by_its_title(factors: Study) -> None:
    assert variable_title("climate", Names(factors, "nl"), NL) == "Het klimaat"
    assert variable_title("climate", Names(factors, "en"), EN) == "The climate"


def test_a_factor_without_a_title_is_what_its_items_have_in_common(factors: Study) -> None:
    names = Names(factors, "en")
    assert variable_title("hostile", names, EN) == (
        "what ‘I easily get in touch with other professions T0’ and 1 more have in common"
    )
    assert variable_title("alone", names, EN).endswith(" T0")


def test_check_says_which_factors_lack_a_title(factors: Study) -> None:
    assert list(factor_advice(factors)) == [
        "factors without a title ('latent'): 'alone' of 'm', 'hostile' of 'm'; their items are named there"
    ]


def test_a_chapter_is_called_as_the_config_says_or_as_its_scales(study: Study, factors: Study) -> None:
    assert chapter_title("skill", Names(study, "en"), EN) == "Outcome 2: skill and transfer"
    assert chapter_title("roles", Names(factors, "en"), EN) == Names(factors, "en").scale("roles_tasks")
    assert chapter_title("preparation", Names(factors, "nl"), NL) != "preparation"
