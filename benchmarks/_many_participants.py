"""Serve a number of participants of a room, with little time per page.

python -m benchmarks._many_participants PARTICIPANTS
"""

import asyncio
import json
import re
import sys
from asyncio import IncompleteReadError, StreamReader, StreamWriter

from attrs import field, frozen

from ._child import announce
from ._rooms import LARGEST_LINKED, twilio_participant

__all__ = ["ROOM", "main"]

ROOM = f"RM{0:032x}"
"""The room of the participants."""

_NUMBER = re.compile(rb"[?&]Page=(\d+)")
_HOST = re.compile(rb"\r\nhost: *([^\r]+)", re.IGNORECASE)


def _template() -> str:
    text = json.dumps(twilio_participant(0, "https://video.twilio.com"))
    return text.replace(f"PA{0:032x}", "PA%(place)032x").replace(
        "Participant 0", "Participant %(place)d"
    )


@frozen
class _Participants:
    """Returns a page of participants, with a link to the next page, for every request."""

    total: int
    template: str = field(factory=_template)

    async def handle(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Handle the requests of a connection, one after the other."""
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                found, host = _NUMBER.search(head.partition(b"\r\n")[0]), _HOST.search(head)
                origin = f"http://{host[1].decode('ascii')}" if host else ""
                writer.write(self._response(int(found[1]) if found else 0, origin))
                await writer.drain()
        except (IncompleteReadError, ConnectionError):
            writer.close()

    def _response(self, number: int, origin: str) -> bytes:
        begin, end = number * LARGEST_LINKED, min((number + 1) * LARGEST_LINKED, self.total)
        people = ", ".join([self.template % {"place": place} for place in range(begin, end)])
        address = f"{origin}/v1/Rooms/{ROOM}/Participants?PageSize={LARGEST_LINKED}&Page="
        meta = {
            "page": number,
            "page_size": LARGEST_LINKED,
            "first_page_url": f"{address}0",
            "previous_page_url": f"{address}{number - 1}" if number else None,
            "next_page_url": f"{address}{number + 1}" if end < self.total else None,
            "url": f"{address}{number}",
            "key": "participants",
        }
        body = f'{{"participants": [{people}], "meta": {json.dumps(meta)}}}'
        head = f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
        return f"HTTP/1.1 200 OK\r\n{head}{body}".encode("ascii")


async def main() -> None:
    """Serve until the standard input is closed."""
    participants = _Participants(int(sys.argv[1]))
    server = await asyncio.start_server(participants.handle, "127.0.0.1", 0)
    announce(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
