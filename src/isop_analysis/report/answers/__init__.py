"""Answers to a study's questions: published facts, the authors' clauses, the words of a language."""
