"""Tests of laws with plugins, processes or sockets."""
