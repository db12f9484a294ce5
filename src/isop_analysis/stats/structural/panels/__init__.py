"""Models of the same persons at three or more waves: what comes first within a person, how a person grows."""
