"""What servers get wrong: a mutant for every filter, page, flag, field, status and credential."""

from rollcall.mutants.server._catalogue import GROUPS, server_mutants

__all__ = ["GROUPS", "server_mutants"]
