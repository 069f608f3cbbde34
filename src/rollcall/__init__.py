"""Rollcall proves that a list API does what its OpenAPI document says."""
