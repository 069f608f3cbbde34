"""Run the command: python -m rollcall."""

from rollcall.cli import main

main(prog_name="rollcall")
