"""The examples of rules: reading and running them, and finding those that are missing."""
