"""What a run read, did and made, as an RO-Crate (profile Provenance Run Crate): data in, JSON-LD out."""
