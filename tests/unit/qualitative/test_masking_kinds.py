"""Each kind that masking finds in a text, what it leaves, and what it lists for a person to decide."""

import sys
import types

import pytest

from isop_analysis import qualitative
from isop_analysis.base.reasons import Refused

KEY = b"sixteen bytes at least"
REGISTER = (
    "Sanne van der Berg",
    "Mo'ad El Amrani",
    "Şükrü Yılmaz",
    "Łukasz Wiśniewski",
    "Fatima-Zohra Benali",
    "Mohammed Bouzid",
    "Roos",
    "Pim van 't Veldhuis",
    "Anna",
    "Bo",
)
PLACES = ("Ommerveen", "Bergen aan Diep", "'s-Heerenkapel", "Best")
SCHOOLS = ("obs De Regenboog", "De Drie Linden")


def masked(text: str) -> str:
    return qualitative.mask(text, key=KEY, names=REGISTER, places=PLACES, schools=SCHOOLS).text


def unlisted(text: str) -> str:
    return qualitative.mask(text, key=KEY).text


def doubts(text: str) -> list[tuple[str, str]]:
    found = qualitative.mask(text, key=KEY, names=REGISTER, places=PLACES, schools=SCHOOLS)
    rows = zip(found.doubtful["kind"], found.doubtful["offset"], found.doubtful["length"], strict=True)
    return [(kind, text[start : start + length]) for kind, start, length in rows]


@pytest.mark.parametrize(
    "name",
    [
        *("Sanne", "sanne", "SANNE", "Sannes", "Sanne's", "Sanne’s", "Sannetje", "sannetjes", "S\u00e1nne"),
        *("Sanne van der Berg", "Sanne van der Meulen", "Sanne Jansen", "S. van der Berg", "S. v.d. Berg"),
        *("van der Berg", "v/d Berg", "Van der Berg", "Berg", "S.v.d.B.", "SvdB", "A.B. van der Berg"),
        *("Mo'ad", "Mo’ad", "Moʼad", "Mo`ad", "Moad", "MO'AD", "mo'ad", "Mo'ads", "Mo'ad El Amrani"),
        *("Şükrü", "Sukru", "şükrü", "SUKRU", "S\u0327u\u0308kru\u0308", "Yılmaz", "Yilmaz", "yilmaz"),
        *("Łukasz", "Lukasz", "lukasz", "Wiśniewski", "Wisniewski", "Łukasz Wiśniewski"),
        *("Fatima-Zohra", "Fatima Zohra", "fatima", "Fatimazohra", "Fatima-Nour", "Anne-Sanne"),
        *(
            "Ş. Yılmaz",
            "S\u0327. Yılmaz",
            "Ł. Wiśniewski",
            "Mohammed",
            "Mohamed",
            "Pimmetje",
            "Annaatje",
            "Bo",
            "Roos",
            "Roosje",
            "Pim van 't Veldhuis",
        ),
    ],
)
def test_a_listed_name_is_masked_in_every_spelling(name: str) -> None:
    assert masked(f"daar zat {name} weer.") == "daar zat [naam] weer."


@pytest.mark.parametrize(
    "text",
    [
        *("Juf Marijke kwam.", "meester Okke kwam.", "mevrouw Da Silva kwam.", "dhr. De Wolff kwam."),
        *("Mijn collega Truus van Es kwam.", "het kind, Ibrahim, kwam.", "Ik ben Wietske.", "zij heet Nour."),
        *(
            "Mijn naam is Tjitske Ypma.",
            "de familie Kowalczyk kwam.",
            "dat zei P. op den Kamp.",
            "dr. A.B. Vos-Li",
        ),
    ],
)
def test_a_name_nobody_listed_is_known_by_what_stands_before_it(text: str) -> None:
    found = unlisted(text)
    assert found.count("[naam]") == 1
    assert not any(one in found for one in ("Marijke", "Okke", "Silva", "Wolff", "Truus", "Es ", "Ibrahim"))
    assert not any(one in found for one in ("Wietske", "Nour", "Ypma", "Kowalczyk", "Kamp", "Vos", "Li"))


