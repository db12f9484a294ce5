"""What the designs of a study's multilevel models can find, from planned and from fitted spread."""

from isop_analysis.models.designs.detectable import detectable_rows
from isop_analysis.models.designs.planned import planned_truth
from isop_analysis.models.designs.simulated import Simulations

__all__ = ["Simulations", "detectable_rows", "planned_truth"]
