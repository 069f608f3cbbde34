"""The contract suite, run as its users run it: against good servers, faulty ones, and none."""
