"""The library does what its document says."""

import rollcall
from library.main import app

contract = rollcall.contract(rollcall.from_asgi("/openapi.json", app))


@contract.parametrize()
def test_contract(case: rollcall.Case) -> None:
    """Check one law on one list, or send generated requests."""
    case.check()
