"""Names in a draft: lower case, digits and underscores, each given once."""

import re
import unicodedata
from dataclasses import dataclass, field

LONGEST = 30


def slug(text: str, otherwise: str = "item") -> str:
    """Return a text as a name: 'Ik ken de taken.' → 'ik_ken_de_taken'.

    >>> slug("Q5_1"), slug("1e meting"), slug("Één team")
    ('q5_1', 'n1e_meting', 'een_team')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    if len(words) > LONGEST:
        words = words[: LONGEST + 1].rpartition("_")[0] or words[:LONGEST]
    if not words:
        return otherwise
    return words if words[0].isalpha() else f"n{words}"


@dataclass
class Given:
    """Names that were given already."""

    taken: set[str] = field(default_factory=set)

    def new(self, wanted: str) -> str:
        """Return the name wanted, with a number behind it where it is taken."""
        name, count = wanted, 1
        while name in self.taken:
            count += 1
            name = f"{wanted}_{count}"
        self.taken.add(name)
        return name
