"""Run `python -m rollcall.mutants`."""

import sys

from rollcall.mutants._command import main

if __name__ == "__main__":
    sys.exit(main())
