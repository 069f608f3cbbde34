"""The tests of the project itself, a folder per subject."""
