"""What the designs of a study's multilevel models can find, from planned and from fitted spread."""
