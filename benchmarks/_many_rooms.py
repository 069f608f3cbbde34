"""Serve a number of rooms, with little time per page.

python -m benchmarks._many_rooms ROOMS
"""

import asyncio
import json
import re
import sys
from asyncio import IncompleteReadError, StreamReader, StreamWriter

from attrs import field, frozen

from ._child import announce
from ._rooms import PAGE_SIZE, meta, room

__all__ = ["main"]

_NUMBER = re.compile(rb"[?&]page(?:%5B|\[)number(?:%5D|\])=(\d+)")


def _template() -> str:
    text = json.dumps(room(0))
    return text.replace(f"{0:012x}", "%(place)012x").replace("Room 0", "Room %(place)d")


@frozen
class _Rooms:
    """Returns a page of rooms for every request."""

    total: int
    template: str = field(factory=_template)

    async def handle(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Handle the requests of a connection, one after the other."""
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                found = _NUMBER.search(head.partition(b"\r\n")[0])
                writer.write(self._response(int(found[1]) if found else 1))
                await writer.drain()
        except (IncompleteReadError, ConnectionError):
            writer.close()

    def _response(self, number: int) -> bytes:
        places = range((number - 1) * PAGE_SIZE, min(number * PAGE_SIZE, self.total))
        rooms = ", ".join([self.template % {"place": place} for place in places])
        body = f'{{"data": [{rooms}], "meta": {json.dumps(meta(number, self.total))}}}'
        head = f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
        return f"HTTP/1.1 200 OK\r\n{head}{body}".encode("ascii")


async def main() -> None:
    """Serve until the standard input is closed."""
    rooms = _Rooms(int(sys.argv[1]))
    server = await asyncio.start_server(rooms.handle, "127.0.0.1", 0)
    announce(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v2")
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
