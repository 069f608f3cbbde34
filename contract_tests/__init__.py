"""The contract tests of the two providers, as any user of Rollcall would write them."""
