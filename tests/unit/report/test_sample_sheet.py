"""The sample sheet word for word: what teams see before the first survey; its numbers are its tables'."""

import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from test_team_sheets import ROOT, told

from isop_analysis.report.sheets.contents import Sheet, Statement
from isop_analysis.report.sheets.listed import folder_of_sheets, forget_changed_pdfs
from isop_analysis.report.sheets.sample import sample_tables
from isop_analysis.report.sheets.told import sheet_of
from isop_analysis.study import Study, load

SAID = {
    "nl": (
        "Waar staan wij met ons team?",
        (
            "Dit blad is van jullie: een begin van een gesprek, geen rapportcijfer. Het laat zien wat "
            "jullie samen antwoordden, niet wat één van jullie vindt."
        ),
        "Teamblad · voorbeeld · eerste meting, begin schooljaar 2023–2024",
        "VERZONNEN GEGEVENS",
        "Alleen voor dit team en de begeleider.",
        "Over ons leerteam",
        (
            "Wat we bespreken, hoort bij ons werk | Jullie staan op 3,75 van 1 tot 5. De lijn loopt van "
            "3,25 tot 4,25. De meeste teams staan tussen 3 en 4."
        ),
        (
            "We weten samen waar we naartoe werken | Jullie staan op 4 van 1 tot 5. De lijn loopt van 3,5 "
            "tot 4,5. De meeste teams staan tussen 3 en 4."
        ),
        (
            "We zijn één team en iedereen telt mee | Jullie staan op 3,5 van 1 tot 5. De lijn loopt van 3 "
            "tot 4. De meeste teams staan tussen 3 en 4."
        ),
        (
            "We geven en vragen elkaar hulp | Jullie staan op 3,75 van 1 tot 5. De lijn loopt van 3,25 tot "
            "4,25. De meeste teams staan tussen 3 en 4."
        ),
        (
            "Onze bijeenkomsten lopen goed | Jullie staan op 4 van 1 tot 5. De lijn loopt van 3,5 tot 4,5. "
            "De meeste teams staan tussen 3 en 4."
        ),
        (
            "We horen ideeën die nieuw voor ons zijn | Jullie staan op 3,5 van 1 tot 5. De lijn loopt van 3"
            " tot 4. De meeste teams staan tussen 3 en 4."
        ),
        "Over onszelf",
        (
            "We weten wie wat doet rond een kind | Jullie staan op 3,75 van 1 tot 5. De lijn loopt van 3,25"
            " tot 4,25. De meeste teams staan tussen 3 en 4."
        ),
        (
            "We leggen makkelijk contact met anderen | Jullie staan op 4 van 1 tot 5. De lijn loopt van 3,5"
            " tot 4,5. De meeste teams staan tussen 3 en 4."
        ),
        (
            "Wat we leren, gebruiken we op ons werk | Jullie staan op 3,5 van 1 tot 5. De lijn loopt van 3 "
            "tot 4. De meeste teams staan tussen 3 en 4."
        ),
        (
            "We waarderen wat andere beroepen weten | Jullie staan op 3,25 van 1 tot 5. De lijn loopt van "
            "2,75 tot 3,75. De meeste teams staan tussen 3 en 4."
        ),
        (
            "We stappen zelf op andere beroepen af | Jullie staan op 4,25 van 1 tot 5. De lijn loopt van "
            "3,75 tot 4,75. De meeste teams staan tussen 3 en 4."
        ),
        (
            "Onze opleiding leert ons samenwerken | Jullie staan op 3,25 van 1 tot 5. De lijn loopt van "
            "2,75 tot 3,75. De meeste teams staan tussen 3 en 4."
        ),
        "Wat opvalt",
        ("Zelf op andere beroepen afstappen:|dat zeggen jullie waarschijnlijk meer dan een gemiddeld team."),
        (
            "|Bij de rest is er geen duidelijk verschil met andere teams. Dat is gewoon: bij een klein "
            "team zie je alleen grote verschillen."
        ),
        "Waar jullie over vertelden",
        "Drie of meer van jullie noemden in de gesprekken:|Ik weet wie wat doet.",
        "Wat kan een ander beroep dat jij graag zou kunnen? Wanneer zag je dat?",
        "Let op: dit blad is een voorbeeld met verzonnen gegevens.",
        "Jullie team heeft acht leden; achter elke stip zitten minstens vijf mensen.",
        (
            "Waar minder dan vijf mensen antwoordden, of waar je iemands antwoord zou kunnen raden, tonen "
            "we niets."
        ),
        (
            "Of jullie er hetzelfde over denken, staat er niet bij: in een klein team kun je daaruit raden "
            "wat iemand invulde."
        ),
        "Wie geen toestemming gaf voor een teamblad, telt hier niet mee.",
        "Niemand mag dit blad gebruiken om een mens of een team te beoordelen.",
        "Vragen? Het onderzoeksteam: teamblad@isop.example.org",
    ),
    "en": (
        "Where do we stand with our team?",
        (
            "This sheet is yours: a start for a talk, not a mark. It shows what you answered together, not "
            "what one of you thinks."
        ),
        "Team sheet · example · first survey, start of the school year 2023–2024",
        "INVENTED DATA",
        "For this team and its facilitator only.",
        "About our learning team",
        (
            "What we discuss belongs to our work | You are at 3.75 on a scale from 1 to 5. The line runs "
            "from 3.25 to 4.25. Most teams are between 3 and 4."
        ),
        (
            "We know together what we are working on | You are at 4 on a scale from 1 to 5. The line runs "
            "from 3.5 to 4.5. Most teams are between 3 and 4."
        ),
        (
            "We are one team and everyone counts | You are at 3.5 on a scale from 1 to 5. The line runs "
            "from 3 to 4. Most teams are between 3 and 4."
        ),
        (
            "We give and ask for help | You are at 3.75 on a scale from 1 to 5. The line runs from 3.25 to "
            "4.25. Most teams are between 3 and 4."
        ),
        (
            "Our meetings go well | You are at 4 on a scale from 1 to 5. The line runs from 3.5 to 4.5. "
            "Most teams are between 3 and 4."
        ),
        (
            "We hear ideas that are new to us | You are at 3.5 on a scale from 1 to 5. The line runs from 3"
            " to 4. Most teams are between 3 and 4."
        ),
        "About ourselves",
        (
            "We know who does what around a child | You are at 3.75 on a scale from 1 to 5. The line runs "
            "from 3.25 to 4.25. Most teams are between 3 and 4."
        ),
        (
            "We get in touch with others easily | You are at 4 on a scale from 1 to 5. The line runs from "
            "3.5 to 4.5. Most teams are between 3 and 4."
        ),
        (
            "We use what we learn at work | You are at 3.5 on a scale from 1 to 5. The line runs from 3 to "
            "4. Most teams are between 3 and 4."
        ),
        (
            "We value what other professions know | You are at 3.25 on a scale from 1 to 5. The line runs "
            "from 2.75 to 3.75. Most teams are between 3 and 4."
        ),
        (
            "We go to other professions ourselves | You are at 4.25 on a scale from 1 to 5. The line runs "
            "from 3.75 to 4.75. Most teams are between 3 and 4."
        ),
        (
            "Our programme teaches us collaboration | You are at 3.25 on a scale from 1 to 5. The line runs"
            " from 2.75 to 3.75. Most teams are between 3 and 4."
        ),
        "What stands out",
        ("Going to other professions yourselves:|you probably say so more than an average team."),
        (
            "|Otherwise there is no clear difference from other teams. That is usual: with a small"
            " team only large differences show."
        ),
        "What you talked about",
        "Three or more of you said in the talks:|I know who does what.",
        "What can another profession do that you wish you could? When did you see it?",
        "Please note: this sheet is an example with invented data.",
        "Your team has eight members; behind each dot are at least five people.",
        (
            "Where fewer than five people answered, or where somebody's answer could be guessed, we show "
            "nothing."
        ),
        (
            "Whether you think alike is not told: in a small team it would let people guess what somebody "
            "answered."
        ),
        "Whoever did not agree to a team sheet is not counted here.",
        "Nobody may use this sheet to judge a person or a team.",
        "Questions? The research team: teamblad@isop.example.org",
    ),
}
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


