"""Tests of the generator: its output, its errors, and the files that it keeps."""
