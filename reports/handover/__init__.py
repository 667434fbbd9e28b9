"""The handover: one page for a doctor or physiotherapist."""
