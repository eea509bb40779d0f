"""Review: pure review rules over documents read as values."""
