"""Bring scores and coded texts together, and what was done with what was planned.

Reads team_scores, documents, segments, codings and the frozen plan; of the restricted tables hidden_names and
received_codings, for the coders' list alone. Writes scales_by_team, theme_counts, coder_agreement,
code_frequencies, code_pairs, saturation, joint_display and deviations, and restricted: coding_discussion.
Open answers count in coder_agreement, and as a kind of text in code_frequencies; all else is about talks.
"""

from typing import TYPE_CHECKING

from isop_analysis.contracts import empty_table, read_table, write_rows, write_table
from isop_analysis.integration.agreement import agreement_rows, coders_compared, discussion_rows
from isop_analysis.integration.deviations import deviation_rows
from isop_analysis.integration.frequencies import (
    asked_documents,
    frequency_rows,
    pair_rows,
    saturation_rows,
)
from isop_analysis.integration.joint_display import joint_display
from isop_analysis.integration.overview import scales_by_team
from isop_analysis.integration.talks import of_talks, talks
from isop_analysis.integration.themes import theme_counts
from isop_analysis.study.study import Study

if TYPE_CHECKING:
    import pandas as pd


def run(study: Study) -> None:
    """Integrate and write the tables; a study without a qualitative part gets them without rows."""
    scores, texts, coded = (study.table(name) for name in ("team_scores", "documents", "segments"))
    documents, segments = talks(texts), of_talks(coded, texts)
    overview = scales_by_team(scores) if len(scores) else empty_table("scales_by_team")
    write_table(overview, "scales_by_team", study.processed)
    write_rows(theme_counts(segments) if len(segments) else [], "theme_counts", study.processed)
    write_rows(frequency_rows(study, texts, coded), "code_frequencies", study.processed)
    write_rows(pair_rows(segments), "code_pairs", study.processed)
    write_rows(saturation_rows(documents, segments), "saturation", study.processed)
    _write_agreement(study, study.table("codings"))
    displays = study.integration.joint_displays if study.integration else []
    minimum, asked = study.config.privacy.minimum_team, set(asked_documents(documents)["team"])
    rows = [row for one in displays for row in joint_display(one, scores, segments, asked, minimum)]
    write_rows(rows, "joint_display", study.processed)
    write_rows(deviation_rows(study), "deviations", study.processed)


def _write_agreement(study: Study, codings: "pd.DataFrame") -> None:
    if study.integration is None or codings.empty:
        write_rows([], "coder_agreement", study.processed)
        write_rows([], "coding_discussion", study.restricted)
        return
    found = coders_compared(codings, study.config.seed)
    rows = agreement_rows(found, codings, study.integration.coded)
    write_rows(rows, "coder_agreement", study.processed)
    restricted = [read_table(name, study.restricted) for name in ("hidden_names", "received_codings")]
    write_rows(discussion_rows(found, *restricted), "coding_discussion", study.restricted)
