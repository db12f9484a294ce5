"""What LimeSurvey's SPSS syntax says of each column: its question and the labels of its answers."""

import re
from pathlib import Path

from isop_analysis.answers.detect import encoding_of
from isop_analysis.answers.export import ValueLabels

TEXT = re.compile(r"^\s*VARIABLE\s+LABELS?\s+V(\d+)\s+[\"'](.*?)[\"']\s*\.\s*$", re.IGNORECASE | re.MULTILINE)
ANSWERS = re.compile(r"VALUE\s+LABELS\s+V(\d+)\b(.*?)\.\s*$", re.IGNORECASE | re.MULTILINE | re.DOTALL)
ANSWER = re.compile(r"[\"']([^\"'\n]+)[\"']\s+[\"']([^\"'\n]+)[\"']")


def syntax_labels(path: Path, columns: int) -> list[tuple[str, ValueLabels | None]]:
    """Return text and labels per column; '' and None where the syntax (SPSS's alone is read) gives none."""
    if path.suffix.lower() != ".sps":
        return [("", None)] * columns
    words = path.read_text(encoding=encoding_of(path, path.name))
    texts = {int(place): " ".join(text.split()) for place, text in TEXT.findall(words)}
    labels = {int(place): dict(ANSWER.findall(answers)) for place, answers in ANSWERS.findall(words)}
    return [
        (texts.get(place, ""), ValueLabels(labels[place]) if labels.get(place) else None)
        for place in range(1, columns + 1)
    ]
