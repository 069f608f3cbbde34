"""Tests of rollcall annotate on servers, and as a command."""
