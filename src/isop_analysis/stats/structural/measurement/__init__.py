"""How well factors are measured and told apart: composite reliability, variance extracted, HTMT."""
