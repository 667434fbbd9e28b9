"""The interview line by line: numbered options, one question at a time.

Every line is plain text that a screen reader can read from top to bottom: no colour, no
redrawing, no escape codes, text before the prompt. Lines go through two functions, one that reads
and one that writes, so nothing here knows what a terminal is.
"""
