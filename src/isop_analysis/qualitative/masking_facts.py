"""Facts on someone's health and care: never masked by rule, always left to a person."""

import re
from collections.abc import Iterator

from isop_analysis.qualitative.masking_found import Finding
from isop_analysis.qualitative.masking_talk import Talk, Word

HEALTH = re.compile(
    r"diagnos\w*|gediagnosticeerd|autis\w+|ass|adhd|add|pdd|pddnos|asperger|dyslex\w+|dyscalcul\w+|tos|\w*stoornis(sen)?|"
    r"\w*hechting\w*|depressi\w+|burnout|ptss|trauma\w*|getraumatiseerd\w*|lvb|epilep\w+|diabetes|suikerziekte|kanker|"
    r"leukemie|astma|reuma|hiv|\w*syndroom|medicatie|medicijn\w*|ritalin|concerta|methylfenidaat|\w*psychiat\w+|psychose\w*|"
    r"psychotisch\w*|\w*psycholo\w+|ggz|ziekenhuis\w*|opgenomen|hersen\w+|slechthorend\w*|doof|slechtziend\w*|blind|"
    r"\w*handicap\w*|gehandicapt\w*|zelfmoord\w*|suicid\w+|zelfbeschadig\w*|eetstoornis\w*|anorexia|zwanger\w*|miskraam|"
    r"abortus|\w*verslaa\w+|\w*verslaving\w*|alcoholi\w+|drugs\w*"
)
CARE = re.compile(
    r"ondertoezicht\w*|ots|gezinsvoogd\w*|\w*voogd\w*|uithuis\w*|uhp|pleeg\w+|crisis(opvang|plaats\w*)|\w*jeugdbescherm\w+|"
    r"kinderbescherming|\w*jeugdzorg\w*|jeugdreclassering|\w*mishandel\w*|\w*misbruik\w*|\w*verwaarlo\w+|meldcode|"
    r"vechtscheiding\w*|detentie|gevangenis\w*|gedetineerd\w*|schuldsanering|asielzoek\w*|vrouwenopvang|gezinshuis\w*|"
    r"residentie\w+"
)
HEALTH_PHRASES = r"(?:licht )?verstandelijk\w* (?:beperk|gehandicapt)\w*|pdd-nos|burn-out"
CARE_PHRASES = (
    r"onder toezicht\w*|uit ?huis(?: \w{2,6})? ?(?:ge)?plaats\w*|uit huis (?:gehaald|gezet)|veilig thuis|"
    r"gesloten (?:plaats\w*|instelling)|huiselijk geweld|ouderlijk(?:e macht| gezag)|blijf-van-mijn-lijf\w*"
)
PHRASES = (
    ("health", re.compile(rf"(?<!\w)(?:{HEALTH_PHRASES})(?!\w)", re.IGNORECASE)),
    ("care", re.compile(rf"(?<!\w)(?:{CARE_PHRASES})(?!\w)", re.IGNORECASE)),
)


def facts(talk: Talk) -> Iterator[Finding]:
    """Yield diagnoses, treatment (`health`), supervision orders, placements out of home, abuse (`care`)."""
    for kind, shape in (("health", HEALTH), ("care", CARE)):
        for number in talk.numbers(lambda word, shape=shape: _told(word, shape)):  # type: ignore[misc]
            yield Finding(talk.words[number].start, talk.words[number].end, kind)
    for kind, shape in PHRASES:
        yield from (Finding(*one.span(), kind) for one in shape.finditer(talk.text))


def _told(word: Word, shape: re.Pattern[str]) -> bool:
    return shape.fullmatch(word.folded) is not None
