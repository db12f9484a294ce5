"""Bring scores and coded texts together, and what was done with what was planned.

Reads team_scores, scale_scores, documents, segments, codings and the frozen plan; of the restricted tables
hidden_names and received_codings, for the coders' list alone. Writes scales_by_team, theme_counts,
coder_agreement, code_frequencies, code_pairs, saturation, quotes, joint_display, theme_scores, case_order
and deviations, and restricted: coding_discussion.
"""

from typing import TYPE_CHECKING

from isop_analysis.contracts import empty_table, read_table, write_rows, write_table
from isop_analysis.contracts.table import Row
from isop_analysis.integration.agreement import agreement_rows, coders_compared, discussion_rows
from isop_analysis.integration.case_order import case_rows, scores_at
from isop_analysis.integration.deviations import deviation_rows
from isop_analysis.integration.frequencies import (
    asked_documents,
    frequency_rows,
    pair_rows,
    saturation_rows,
)
from isop_analysis.integration.joint_display import Scored, joint_display, subjects_of
from isop_analysis.integration.overview import scales_by_team
from isop_analysis.integration.theme_scores import Talked, theme_score_rows
from isop_analysis.integration.themes import theme_counts
from isop_analysis.study.study import Study

if TYPE_CHECKING:
    import pandas as pd


def run(study: Study) -> None:
    """Integrate and write the tables; a study without a qualitative part gets them without rows."""
    scores, documents, segments = (study.table(name) for name in ("team_scores", "documents", "segments"))
    overview = scales_by_team(scores) if len(scores) else empty_table("scales_by_team")
    write_table(overview, "scales_by_team", study.processed)
    write_rows(theme_counts(segments) if len(segments) else [], "theme_counts", study.processed)
    write_rows(frequency_rows(study, documents, segments), "code_frequencies", study.processed)
    write_rows(pair_rows(segments), "code_pairs", study.processed)
    write_rows(saturation_rows(documents, segments), "saturation", study.processed)
    write_rows([], "quotes", study.processed)
    _write_agreement(study, study.table("codings"))
    _write_displays(study, scores, asked_documents(documents), segments)
    write_rows(deviation_rows(study), "deviations", study.processed)


def _write_displays(
    study: Study, scores: "pd.DataFrame", documents: "pd.DataFrame", segments: "pd.DataFrame"
) -> None:
    """Write the tables of displays that put teams in the order of a score."""
    privacy, found = (
        study.config.privacy,
        dict[str, list[Row]](joint_display=[], theme_scores=[], case_order=[]),
    )
    themes = {code.name: code.theme for code in study.integration.codes} if study.integration else {}
    asked, talked = set(documents["team"]), Talked.of(documents, segments)
    for display in (one for one in study.displays if one.banded):
        scored = Scored.of(display, scores, asked, privacy.minimum_team)
        subjects = subjects_of(display, themes)
        found["joint_display"] += joint_display(display, scored, segments, subjects)
        if display.kind == "case_ordered":
            people = scores_at(study, study.table("scale_scores"), display)
            found["case_order"] += case_rows(display, scored, people, talked, subjects)
        else:
            seed, width = study.config.seed, privacy.minimum_cell
            found["theme_scores"] += theme_score_rows(display, scored, talked, subjects, seed, width)
    for name, rows in found.items():
        write_rows(rows, name, study.processed)


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
