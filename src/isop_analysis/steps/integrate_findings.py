"""Bring scores and coded segments together, and what was done with what was planned.

Reads team_scores, segments and the frozen plan; writes scales_by_team, theme_counts, coder_agreement,
joint_display and deviations.
"""

from isop_analysis.contracts import empty_table, write_rows, write_table
from isop_analysis.integration.deviations import deviation_rows
from isop_analysis.integration.joint_display import joint_display
from isop_analysis.integration.overview import scales_by_team
from isop_analysis.integration.themes import coder_agreement, theme_counts
from isop_analysis.study.study import Study


def run(study: Study) -> None:
    """Integrate and write the tables; a study without a qualitative part gets them without rows."""
    scores, segments = study.table("team_scores"), study.table("segments")
    overview = scales_by_team(scores) if len(scores) else empty_table("scales_by_team")
    write_table(overview, "scales_by_team", study.processed)
    write_rows(theme_counts(segments) if len(segments) else [], "theme_counts", study.processed)
    write_rows(coder_agreement(segments) if len(segments) else [], "coder_agreement", study.processed)
    displays = study.integration.joint_displays if study.integration else []
    minimum = study.config.privacy.minimum_team
    rows = [row for display in displays for row in joint_display(display, scores, segments, minimum)]
    write_rows(rows, "joint_display", study.processed)
    write_rows(deviation_rows(study), "deviations", study.processed)
