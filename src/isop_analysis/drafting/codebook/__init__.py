"""The codebook page: what exports hold per item and scale, for the analyst alone (0600).

1. `answered`: the answers as they were received, or as they were kept once the study has run.
2. `facts`: per item its distribution and kinds of absence, per scale its reliability.
3. `page`, `linked_data`: that as a page a language, and as JSON-LD (schema.org) for other programs.
"""
