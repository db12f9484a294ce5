"""What a model expects at declared points: estimated marginal means, their differences, simple slopes."""
