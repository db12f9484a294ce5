"""Models that can't be fitted: one sentence each in the log and in both reports, and the run goes on."""

import re
from html import unescape

import pytest
from bad_models_study import STEPS, Run, bad_models_study, with_what_is_not_asked_empty

ANY = "minimum_n: 1, rows_per_parameter: 0"


def _titled(name: str) -> str:
    return f"name: {name}, title: {{nl: {name} nl, en: {name} en}}, question: {{nl: Q, en: Q}}"


def path(name: str, syntax: str, more: str = "") -> str:
    """Return a path model of a model file; `\\n` parts the lines of its syntax."""
    quoted = syntax.replace("\n", "\\n")
    return f'  - {{{_titled(name)}, kind: path, {ANY}, syntax: "{quoted}"{more}}}\n'


def cfa(name: str, scales: str, occasion: str) -> str:
    return (
        f"  - {{{_titled(name)}, kind: cfa, instrument: scan_netwerkleren, {ANY}, "
        f"scales: [{scales}], occasion: {occasion}}}\n"
    )


RT1, NS1 = "Ik weet welke taken de andere beroepen hebben", "Ik leg makkelijk contact met andere beroepen"
MODELS = {
    "constant": path("constant", "f =~ rt1_T0 + rt2_T0 + rt4_T0"),
    "duplicate": path("duplicate", "f =~ ns1_T0 + ns2_T0 + ns3_T0"),
    "few_rows": cfa("few_rows", "network_skill, proactive_attitude, programme_preparation", "T1"),
    "nobody": path("nobody", "f =~ tr1_T0 + tr2_T0 + tr4_T0"),
    "together": path("together", "f =~ pa1_T0 + pa2_T0 + pa3_T0", ", missing: fiml"),
    "complete": path("complete", "f =~ pa1_T0 + pa2_T0 + pa3_T0"),
    "one_item": path("one_item", "f =~ rt2_T0\ng =~ ns3_T0 + ns4_T0 + ns5_T0"),
    "misspelt": path("misspelt", "transfer_T1 ~ network_skil_T1"),
    "unidentified": path("unidentified", "f =~ rt2_T0 + rt3_T0"),
    "apart": path("apart", "f =~ rt2_T0 + rt3_T0\ng =~ ns3_T0 + ns4_T0\nf ~~ 0*g"),
    "one_cluster": path(
        "one_cluster",
        "level: 1\naa1_T0 ~ aa2_T0\nlevel: 2\naa1_T0 ~ guidance_hours",
        ", cluster: team",
    ),
    "differs": path("differs", "level: 1\nns3_T0 ~ ns4_T0\nlevel: 2\nns3_T0 ~ dose_T1", ", cluster: team"),
    "one_group": path("one_group", "ns3_T0 ~ ns4_T0", ", group: sector, minimum_group: 20"),
    "small_groups": path("small_groups", "ns3_T0 ~ ns4_T0", ", group: role"),
    "occasion": cfa("occasion", "network_skill", "T7"),
    "unparsed": path("unparsed", "f = ns3_T0 + ns4_T0 + ns5_T0"),
    "label": path("label", "ns3_T0 ~ a*ns4_T0\nindirect := a*b"),
    "collinear": path("collinear", "f =~ tr2_T0 + tr3_T0 + tr4_T0"),
    "one_category": path("one_category", "f =~ rt1_T0 + rt2_T0 + rt4_T0", ", ordered: all"),
    "words": path("words", "ns3_T0 ~ level", ", group: sector, minimum_group: 20"),
    "heywood": path("heywood", "f =~ rt2_T0 + rt5_T0 + ns3_T0"),
    "unsettled": path("unsettled", "f =~ pp4_T0 + ns1_T0 + pp3_T0"),
}
RT2 = "Ik kan uitleggen wat mijn eigen rol rond een kind is T0"
LOGGED = {
    "constant": "'rt1_T0' is 4 in all 39 rows; expected a variable that varies: leave it out",
    "duplicate": (
        "'ns1_T0' and 'ns2_T0' are equal in all 40 rows that have both; expected different "
        "variables: leave one out"
    ),
    "few_rows": (
        "14 usable rows for 29 free parameters (23 rows were left out); expected more rows than "
        "parameters: take a smaller model"
    ),
    "nobody": "'tr1_T0' has no value in any of 63 rows; leave it out",
    "together": (
        "'pa1_T0' and 'pa2_T0' are seen together in fewer than two rows; expected people who "
        "answered both: leave one out"
    ),
    "complete": "None of 63 rows has all of 'pa1_T0', 'pa2_T0', 'pa3_T0'; expected complete rows: ",
    "one_item": (
        "Factor 'f' has one item, 'rt2_T0'; expected two or more, three to stand alone, or the "
        "item's residual variance fixed, as in 'rt2_T0 ~~ 0.2*rt2_T0'"
    ),
    "misspelt": "The data have no column 'network_skil_T1', did you mean 'network_skill_T1'? ",
    "unidentified": (
        "The model has 4 free parameters, 1 more than the data have means and covariances; it is "
        "not identified: fix or leave out some"
    ),
    "apart": "The model is not identified: 'f =~ rt3_T0', ",
    "one_cluster": "'team' has one cluster among the usable rows; expected two or more, better thirty: ",
    "differs": (
        "'dose_T1' stands at level 2 only, but differs within clusters in 30 rows; expected one value "
    ),
    "one_group": "'sector' has one group among the usable rows, 'education'; expected two or more: ",
    "small_groups": "Too few people with answers to compare in 3 of 3 groups of 'role'; expected at ",
    "occasion": "Nobody answered at occasion 'T7'; expected an occasion with answers: ",
    "unparsed": "'f = ns3_T0 + ns4_T0 + ns5_T0' has no operator; expected one of =~ ~ ~~ ~1 :=",
    "label": "'indirect := a*b' uses 'b', which no parameter is labelled; expected labels of the model, ",
    "collinear": "'tr2_T0', 'tr3_T0' determine each other exactly; expected none to be a sum of the others: ",
    "one_category": "'rt1_T0' is 4 in all 39 rows; expected a variable that varies: leave it out",
    "words": "'level' holds text; expected numbers: code its answers as numbers first",
    "unsettled": "Not converged after 80 steps: ",
}
DUTCH = {
    "constant": (
        "alle 35–39 mensen hebben dezelfde waarde van ‘Ik weet welke taken de andere beroepen hebben "
        "T0’, 4, en er zijn verschillen nodig."
    ),
    "duplicate": (
        "‘Ik leg makkelijk contact met andere beroepen T0’ en ‘Ik onderhoud een netwerk rond de "
        "kinderen T0’ zijn gelijk bij alle 40–44 mensen die beide hebben."
    ),
    "few_rows": "10–14 rijen die te gebruiken zijn, zijn te weinig voor de 29 getallen die het model schat.",
    "nobody": (
        "van geen van de 63 mensen is ‘Wat ik in het leerteam leer gebruik ik in mijn werk T0’ bekend."
    ),
    "together": (
        "minder dan twee mensen hebben zowel ‘Ik stap zelf op andere beroepen af T0’ als ‘Ik doe "
        "voorstellen om samen te werken T0’, zodat niet te zien is hoe die samenhangen."
    ),
    "complete": "geen van de 63 rijen bevat alles wat het model nodig heeft.",
    "one_item": (
        "de factor ‘f’ heeft één vraag, ‘Ik kan uitleggen wat mijn eigen rol rond een kind is T0’, "
        "en er zijn er minstens twee nodig."
    ),
    "misspelt": (
        "de gegevens hebben geen variabele ‘network_skil_T1’; misschien is ‘network_skill_T1’ bedoeld."
    ),
    "unidentified": "het model schat 4 getallen, 1 meer dan de gegevens kunnen bepalen.",
    "apart": (
        "de gegevens kunnen ‘f =~ rt3_T0’, ‘g =~ ns4_T0’, ‘rt2_T0 ~~ rt2_T0’, ‘rt3_T0 ~~ rt3_T0’, "
        "‘ns3_T0 ~~ ns3_T0’, ‘ns4_T0 ~~ ns4_T0’, ‘f ~~ f’ en ‘g ~~ g’ niet uit elkaar houden."
    ),
    "one_cluster": (
        "alle mensen met volledige antwoorden horen bij één van de teams, en er zijn er minstens "
        "twee nodig, liefst dertig."
    ),
    "differs": "‘Deelname T1’ moet voor iedereen in een groep gelijk zijn, maar verschilt binnen groepen.",
    "one_group": (
        "alle mensen met volledige antwoorden horen bij één groep van ‘Sector’, en er zijn er "
        "minstens twee nodig."
    ),
    "small_groups": (
        "in 3 van de 3 groepen van ‘Rol’ zijn te weinig mensen met antwoorden om te vergelijken, "
        "en er zijn er in elk ten minste 100 nodig."
    ),
    "occasion": "niemand antwoordde bij ‘T7’.",
    "unparsed": "‘f = ns3_T0 + ns4_T0 + ns5_T0’ is geen regel van een model.",
    "label": "‘indirect := a*b’ gebruikt ‘b’, maar geen pad van het model heet zo.",
    "collinear": (
        "‘Ik deel wat ik leer met collega's T0’ en ‘In mijn dagelijkse werk verandert er weinig "
        "T0’ hangen precies van elkaar af: een ervan volgt uit de andere."
    ),
    "one_category": (
        "alle 35–39 mensen hebben dezelfde waarde van ‘Ik weet welke taken de andere beroepen hebben "
        "T0’, 4, en er zijn verschillen nodig."
    ),
    "words": "‘Opleidingsniveau’ bestaat uit tekst, en er zijn getallen nodig.",
    "unsettled": "na 80 stappen was er geen oplossing gevonden.",
}
ENGLISH = {
    "constant": (
        "all 35–39 people have the same value of ‘I know which tasks the other professions have T0’, "
        "4, and differences are needed."
    ),
    "duplicate": (
        "‘I easily get in touch with other professions T0’ and ‘I keep up a network around the "
        "children T0’ are equal in all 40–44 people who have both."
    ),
    "one_cluster": (
        "all people with complete answers belong to one of the teams, and two or more are needed, "
        "better thirty."
    ),
    "differs": "‘Participation T1’ must be the same for everyone in a group, but differs within groups.",
    "unsettled": "after 80 steps no solution was found.",
}
CHECKED = {
    "one_item": "structural[6].syntax: Factor 'f' has one item, 'rt2_T0'; expected two or more, ",
    "misspelt": "structural[7].syntax: the data will have no variable 'network_skil_T1', did you mean "
    "'network_skill_T1'? ",
    "occasion": "structural[14].occasion: unknown occasion 'T7'; known: T0, T1",
    "unparsed": "structural[15].syntax: 'f = ns3_T0 + ns4_T0 + ns5_T0' has no operator; ",
    "label": "structural[16].syntax: 'indirect := a*b' uses 'b', which no parameter is labelled; ",
}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The study after its models and report; every step ended well."""
    found = bad_models_study(tmp_path_factory.mktemp("bad"), "".join(MODELS.values()))
    assert [found.step(name) for name in (*STEPS, "fit_structural")] == [0] * 5
    with_what_is_not_asked_empty(found)
    assert [found.step(name) for name in ("publish_tables", "draw_figures", "render_report")] == [0] * 3
    return found


@pytest.fixture(scope="module")
def pages(run: Run) -> dict[str, str]:
    """The text of the reports by language."""
    found = {language: unescape(re.sub(r"<[^>]+>", "", run.report(language))) for language in ("nl", "en")}
    return {language: text.replace("\u00a0", " ") for language, text in found.items()}


@pytest.mark.parametrize("name", LOGGED)
def test_the_log_says_why_in_one_sentence(run: Run, name: str) -> None:
    status = "failed" if name == "unsettled" else "refused"
    found = [line for line in run.log("fit_structural").splitlines() if line.startswith(f"model '{name}' ")]
    assert len(found) == 1
    assert found[0].startswith(f"model '{name}' {status}: {LOGGED[name]}")


@pytest.mark.parametrize("name", DUTCH)
def test_the_dutch_report_says_why(pages: dict[str, str], name: str) -> None:
    lead = "Mislukt, en zegt niets" if name == "unsettled" else "Niet berekend"
    assert f"{lead}: {name} nl; {DUTCH[name]}" in pages["nl"]


@pytest.mark.parametrize("name", LOGGED)
def test_the_english_report_says_why(pages: dict[str, str], name: str) -> None:
    lead = "Failed, and says nothing" if name == "unsettled" else "Not computed"
    assert f"{lead}: {name} en; {ENGLISH.get(name, '')}" in pages["en"]


def test_no_reason_is_quoted_untranslated(pages: dict[str, str]) -> None:
    assert "het programma meldt" not in pages["nl"]


def test_a_variance_below_zero_is_told_with_its_variable(run: Run, pages: dict[str, str]) -> None:
    assert (
        "model 'heywood' inadmissible, nothing is concluded from it: The variance of 'rt2_T0' is "
        "estimated below "
        "zero (a Heywood case)"
    ) in run.log("fit_structural")
    assert (
        f"ontoelaatbaar: de variantie van ‘{RT2}’ is onder nul geschat (een Heywoodgeval). Er " in pages["nl"]
    )
    assert (
        "inadmissible: the variance of ‘I can explain my own role around a child T0’ is estimated below "
        "zero (a "
        "Heywood case). Nothing is concluded from it."
    ) in pages["en"]


def test_people_without_an_answer_are_left_out(run: Run) -> None:
    fits = run.study.table("structural_fits").set_index("model")
    fitted = fits.loc["heywood"]
    assert (fitted["n"], fitted["n_dropped"]) == (38, 25)


def test_check_tells_beforehand_what_no_data_could_mend(run: Run) -> None:
    assert run.step("check_study") == 1
    errors = [line for line in run.log("check_study").splitlines() if line.startswith("ERROR")]
    assert len(errors) == len(CHECKED)
    lines = run.config.with_name("models.yaml").read_text(encoding="utf-8").splitlines()
    for error, (name, sentence) in zip(errors, CHECKED.items(), strict=True):
        place, _, told = error.removeprefix("ERROR check_study: config/tiny/models.yaml:").partition(": ")
        assert f"name: {name}," in lines[int(place) - 1]
        assert told.startswith(sentence)


def test_no_small_group_or_person_is_named(run: Run, pages: dict[str, str]) -> None:
    people = set(run.study.table("persons")["person"])
    for text in (run.log("fit_structural"), *pages.values()):
        assert people & set(re.findall(r"\w+", text)) == set()
    reasons = [line for line in run.log("fit_structural").splitlines() if "'small_groups'" in line]
    assert not re.search("future|working|facilitator", reasons[0])
