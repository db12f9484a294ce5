"""Where each number came from: hashes of everything a run read and wrote."""

from isop_analysis.audit.files import audit_rows

__all__ = ["audit_rows"]