@pytest.fixture(scope="module")
def study() -> Study:
    return load(ROOT / "config/config.yaml")


def statement(one: Statement) -> str:
    return f"{one.text} | {one.drawn.alt}" if one.drawn else one.text


def lines(sheet: Sheet) -> tuple[str, ...]:
    """Return all that a sheet says, a statement with what is heard of its picture."""
    blocks = [
        text
        for block in sheet.blocks
        for text in (
            block.title,
            *(f"{one.text} | {one.drawn.alt}" if one.drawn else one.text for one in block.statements),
        )
    ]
    noticed = [text for one in sheet.noticed for text in (one.title, *("|".join(pair) for pair in one.texts))]
    above = (sheet.title, *sheet.lead, sheet.head, sheet.mark, sheet.foot)
    return (*above, *blocks, *noticed, sheet.question, *sheet.closing)


@pytest.mark.parametrize("language", SAID)
def test_the_sample_says_this_and_no_more(study: Study, language: str) -> None:
    sheet = sheet_of(study, sample_tables(study), language, sample=True)  # type: ignore[arg-type]
    assert lines(sheet) == SAID[language]


@pytest.mark.parametrize("language", SAID)
def test_every_number_of_a_picture_is_in_the_row_of_its_scale(study: Study, language: str) -> None:
    tables = sample_tables(study)
    line = float(tables["sheets"]["line"].iloc[0])
    shown = tables["sheet_scales"].query("state == 'shown'").to_dict("records")
    sheet = sheet_of(study, tables, language, sample=True)  # type: ignore[arg-type]
    drawn = [one.drawn for block in sheet.blocks for one in block.statements if one.drawn]
    assert len(drawn) == len(shown) > 5
    held = [_numbers_of(study, row, line) for row in shown]
    for one in drawn:
        told = {float(number.replace(",", ".")) for number in NUMBER.findall(one.alt)}
        assert any(
            all(min(abs(number - own) for own in numbers) <= 0.005 for number in told) for numbers in held
        )


