"""Does roc-validator accept a finished folder's crate? It asks the network for nothing.

Its libraries are older than those of the lock, hence an environment of its own:
``uv venv .roc && uv pip install --python .roc/bin/python roc-validator==0.13.0``, then
``.roc/bin/python benchmarks/crate_validator.py reports/build/demo``. The JSON-LD contexts that the crate
names are those of the tests, cut to the terms that the crate uses.
"""

import json
import os
import sys
import time
from collections import Counter
from pathlib import Path

os.environ.setdefault("ROCRATE_VALIDATOR_SKIP_CACHE_WARMUP", "1")

CONTEXTS = Path(__file__).parents[1] / "tests/unit/audit/contexts"
FILES = {
    "https://w3id.org/ro/crate/1.1/context": "ro_crate_1_1.json",
    "https://w3id.org/ro/terms/workflow-run/context": "workflow_run.json",
}
PROFILE = "provenance-run-crate"


class Answer:
    """What the web would answer: one of the contexts, or nothing."""

    def __init__(self, url: str) -> None:
        file = FILES.get(url)
        self.url, self.status_code = url, 200 if file else 404
        self.ok = bool(file)
        self.text = (CONTEXTS / file).read_text(encoding="utf-8") if file else ""
        self.content = self.text.encode()
        self.headers = {"Content-Type": "application/ld+json"}

    def json(self) -> object:
        return json.loads(self.text)


def main(folder: str) -> int:
    from rocrate_validator import models, services
    from rocrate_validator.utils.http import HttpRequester

    asked: list[str] = []

    def get(self: object, url: str, **options: object) -> Answer:
        asked.append(url)
        return Answer(url)

    HttpRequester.get = get
    HttpRequester.head = get
    for severity in (models.Severity.REQUIRED, models.Severity.RECOMMENDED):
        began = time.process_time()
        settings = services.ValidationSettings(
            rocrate_uri=folder,
            profile_identifier=PROFILE,
            requirement_severity=severity,
            no_cache=True,
        )
        result = services.validate(settings)
        told = (f"{one.severity.name} {one.check.identifier}: {one.message}" for one in result.get_issues())
        issues = Counter(told)
        seconds = time.process_time() - began
        said = "accepted" if result.passed() else "not accepted"
        print(f"{severity.name}: {said} ({seconds:.0f} s of the processor)")
        for issue, times in sorted(issues.items()):
            print(f"  {times} x {issue}")
    print(f"asked for and answered from the tests' files: {sorted(set(asked) & set(FILES))}")
    print(f"asked for and not answered: {sorted(set(asked) - set(FILES))}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
