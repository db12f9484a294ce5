"""What readers get: numbers and sentences, chapters, pages, tables, each at its own depth.

Nothing here computes a statistic: published tables are read, formatted and placed. Rooms: `annex` (everything
published, one page a language), `tables` (as files, with a codebook), `notebooks` (executed beside them),
`front_door` (what there is to read), `look` and `typeface` (how every page looks).
"""
