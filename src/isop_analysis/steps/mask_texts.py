"""Mask coded talks: of people who agreed to an interview, by lists, patterns and, where wanted, deduce.

Open answers are never quoted, and are left out. Reads documents and segments, the region's names, and
restricted tables: received_texts, hidden_names, lists and decisions, and whatever names people, teams and
sites. Writes masked_texts, masked_segments, masking_log and masking_doubtful (restricted), the last as a CSV
for a person to fill in, too, and masking. Refused: a decision whose id was never given out.
"""

import csv
import io
from typing import TYPE_CHECKING

from isop_analysis.cleaning.key import read_names_key
from isop_analysis.contracts import Row, read_table, write_rows, write_table, write_to_fill_in
from isop_analysis.integration.talks import talks
from isop_analysis.qualitative.given_ids import was_given
from isop_analysis.qualitative.masked_texts import (
    DOUBTFUL,
    MaskedDocument,
    mask_documents,
    rules_of,
)
from isop_analysis.qualitative.masking_known import known_names
from isop_analysis.qualitative.masking_log import log
from isop_analysis.study.problems import Problem, StudyError
from isop_analysis.study.study import Study

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ["doubtful", "kind", "words", "context", "decision"]


def run(study: Study) -> None:
    """Mask the texts and write the tables; a study without coded texts gets them without rows."""
    texts = _texts(study)
    if study.integration is None or not texts:
        _write(study, [], b"", deduce=False, searched=False)
        return
    key, deduce = read_names_key(study), study.integration.masking.deduce
    decisions = _decisions(study, key)
    rules, searched = rules_of(known_names(study), deduce)
    found = mask_documents(texts, rules, decisions, key)
    _write(study, found, key, deduce=deduce, searched=searched)
    asked = {one.id for own in found for one in own.doubtful}
    undecided = sum(one.decision is None for own in found for one in own.doubtful)
    print(f"{len(found)} texts masked; {undecided} of {len(asked)} doubtful words not decided on")
    if gone := len(decisions.keys() - asked):
        print(f"{gone} decisions are of words that are not asked about any more")
    if deduce and not searched:
        print("the package deduce was wanted and is not installed: lists and patterns alone were used")


def _texts(study: Study) -> dict[str, str]:
    """Return the words of each talk that may be used, by pseudonym, as its analysed coding has them."""
    documents = talks(study.table("documents"))
    hidden, received = (read_table(name, study.restricted) for name in ("hidden_names", "received_texts"))
    own = hidden[hidden["kind"].astype("str") == "document"]
    pseudonyms = dict(zip(own["name"], own["pseudonym"], strict=True))
    cells = zip(received["document"], received["coding"].astype("str"), received["text"], strict=True)
    words = {(pseudonyms.get(document), coding): text for document, coding, text in cells}
    found: dict[str, str] = {}
    for document, how in zip(documents["document"], documents["analysed"].astype("object"), strict=True):
        wanted = ("consensus", "independent") if how == "consensus" else ("independent", "consensus")
        here = [text for coding in wanted if (text := words.get((document, coding))) is not None]
        found |= {document: here[0]} if here else {}
    return found


def _decisions(study: Study, key: bytes) -> dict[str, str]:
    rows = read_table("masking_decisions", study.restricted)
    masking = study.integration.masking if study.integration else None
    file = f"{study.config.raw}/{masking.decisions if masking else ''}"
    problems = [
        Problem(file, "its id was never given out by this study; copy it from the list of the last run", row)
        for one, row in zip(rows["doubtful"], rows["file_row"], strict=True)
        if not was_given(key, DOUBTFUL, one)
    ]
    if problems:
        raise StudyError(problems)
    return dict(zip(rows["doubtful"].str.lower(), rows["decision"].astype("str"), strict=True))


def _write(study: Study, found: list[MaskedDocument], key: bytes, *, deduce: bool, searched: bool) -> None:
    texts: list[Row] = [{"document": one.name, "text": one.masked.text} for one in found]
    doubtful = [row for one in found for row in one.rows()]
    maskings = log((one.entry for one in found), key)
    write_rows(texts, "masked_texts", study.restricted)
    write_rows(_segments(study, found), "masked_segments", study.restricted)
    write_table(maskings, "masking_log", study.restricted)
    write_rows(doubtful, "masking_doubtful", study.restricted)
    _write_to_decide(study, doubtful)
    facts: Row = {
        "documents": len(found),
        "maskings": len(maskings),
        "doubtful": len(doubtful),
        "undecided": sum(row["decision"] is None for row in doubtful),
        "deduce": deduce,
        "searched": searched,
    }
    write_rows([facts] if found else [], "masking", study.processed)


def _segments(study: Study, found: list[MaskedDocument]) -> list[Row]:
    """Return where the passages that have a place lie in the masked texts."""
    by_name = {one.name: one for one in found}
    passages: pd.DataFrame = study.table("segments").dropna(subset=["start", "end"])
    rows: list[Row] = []
    for segment, document, start, end in (
        passages[["segment", "document", "start", "end"]]
        .drop_duplicates("segment")
        .itertuples(index=False, name=None)
    ):
        if (own := by_name.get(document)) is not None:
            first, last = own.masked.moves.span(int(start), int(end))
            rows.append(
                {
                    "segment": segment,
                    "document": document,
                    "start": first,
                    "end": last,
                    "undecided": own.undecided(int(start), int(end)),
                }
            )
    return rows


def _write_to_decide(study: Study, doubtful: list[Row]) -> None:
    """Write what is doubtful as a person fills it in, and puts it into the raw folder: semicolons, UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([row[name] for name in COLUMNS] for row in doubtful)
    write_to_fill_in(text.getvalue(), "mask_texts", study.restricted)
