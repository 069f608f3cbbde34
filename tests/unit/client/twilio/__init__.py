"""Tests of the client for lists that links page through, behind users and passwords."""
