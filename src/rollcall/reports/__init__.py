"""Reports of runs and of mutation runs: on the terminal, and as files in several formats.

Each report is a function of frozen results; ``TerminalReporter`` also shows the events of a run.
"""

from rollcall.reports._annotations import annotations_for_github, to_annotations
from rollcall.reports._diff import diff_to_json, diff_to_markdown, fragments_of, print_diff
from rollcall.reports._junit import to_junit
from rollcall.reports._markdown import to_markdown
from rollcall.reports._mutation import (
    STATES,
    ChannelResult,
    MutantResult,
    MutationReport,
    MutationShard,
    State,
    mutation_to_json,
    read_mutation_report,
)
from rollcall.reports._mutation_join import join_mutation_reports
from rollcall.reports._mutation_page import mutation_to_html
from rollcall.reports._mutation_terminal import print_mutation_report
from rollcall.reports._output import FORMATS, update_baseline, write, write_mutation_report
from rollcall.reports._progress import Progress, open_console
from rollcall.reports._run_json import to_json
from rollcall.reports._run_page import to_html
from rollcall.reports._run_terminal import TerminalReporter, print_report
from rollcall.reports._run_text import counts_of, describe_result, summary_lines
from rollcall.reports._sarif import to_sarif
from rollcall.reports._upstream import print_upstream, upstream_to_json
from rollcall.reports._words import count, one_line
from rollcall.runs import redacted

__all__ = [
    "FORMATS",
    "STATES",
    "ChannelResult",
    "MutantResult",
    "MutationReport",
    "MutationShard",
    "Progress",
    "State",
    "TerminalReporter",
    "annotations_for_github",
    "count",
    "counts_of",
    "describe_result",
    "diff_to_json",
    "diff_to_markdown",
    "fragments_of",
    "join_mutation_reports",
    "mutation_to_html",
    "mutation_to_json",
    "one_line",
    "open_console",
    "print_diff",
    "print_mutation_report",
    "print_report",
    "print_upstream",
    "read_mutation_report",
    "redacted",
    "summary_lines",
    "to_annotations",
    "to_html",
    "to_json",
    "to_junit",
    "to_markdown",
    "to_sarif",
    "update_baseline",
    "upstream_to_json",
    "write",
    "write_mutation_report",
]
