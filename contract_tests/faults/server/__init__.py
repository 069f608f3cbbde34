"""What servers get wrong: a fault for every filter, page, flag, field, status and credential."""

from ._catalogue import GROUPS, catalogue

__all__ = ["GROUPS", "catalogue"]
