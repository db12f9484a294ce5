"""Statistics that know nothing of a study: numbers in, numbers and verdicts out."""
