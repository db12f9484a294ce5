"""From config to fits: the frame of each model, centring, declared effects, rows with their record."""
