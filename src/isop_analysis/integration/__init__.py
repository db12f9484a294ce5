"""Numbers and words together: scales by team, themes, agreement between coders, joint displays; the plan."""
