"""The comparison of two results."""
