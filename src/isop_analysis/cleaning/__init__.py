"""Clean: identities become pseudonyms, answers that can't be used are left out, each with its reason.

The only room that sees identities on one side and writes tables without them on the other.
"""

from isop_analysis.cleaning.clean import Cleaned, clean, write_kept_answers
from isop_analysis.cleaning.received import Received

__all__ = ["Cleaned", "Received", "clean", "write_kept_answers"]
