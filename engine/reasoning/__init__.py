"""Questions to a result: why, what if, what next. Answered by running the rules again."""
