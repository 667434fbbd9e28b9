"""Who prints: a house with its look, and a coach with words of their own."""
