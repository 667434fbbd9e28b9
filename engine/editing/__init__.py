"""Changing knowledge files so that everything else in them stays: comments, layout, order."""
