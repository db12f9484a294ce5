"""What has a shape of its own: addresses of mail, numbers of phones, accounts and people, days of birth.

Every pattern is bounded, or can't begin again within what it passed: time grows with the text's length.
"""

import re
from collections.abc import Iterator

from isop_analysis.qualitative.masking_found import Finding
from isop_analysis.study.undeclared import looks_like

EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]++@[\w-]++(?:\.[\w-]++)+")
SPOKEN_EMAIL = re.compile(
    r"(?<![\w.])[\w.]{1,40}(?: (?:punt|streepje) \w{1,40}){0,3} (?:apenstaart(?:je)?|at) "
    r"\w{1,40}(?: punt \w{1,24}){1,3}",
    re.IGNORECASE,
)
LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"\]\[)]++|"
    r"(?<![\w.@-])[\w-]++(?:\.[\w-]++)*?\.(?:nl|com|org|eu|be|net|info|tr|pl)\b(?:/[^\s<>\"\]\[)]*+)?",
    re.IGNORECASE,
)
HANDLE = re.compile(r"(?<![\w@./])@(?=[\w.]*[A-Za-z])[\w.]{1,29}\w")
NAMED_HANDLE = re.compile(
    r"\b(?:insta(?:gram)?|snap(?:chat)?|tik ?tok|twitter|facebook|roblox|discord)"
    r"(?: is| heet| naam|account){0,3}[: ]{1,2}@?"
    r"(?P<found>(?=[\w.]*[\d_.])[A-Za-z][\w.]{1,28}\w)",
    re.IGNORECASE,
)
IBAN_NL = re.compile(r"\bNL[ ]?\d{2}[ .]?[A-Z]{4}[ .]?(?:\d[ .]?){9}\d(?!\d)", re.IGNORECASE)
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
PHONE = re.compile(
    r"(?<![\w+])(?:(?:\+|00) ?31[ ()./\u2011-]{0,3}(?:\(?0\)?[ -]?)?[1-9](?:[ ()./\u2011-]{0,2}\d){8}(?!\d)"
    r"|(?:\+|00)[1-9](?:[ ()./\u2011-]{0,2}\d){8,14}(?!\d)"
    r"|\(?0[1-9](?:[ ()./\u2011-]{0,3}\d){8}(?!\d)|6[ -]?\d{8}(?!\d))"
)
DIGIT = r"(?:nul|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|\w{0,12}tien|\w{0,16}tig)"
SPOKEN_PHONE = re.compile(rf"\bnul[ -]?zes(?:[ ,-]{{1,2}}{DIGIT}\b){{3,10}}", re.IGNORECASE)
NINE = re.compile(
    r"(?<![\w.])(?:\d{9}|\d{4}\.\d{2}\.\d{3}|\d{3}[ .-]\d{3}[ .-]\d{3}|\d{3} \d{2} \d{2} \d{2})(?![\w])"
)
NUMBER_CUE = re.compile(
    r"(?:bsn|burgerservice\w*|sofi\w*|onderwijsnummer|leerlingnummer|pgn)\W{0,3}(?:\w+\W){0,2}$", re.I
)
POSTCODE = re.compile(r"(?<![\w.])[1-9]\d{3}(?: ?[A-Z]{2}|[a-z]{2})(?!\w)")
NO_POSTCODE = ("SA", "SD", "SS")
MONTHS = (
    "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|"
    "jan|feb|mrt|apr|jun|jul|aug|sept?|okt|nov|dec"
)
DAY = (
    r"(?:\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)?\d\d|(?:19|20)\d\d-\d\d-\d\d|"
    rf"\d{{1,2}}(?:e|de|ste)? (?:{MONTHS})\b\.?(?: (?:(?:19|20)\d\d|['’]?\d\d(?!\d)))?)"
)
BIRTH = re.compile(
    r"\b(?:geboren|geboorte\w*|geb\.?|jarig|verjaar\w*|birth ?dat\w+|born)\b[^\n!?\d]{0,24}"
    rf"(?P<found>{DAY})",
    re.IGNORECASE,
)
DATE = re.compile(rf"(?<![\w.-]){DAY}(?![\w-])", re.IGNORECASE)


def shaped(text: str) -> Iterator[Finding]:
    """Yield everything with a shape of its own that is masked."""
    for kind, pattern in (
        ("email", EMAIL),
        ("email", SPOKEN_EMAIL),
        ("link", LINK),
        ("handle", HANDLE),
        ("account", IBAN_NL),
        ("phone", PHONE),
        ("phone", SPOKEN_PHONE),
    ):
        yield from (_trimmed(one, kind) for one in pattern.finditer(text))
    yield from (Finding(*one.span("found"), "handle") for one in NAMED_HANDLE.finditer(text))
    yield from (Finding(*one.span("found"), "birth_date") for one in BIRTH.finditer(text))
    yield from (Finding(*one.span(), "postcode") for one in POSTCODE.finditer(text) if _is_postcode(one))
    yield from (Finding(*one.span(), "account") for one in IBAN.finditer(text) if _passes(one, "IBANs"))
    yield from (Finding(*one.span(), "citizen_number") for one in NINE.finditer(text) if _is_number(one))


def shaped_perhaps(text: str) -> Iterator[Finding]:
    """Yield what has such a shape and may be something else: other numbers of nine digits, days."""
    yield from (Finding(*one.span(), "number") for one in NINE.finditer(text) if not _is_number(one))
    yield from (Finding(*one.span(), "account") for one in IBAN.finditer(text) if not _passes(one, "IBANs"))
    yield from (Finding(*one.span(), "date") for one in DATE.finditer(text))


def _trimmed(found: re.Match[str], kind: str) -> Finding:
    return Finding(found.start(), found.start() + len(found.group().rstrip(".,;:!?'’ ")), kind)


def _is_postcode(found: re.Match[str]) -> bool:
    return found.group()[-2:].upper() not in NO_POSTCODE


def _passes(found: re.Match[str], kind: str) -> bool:
    return looks_like(found.group())[:1] == (kind,)


def _is_number(found: re.Match[str]) -> bool:
    """Whether nine digits pass the test of citizen service or pupil numbers, or are called one."""
    seen = looks_like(found.group())
    if seen and seen[0]:
        return True
    return NUMBER_CUE.search(found.string, max(0, found.start() - 40), found.start()) is not None
