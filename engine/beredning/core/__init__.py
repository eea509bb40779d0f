"""Core: pure values and rules; imports the standard library and transitions only."""
