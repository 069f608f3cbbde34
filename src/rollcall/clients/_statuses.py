"""The statuses that a document says are errors."""

from rollcall.spec import Spec

__all__ = ["is_documented_error"]


def is_documented_error(spec: Spec, status: int) -> bool:
    """Return whether any operation documents a status as an error: a client has its class."""
    documented = {
        str(each)
        for path in spec.raw["paths"].values()
        for operation in path.values()
        if "responses" in operation
        for each in operation["responses"]
        if str(each)[0] in "45"
    }
    return bool({str(status), f"{status // 100}XX"} & documented)
