"""Mutants of servers: defects of filters, pages, flags, fields, statuses and credentials."""

from rollcall.mutants.server._catalogue import GROUPS, server_mutants
from rollcall.mutants.server._kinds import defects_of

__all__ = ["GROUPS", "defects_of", "server_mutants"]
