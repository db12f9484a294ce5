"""What a structural model's variables are called in words."""

from isop_analysis.report.names import Names
from isop_analysis.report.words import Words


def variable_title(name: str, names: Names, words: Words) -> str:
    """Return `network_skill_T1` as the scale's title and its occasion; other names stay."""
    stem, _, occasion = name.rpartition("_")
    if occasion in names.occasions:
        return f"{words('variable.dose') if stem == 'dose' else names.scale(stem)} {occasion}"
    return names.scale(name)
