"""The rule book: a knowledge base as web pages that open from disk, one for each part of it."""
