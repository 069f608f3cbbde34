"""The links between the pages of a list, as a server writes them that no client has a say in."""

from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from rollcall.clients._call import Call
from rollcall.clients._places import write, write_end
from rollcall.clients._wire import text_of
from rollcall.spec import success_schema

__all__ = ["write_links"]

# A client that decodes a link and encodes it again writes some of this otherwise.
_CURSOR = "cursor=%2Fafter%20{number}+~%3D"


def write_links(call: Call, body: Any, number: int, last: int) -> None:  # noqa: ANN401 - any JSON
    """Write the links of a page: those that there are, and of the others that there are none.

    Args:
        call: The call whose list it is. Its links keep the arguments.
        body: The page.
        number: Which page it is.
        last: Which is the last.
    """
    links = call.operation.paging
    schema = success_schema(call.spec, call.operation)
    first = call.operation.first_index
    write(body, links.itself, _link(call, number))
    write(body, links.first, _link(call, first))
    for pointer, other in ((links.prev, number - 1), (links.next, number + 1)):
        if first <= other <= last:
            write(body, pointer, _link(call, other))
        else:
            write_end(call.spec, schema, body, pointer)


def _link(call: Call, number: int) -> str:
    """Write the address of a page: a query alone, a path, or the whole of it, each in turn."""
    path = call.operation.path
    pairs = []
    for parameter, value in call.given():
        if parameter.location == "path":
            path = path.replace(f"{{{parameter.name}}}", quote(text_of(value), safe=""))
        else:
            pairs.append((parameter.name, text_of(value)))
    query = "&".join(filter(None, [urlencode(pairs), _CURSOR.format(number=number)]))
    server = call.spec.server
    forms = (f"?{query}", f"{urlsplit(server).path}{path}?{query}", f"{server}{path}?{query}")
    return forms[number % len(forms)]
