"""What words of YAML mean here: what people who type them mean, not what YAML 1.1 takes them for.

Days, times and numbers that begin with a zero (municipalities' codes) stay texts, as do yes, no, on and
off: a key that is true or false reads them as such, and an answer keeps its letters.
"""

import re
from typing import Any

import yaml

WORDS = (
    ("bool", re.compile(r"true|True|TRUE|false|False|FALSE"), "tTfF"),
    ("null", re.compile(r"~|null|Null|NULL|"), ["~", "n", "N", ""]),
    ("int", re.compile(r"[-+]?(0|[1-9][0-9]{0,17})"), "-+0123456789"),
    (
        "float",
        re.compile(
            r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+)([eE][-+]?[0-9]{1,3})?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
        ),
        "-+.0123456789",
    ),
    ("merge", re.compile(r"<<"), "<"),
)


def _by_these(loader: type[Any]) -> type[Any]:
    """Return a loader that takes words for what `WORDS` says."""
    own: type[Any] = type(f"Own{loader.__name__}", (loader,), {"yaml_implicit_resolvers": {}})
    for name, pattern, first in WORDS:
        whole = re.compile(rf"(?:{pattern.pattern})\Z")
        own.add_implicit_resolver(f"tag:yaml.org,2002:{name}", whole, list(first))
    return own


PLAIN = _by_these(yaml.SafeLoader)
QUICK = _by_these(getattr(yaml, "CSafeLoader", yaml.SafeLoader))
"""libyaml's, where it was built in: it reads the same in an eighth of the time."""
