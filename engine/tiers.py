"""How urgent a flag can be, and which routes and plans go with that."""

TIERS = ("A", "B", "C", "D")
MOST_URGENT = TIERS[0]  # ends an interview at once
ROUTES = (
    "ambulance",
    "emergency department",
    "same day",
    "within two days",
    "within days",
    "doctor within two weeks",
    "within two weeks",
    "self-care",
)
# What a flag of each tier may say, so that no emergency is looked after at home.
TIER_ROUTES = {
    "A": ("ambulance", "emergency department"),
    "B": ("same day", "within two days", "within days"),
    "C": ("doctor within two weeks", "within two weeks"),
    "D": ("self-care",),
}
TIER_PLANS = {
    "A": ("none",),
    "B": ("none", "hold"),
    "C": ("no-impact", "hold", "site"),
    "D": ("hold", "site", "unchanged"),
}
FREE_MODES = frozenset({"full", "keep-going"})  # of a plan that no flag restricts
PLAN_MODES = ("none", "no-impact", "hold", "site", "unchanged")  # strictest first
