"""Runs the command."""

import argparse
import sys

from contract_tests.faults.client import add_arguments, run

parser = argparse.ArgumentParser(prog="python -m contract_tests.faults.client")
add_arguments(parser)
sys.exit(run(parser.parse_args()))
