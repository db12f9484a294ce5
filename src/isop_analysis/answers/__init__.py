"""Readers of survey exports, of the register, consent, aliases and the table of documents.

`manifest` lists and verifies the raw files; `survey` opens an export and reads its cells by the codebook; one
module a format (`qualtrics_csv`, `limesurvey_csv`, `spss_sav`, `forms_xlsx`, `plain_csv`) finds the columns;
`tidy` writes what was read. `check_study` and `import_answers` share all of it.
"""
