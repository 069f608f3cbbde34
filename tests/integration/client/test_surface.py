"""What the package offers, and what importing it costs."""

import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import telnyx_video

GENERATED = Path(telnyx_video.__file__).parents[1]

_IMPORT = """
import sys
before = set(sys.modules)
import telnyx_video
for name in sorted(set(sys.modules) - before):
    print(name)
"""


def test_names_are_locked() -> None:
    """A name is added to or taken from the package on purpose, never by accident."""
    assert telnyx_video.__all__ == [
        "SPEC_VERSION",
        "UNSET",
        "ArgumentError",
        "AsyncClient",
        "AsyncPager",
        "AsyncTelnyx",
        "BadRequestError",
        "Client",
        "ConnectionFailedError",
        "DecodingError",
        "DocumentedStatusError",
        "Error",
        "ErrorItem",
        "ErrorList",
        "ErrorSource",
        "ForbiddenError",
        "GenericError",
        "ListChangedError",
        "NotFoundError",
        "Page",
        "PageMeta",
        "Pager",
        "PagingError",
        "RequestError",
        "Retries",
        "Room",
        "RoomList",
        "RoomParticipant",
        "RoomParticipantList",
        "RoomSession",
        "RoomSessionList",
        "SchemaError",
        "ServerError",
        "StatusError",
        "Telnyx",
        "TimeoutExceededError",
        "TooManyRequestsError",
        "TransportError",
        "UnauthorizedError",
        "UndocumentedStatusError",
        "UnprocessableEntityError",
        "UnsetType",
        "to_dict",
        "to_json",
    ]


def test_every_name_is_there() -> None:
    """Each name of ``__all__`` can be imported, and the package says that it is typed."""
    for name in telnyx_video.__all__:
        assert hasattr(telnyx_video, name), name
    assert (GENERATED / "telnyx_video" / "py.typed").is_file()


def test_import_stands_alone() -> None:
    """Importing the package imports its three dependencies, theirs, and the standard library."""
    run = subprocess.run(
        [sys.executable, "-c", _IMPORT],
        env={"PYTHONPATH": str(GENERATED)},
        cwd="/",
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    imported = {name.partition(".")[0] for name in run.stdout.split()}
    known = packages_distributions()
    foreign = {name for name in imported - set(sys.stdlib_module_names) if not name.startswith("_")}
    admitted = {
        "attr",
        "attrs",
        "httpx",
        "msgspec",
        "telnyx_video",
        "anyio",
        "certifi",
        "h11",
        "httpcore",
        "idna",
        "sniffio",
        "typing_extensions",
    }
    # httpx takes these up where they happen to be installed, for HTTP/2, colours and encodings.
    admitted |= {"brotli", "brotlicffi", "click", "h2", "hpack", "hyperframe", "pygments", "rich"}
    admitted |= {"socksio", "zstandard"}
    assert foreign <= admitted, {name: known.get(name) for name in foreign - admitted}
