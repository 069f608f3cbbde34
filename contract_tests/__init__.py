"""The contract tests of the two providers, which use Rollcall's public API."""
