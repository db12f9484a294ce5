"""From exports to the config a person would have typed, and a codebook page of what they hold.

1. `raw_tables`: the files as tables, by the readers of `answers`.
2. `column_kinds`: what each column is; identities and consent are only pointed at, never decided.
3. `closed_answers`, `suggested_scales`: ranges, labels, reversed items, scales.
4. `instrument_draft`, `study_draft`: what the files are together: instruments, waves, register.
5. `*_text`: that as YAML, each guess with a comment.
6. `new_study`, `next_wave`: the two things that `isop new` does.

No cell of a person's comes into a draft but the labels of closed questions.
"""