def _near(number: float, held: set[float]) -> bool:
    return min(abs(number - own) for own in held) <= 0.005


def _numbers_of(study: Study, row: dict[str, float], line: float) -> set[float]:
    instrument, scale = next(pair for pair in study.scales if pair[1].name == row["scale"])
    answers = instrument.answer_scale(instrument.item(scale.items[0]).answers)
    reach = line * (answers.high - answers.low)
    ends = {max(answers.low, row["dot"] - reach), min(answers.high, row["dot"] + reach)}
    found = {answers.low, answers.high, row["dot"], row["low"], row["high"], row["previous"]}
    return {float(one) for one in found | ends if one == one and one is not None}


def test_a_sheet_of_real_answers_is_marked_by_nothing_and_names_its_team(study: Study) -> None:
    config = study.config.model_copy(update={"invented": False})
    real = replace(study, config_part=replace(study.config_part, settings=config))
    tables = sample_tables(study)
    tables["sheets"]["number"] = 11
    sheet = sheet_of(real, tables, "nl")
    assert sheet.mark == ""
    assert "verzonnen" not in " ".join(sheet.closing).lower()
    assert "Leerteam 11" in sheet.head
    assert "voorbeeld" not in sheet.head


@pytest.mark.parametrize("text", ["a", "b", "c", "d"])
def test_a_sheet_that_was_changed_counts_as_not_written(study: Study, tmp_path: Path, text: str) -> None:
    own = replace(study, root=tmp_path)
    folder = folder_of_sheets(own)
    folder.mkdir(parents=True)
    (folder / "one.nl.pdf").write_text("as written")
    digest = hashlib.sha256(b"as written").hexdigest()
    (folder / "index.json").write_text(json.dumps({"one.nl.pdf": digest}))
    forget_changed_pdfs(own)
    assert (folder / "index.json").exists()
    (folder / "one.nl.pdf").write_text(text)
    forget_changed_pdfs(own)
    assert not (folder / "index.json").exists()


def test_several_scales_left_out_are_named_together(study: Study) -> None:
    weak = {"state": "weak"}
    tables = told(study, {"give_and_take": weak, "transfer": weak})
    closing = " ".join(sheet_of(study, tables, "nl").closing)
    assert "‘Toepassen in de eigen praktijk’ en ‘Geven en nemen’ staan er niet bij" in closing
