"""Answers from wherever a runner gives them; every answer keeps where it came from."""
