"""Long tests, which run nightly."""
