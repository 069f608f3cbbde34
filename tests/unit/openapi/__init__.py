"""Tests of the OpenAPI documents, their annotations, and the tables of facts."""
