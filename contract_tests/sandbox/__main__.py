"""Run `python -m contract_tests.sandbox`."""

import sys

from contract_tests.sandbox._command import main

if __name__ == "__main__":
    sys.exit(main())
