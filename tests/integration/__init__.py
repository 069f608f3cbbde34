"""Tests with sockets, processes or a browser."""
