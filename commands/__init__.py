"""The commands, loaded when they are called; they join the parts and hold no rules."""
