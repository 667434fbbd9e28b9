"""The questions on paper: to fill in by hand, and to type in later."""
