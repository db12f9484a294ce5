"""What readers get: numbers and sentences, chapters, pages, tables, each at its own depth.

Nothing here computes a statistic: published tables are read, formatted and placed. Rooms: `blocks` (what a
reader's document is made of), `writers` (the same blocks as page, PDF and Word file), `annex` (everything
published, one page a language), `tables` (as files, with a codebook), `notebooks` (executed beside them),
`front_door` (what there is to read), `look` and `typeface` (how every page looks).
"""
