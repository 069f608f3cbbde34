"""What servers get wrong: a fault for every filter, page, flag, field, status and credential."""

from rollcall.mutants.server._catalogue import GROUPS, catalogue

__all__ = ["GROUPS", "catalogue"]
