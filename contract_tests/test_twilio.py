"""The contract tests of Twilio Video.

Each case is a law on a list through a channel, a check of the generated client, or a phase of
generated requests. `pytest contract_tests -k page` runs those with `page` in their ids.
"""

from collections.abc import Mapping

import rollcall

contract = rollcall.contract(rollcall.from_path("openapi/twilio-video.yaml"))


@contract.parametrize()
def test_twilio(case: rollcall.Case, sandbox: Mapping[str, rollcall.Target]) -> None:
    """The case passes on the sandbox."""
    case.check(sandbox["twilio-video"])
