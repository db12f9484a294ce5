"""Numbers and words together: scales by team, themes, agreement between coders, joint displays."""

from isop_analysis.integration.joint_display import joint_display
from isop_analysis.integration.overview import scales_by_team
from isop_analysis.integration.themes import coder_agreement, theme_counts

__all__ = ["coder_agreement", "joint_display", "scales_by_team", "theme_counts"]
