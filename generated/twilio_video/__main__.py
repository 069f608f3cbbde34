# Generated from twilio-video.yaml (Twilio Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""The command line: ``python -m twilio_video``."""

import sys

from ._client import SERVICE, Client
from ._extra import missing_extra

__all__ = ["main"]


def main() -> int:
    """Run the command line, and return the exit code."""
    try:
        from ._command_line import Program, run  # noqa: PLC0415 - click and rich are an extra
        from ._commands import COMMANDS  # noqa: PLC0415
    except ModuleNotFoundError as error:
        return missing_extra(error, SERVICE.package)
    program = Program(
        service=SERVICE,
        summary="Twilio Video: the participants of rooms.",
        client=Client,
        commands=COMMANDS,
        key_variables=[
            ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"],
            ["TWILIO_API_KEY", "TWILIO_API_SECRET"],
        ],
    )
    return run(program, sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
