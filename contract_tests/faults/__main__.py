"""Run `python -m contract_tests.faults`."""

import sys

from contract_tests.faults._command import main

if __name__ == "__main__":
    sys.exit(main())