def test_whose_mother_somebody_is_stays_readable() -> None:
    assert unlisted("De moeder van Sara en mevrouw van Dijk.") == "De moeder van [naam] en mevrouw [naam]."


def test_a_name_known_once_is_known_everywhere_else_in_the_text() -> None:
    assert unlisted("Marijke deed mee. Juf Marijke was blij.") == "[naam] deed mee. Juf [naam] was blij."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in Ommerveen, ommerveen en de Ommerveense", "in [plaats], [plaats] en de [plaats]"),
        ("van Bergen aan Diep naar 's-Heerenkapel", "van [plaats] naar '[plaats]"),
        ("dat is best, in Best", "dat is best, in [plaats]"),
        ("Zij wonen in Zuiderloo en", "Zij wonen in [plaats] en"),
        ("Zij wonen in 's-Graveloo en", "Zij wonen in '[plaats] en"),
        ("Wij komen uit Kerk aan Zee, ver", "Wij komen uit [plaats], ver"),
        ("op basisschool De Klim-Op in", "op [school] in"),
        ("de gemeente Oud-Hezingen", "de gemeente [plaats]"),
        ("Bij De Regenboog, op obs de regenboog", "Bij [school], op [school]"),
        ("de Drie Linden", "[school]"),
        ("op basisschool 't Stroomdal zei", "op [school] zei"),
        ("Kindcentrum De Blauwe Vogel ook", "[school] ook"),
        ("de Koningin-Julianaschool is", "de [school] is"),
        ("cbs Het Kompas", "[school]"),
    ],
)
def test_places_and_schools(text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize(
    "phone",
    [
        *("0612345678", "06-12345678", "06 12 34 56 78", "06-12 34 56 78", "+31 6 12345678", "+31612345678"),
        *(
            "0031 6 12345678",
            "020-1234567",
            "(020) 123 45 67",
            "0182 123456",
            "6 12345678",
            "+90 532 123 45 67",
        ),
        *("nul zes twaalf vierendertig zesenvijftig achtenzeventig",),
    ],
)
def test_phone_numbers(phone: str) -> None:
    assert masked(f"Bel {phone}, dan.") == "Bel [telefoon], dan."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mail s.vd.berg+x@mail.example.org.", "mail [e-mail]."),
        ("mail sanne punt berg apenstaartje example punt nl", "mail [e-mail]"),
        ("kijk op https://www.example.org/a?b=1.", "kijk op [link]."),
        ("kijk op regenboog-school.nl en", "kijk op [link] en"),
        ("volg @sanne_x of", "volg [account] of"),
        ("haar insta is sanne.x9", "haar insta is [account]"),
        ("in 1234 AB of 1234ab", "in [postcode] of [postcode]"),
        ("Dorpsstraat 12a, Kerkweg 3-2", "[adres], [adres]"),
        ("op Burgemeester van Tolplein 3 woont", "op [adres] woont"),
        ("op dorpsstraat 12 woont", "op [adres] woont"),
        ("in de Lindelaan", "in de [adres]"),
        ("Hoge Gracht 201a", "[adres]"),
        ("Laan van de Zon 4", "[adres]"),
        ("NL91 ABNA 0417 1643 00 en NL91ABNA0417164300", "[rekening] en [rekening]"),
        ("DE89 3704 0044 0532 0130 00", "[rekening]"),
        ("nummer 111222333 of 1112.22.333", "nummer [bsn] of [bsn]"),
        ("bsn: 123456780", "bsn: [bsn]"),
        ("geboren op 3 maart 2014 in", "geboren op [geboortedatum] in"),
        ("geboortedatum: 03-03-2014", "geboortedatum: [geboortedatum]"),
        ("hij is jarig op 5 mei", "hij is jarig op [geboortedatum]"),
    ],
)
def test_numbers_and_addresses(text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "In groep 3 zitten 28 kinderen, in 2024 waren dat er 31.",
        "We doen dat van 9.00 tot 12.30 uur, op maandag 12 keer.",
        "Op maandag hebben we Nederlands. De bakker bracht een roos.",
        "Een groot deel van de 1500 ouders kwam; dat kan best.",
        "Volgens de GGD en Cito ligt de weg 3 km verderop.",
        "juf, Wat doen we nu? Meester. En toen.",
    ],
)
def test_what_is_nobodys_stays(text: str) -> None:
    assert masked(text) == text


