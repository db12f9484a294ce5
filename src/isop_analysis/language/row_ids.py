"""Short keys for the rows of tables, so that a number in the text can point at the row it comes from."""

import re


def row_id(table: str, *key: object) -> str:
    """Return the id of a row in the chapter of all tables: `row-model_effects-growth-transfer-time`."""
    return "-".join(["row", table, *(_slug(part) for part in key)])


def _slug(part: object) -> str:
    return re.sub(r"[^a-z0-9_.]+", "_", str(part).lower()).strip("_") or "x"
