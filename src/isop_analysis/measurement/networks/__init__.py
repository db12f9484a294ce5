"""Who works with which profession, and who does which tasks: from a study's answers to measures.

1. `named`: who was asked at which wave, and which options they chose. 2. Each person once: at a wave, at an
occasion, or over all of them. 3. `ties_of`: their ties by content, with own professions and named ones as the
study merged them. 4. Rows of each table: `egos`, `ties`, `teams`, `chance`, `tasks`.
"""
