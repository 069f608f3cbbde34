"""Tests of rollcall.http."""
