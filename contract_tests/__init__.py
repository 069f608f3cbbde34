"""The contract tests of the two providers, written as any user of Rollcall writes them."""
