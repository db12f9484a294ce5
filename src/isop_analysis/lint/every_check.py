"""Every check, by subject; a key is used once."""

from isop_analysis.lint.checks import Check, Group
from isop_analysis.lint.instruments import INSTRUMENTS
from isop_analysis.lint.mixing import MIXING
from isop_analysis.lint.plan import PLAN
from isop_analysis.lint.privacy import PRIVACY
from isop_analysis.lint.project import PROJECT_GROUP
from isop_analysis.lint.results import RESULTS
from isop_analysis.lint.wording import WORDING

GROUPS: tuple[Group, ...] = (PLAN, WORDING, INSTRUMENTS, PRIVACY, MIXING, RESULTS, PROJECT_GROUP)
CHECKS: tuple[Check, ...] = tuple(check for group in GROUPS for check in group.checks)
