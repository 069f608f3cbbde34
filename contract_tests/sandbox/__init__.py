"""A server for tests, written by hand from the documentation of the API it serves.

    from contract_tests.sandbox import serve

    with serve(rooms=60, seed=1) as sandbox:
        httpx.get(f"{sandbox.base_url}/rooms", headers={"authorization": f"Bearer {sandbox.token}"})

On the command line: `python -m contract_tests.sandbox --help`.
"""

from contract_tests.sandbox._rate_limit import RateLimit
from contract_tests.sandbox._sandbox import DEFAULT_TOKEN, Sandbox, build_app, serve

__all__ = ["DEFAULT_TOKEN", "RateLimit", "Sandbox", "build_app", "serve"]
