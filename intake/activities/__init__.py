"""What a runner's watch and apps recorded: read, put in order, and summed to metrics.

One way, from left to right; each arrow is one function:

    files ─ archive ─► reader ─► Activity ─ judging ─► Diary ─ metrics ─► Figure ─► answers

A reader knows one format and nothing else. Coordinates are read, used and forgotten: no shape of
this package holds one.
"""
