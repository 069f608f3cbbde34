"""Tests of complete runs against correct, defective and missing servers."""
