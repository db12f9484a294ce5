"""Team sheets: what a team may have of itself, as two sides to talk about; no number is printed."""
