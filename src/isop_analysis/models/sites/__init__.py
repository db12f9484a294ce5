"""Sites against children's chances: units, their outcomes, their people, the estimates side by side."""
