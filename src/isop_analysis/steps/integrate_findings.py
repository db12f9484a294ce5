"""Bring scores and coded segments together.

Reads team_scores and segments; writes scales_by_team, theme_counts, coder_agreement and joint_display.
"""

from isop_analysis.contracts import empty_table, write_table
from isop_analysis.integration import coder_agreement, joint_display, scales_by_team, theme_counts
from isop_analysis.study.study import Study

MINIMUM_TEAMS = 3


def run(study: Study) -> None:
    """Integrate and write the tables; a study without a qualitative part gets them without rows."""
    scores, segments = study.table("team_scores"), study.table("segments")
    overview = scales_by_team(scores) if len(scores) else empty_table("scales_by_team")
    write_table(overview, "scales_by_team", study.processed)
    minimum = study.config.privacy.minimum_cell
    _write(study, "theme_counts", theme_counts(segments, minimum) if len(segments) else [])
    _write(study, "coder_agreement", coder_agreement(segments) if len(segments) else [])
    displays = study.integration.joint_displays if study.integration else []
    rows = [row for display in displays for row in joint_display(display, scores, segments, MINIMUM_TEAMS)]
    _write(study, "joint_display", rows)


def _write(study: Study, name: str, rows: list[dict[str, object]]) -> None:
    import pandas as pd

    write_table(pd.DataFrame(rows) if rows else empty_table(name), name, study.processed)
