"""Tests of the OpenAPI documents, their annotations and the tables around them."""
