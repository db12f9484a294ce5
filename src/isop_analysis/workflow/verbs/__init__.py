"""The verbs of ``isop``: what each takes, and whom it calls."""
