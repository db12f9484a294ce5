"""How much of an untrusted file is read before it is refused."""

from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True)
class Limits:
    """What a coded project may hold; a file that holds more is refused, whatever sizes it declares."""

    members: int = 20_000
    """Files in the archive."""
    project: int = 256 * MIB
    """Bytes of the project's or codebook's XML, of a table's file, and of a workbook unpacked."""
    text: int = 64 * MIB
    """Bytes of one document's text."""
    texts: int = 512 * MIB
    """Bytes of all texts together."""
    depth: int = 64
    """Elements within one another, nested codes among them."""
    elements: int = 5_000_000
    """Elements of the XML."""

    def how_to_raise(self, name: str) -> str:
        """Return the end of a refusal: which limit a file is past, and how to have more of it read."""
        return f"the limit; if you trust the file, raise {name} (coded.limits.{name} in a study)"


LIMITS = Limits()
