"""Tables of many runners as people keep them: which column says what, and what its cells say."""
