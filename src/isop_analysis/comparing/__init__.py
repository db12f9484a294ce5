"""What changed between two builds of one study, and why: published tables of then against those of now."""
