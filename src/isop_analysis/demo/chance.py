"""Random numbers: one generator per part of the study, so that a change in one part leaves the others
alone.
"""

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


def generator(seed: int, part: str) -> "np.random.Generator":
    """Return the generator of a named part."""
    import numpy as np

    return np.random.default_rng([seed, zlib.crc32(part.encode())])
