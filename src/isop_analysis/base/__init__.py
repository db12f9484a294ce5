"""What every room may use: refusals with keys, nearest names, whole files, locks."""
