"""The kinds of figures: a module a kind, whose ``draw(study, words)`` returns what could be drawn."""
