"""The report: numbers and sentences as readers see them, chapters, one self-contained page a language.

Nothing here computes a statistic: tables of earlier steps are read, formatted and placed. Rooms: `numbers`
(the one rounding function), `words` (every text in nl and en), `sentences` (the verdict on an estimate),
`page` (chapters, tables, HTML), `notebooks` (executed beside the report), `typeface`.
"""
