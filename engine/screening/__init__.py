"""The same conclusions for thousands of runners at once: one SQL query of a knowledge base."""
