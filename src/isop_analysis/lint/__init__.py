"""Checks of a study before it is shown to others: `isop lint`.

`check` says what a run would stop at; these say what a reader, a participant or a reviewer would miss. Each
file holds the checks of one subject, `every_check` all of them, `linting` goes through them.
"""
