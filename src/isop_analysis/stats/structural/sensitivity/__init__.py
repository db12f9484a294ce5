"""How strong an unmeasured cause would have to be to take an indirect effect away."""
