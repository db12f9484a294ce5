"""Missing answers of a study: when, which, of what kind, whether by chance; who left between occasions."""
