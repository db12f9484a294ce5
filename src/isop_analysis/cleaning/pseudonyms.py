"""Names that stand for people: keyed hashes, the same everywhere in a study, of no use without its key.

A pseudonym is the first 50 bits of HMAC-SHA256(key, identity) (RFC 2104) in base32, ten lower-case
characters.
"""

import base64
import hmac
from collections.abc import Iterable

from isop_analysis.study.problems import Problem, StudyError

LENGTH = 10


def pseudonym(key: bytes, identity: str) -> str:
    """Return the ten characters that stand for an identity."""
    digest = hmac.digest(key, identity.encode("utf-8"), "sha256")
    return base64.b32encode(digest[:10])[:LENGTH].decode("ascii").lower()


def pseudonyms(key: bytes, identities: Iterable[str]) -> dict[str, str]:
    """Return the pseudonym of each identity.

    Raises
    ------
    StudyError
        When two identities would get the same one; at 50 bits that happens once in five million studies of
        20,000 people.
    """
    names = {identity: pseudonym(key, identity) for identity in identities}
    if len(set(names.values())) < len(names):
        reason = "two identities get the same pseudonym; make another key, before anything is published"
        raise StudyError([Problem("privacy.key", reason)])
    return names


def stand_in_key(study: str) -> bytes:
    """Return the open key of answers that carry no identity: there is nothing it could protect."""
    return f"responses of {study} without identity".encode()
