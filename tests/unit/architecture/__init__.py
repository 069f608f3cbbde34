"""Tests of the independence of the tool and the sandbox."""
