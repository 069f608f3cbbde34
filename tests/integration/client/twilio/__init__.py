"""Tests of the client for linked pages and HTTP Basic."""
