"""Generated requests and checks: the only package that imports schemathesis."""
