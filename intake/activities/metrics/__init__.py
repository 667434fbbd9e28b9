"""Metrics of a runner's history: figures over windows of days, each with its reason if missing."""
