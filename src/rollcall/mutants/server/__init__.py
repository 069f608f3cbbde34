"""Mutants of servers: defects of filters, pages, flags, fields, statuses and credentials."""

from rollcall.mutants.server._catalogue import GROUPS, server_mutants

__all__ = ["GROUPS", "server_mutants"]