def test_facts_on_health_and_care_are_always_for_a_person_to_decide() -> None:
    text = (
        "Zij heeft ADHD; er is een OTS, en hij is uit huis geplaatst. Diagnose autisme, bij een pleeggezin."
    )
    kinds = {word: kind for kind, word in doubts(text)}
    assert kinds == {
        "ADHD": "health",
        "OTS": "care",
        "uit huis geplaatst": "care",
        "Diagnose": "health",
        "autisme": "health",
        "pleeggezin": "care",
    }
    assert masked(text) == text


def test_what_may_be_a_name_or_not_is_for_a_person_to_decide() -> None:
    text = "Toen kwam Wietske met een roos, de regenboog, op 12 mei 2026, nummer 123456789."
    assert doubts(text) == [
        ("name", "Wietske"),
        ("name", "roos"),
        ("school", "de regenboog"),
        ("date", "12 mei 2026"),
        ("number", "123456789"),
    ]


def test_the_log_says_where_and_how_long_and_never_what() -> None:
    text = "Sanne 😀 belt 06-12345678; Sanne, sanne."
    found = qualitative.mask(text, key=KEY, names=["Sanne"], document="Gesprek 1")
    assert found.log[["offset", "length", "kind", "masked_offset"]].values.tolist() == [
        [0, 5, "name", 0],
        [13, 11, "phone", 14],
        [26, 5, "name", 26],
        [33, 5, "name", 34],
    ]
    assert found.log["hash"].str.fullmatch("[a-z2-7]{10}").all()
    assert found.log["hash"].tolist()[0] == found.log["hash"].tolist()[2]
    shown = f"{found.log.to_csv()}{found.doubtful.to_csv()}{found!r}"
    assert not any(one in shown for one in ("Sanne", "sanne", "12345678"))
    assert repr(found) == "Masked(4 maskings, 0 doubtful)"


def test_half_a_surrogate_pair_is_no_reason_to_fail() -> None:
    assert qualitative.mask("zie www.a.nl/\ud83d ja \ud83d", key=KEY).text == "zie [link] ja \ud83d"


def test_hashes_are_others_under_another_key() -> None:
    first, second = (qualitative.mask("Sanne", key=key, names=["Sanne"]).log for key in (KEY, KEY[::-1]))
    assert first["hash"].tolist() != second["hash"].tolist()


@pytest.mark.parametrize("key", [b"", b"too short", "sixteen letters of text", None])
def test_without_a_key_nothing_is_masked(key: object) -> None:
    with pytest.raises(Refused, match="no key of at least 16 bytes"):
        qualitative.mask("Sanne", key=key, names=["Sanne"])  # type: ignore[call-overload]


def test_a_list_that_is_one_text_is_refused() -> None:
    with pytest.raises(Refused, match="names is one text; expected a list of texts"):
        qualitative.mask("Sanne", key=KEY, names="Sanne")


def test_what_deduce_finds_is_added_where_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "toen was wie'tske er."
    found = types.SimpleNamespace(start_char=9, end_char=12, tag="persoon")
    other = types.SimpleNamespace(start_char=0, end_char=4, tag="leeftijd")
    read = types.SimpleNamespace(annotations=[found, other])
    finder = types.SimpleNamespace(deidentify=lambda text: read)
    module = types.ModuleType("deduce")
    module.Deduce = lambda: finder  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "deduce", module)
    masked = qualitative.mask(text, key=KEY)
    assert (masked.text, masked.searched) == ("toen was [naam] er.", True)
    monkeypatch.setitem(sys.modules, "deduce", None)
    alone = qualitative.mask(text, key=KEY)
    assert (alone.text, alone.searched) == (text, False)
