"""What to ask a runner next, and what the answers so far mean; no input and no output."""
