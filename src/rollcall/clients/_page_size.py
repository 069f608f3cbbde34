"""The number of items of a full page."""

from rollcall.channels import Call

__all__ = ["full_size"]


def full_size(call: Call) -> int:
    """Return the number of items of a full page; 1 if a page may report its own size."""
    operation = call.operation
    size = operation.page_size
    if operation.paging.is_linked or operation.paging.size_echo is not None or size is None:
        return 1
    asked = call.arguments.get(size.python_name)
    return max(1, asked if isinstance(asked, int) else int(size.schema.get("default", 1)))
