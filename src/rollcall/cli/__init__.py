"""The command ``rollcall``."""

import os
import sys
import traceback
from pathlib import Path

import click

from rollcall.cli._annotate import annotate
from rollcall.cli._check import check
from rollcall.cli._common import EXIT_STATUS, RefusedError
from rollcall.cli._diff import diff
from rollcall.cli._generate import generate
from rollcall.cli._laws import laws
from rollcall.cli._mutate import mutate
from rollcall.cli._report import report
from rollcall.cli._upstream import upstream
from rollcall.config import cache_folder
from rollcall.spec import SpecError, UsageError

__all__ = ["main"]

_INCOMPLETE = 3


class _Group(click.Group):
    def invoke(self, ctx: click.Context) -> object:
        """Run a command, and print errors of the library in one message, without a traceback."""
        try:
            return super().invoke(ctx)
        except (SpecError, UsageError) as problem:
            raise RefusedError(str(problem)) from None
        except BrokenPipeError:
            raise
        except OSError as problem:
            raise RefusedError(f"{problem.filename}: {problem.strerror}") from None
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception:  # noqa: BLE001 - status 1 would say that a law is violated
            traceback.print_exc()
            raise SystemExit(_INCOMPLETE) from None


@click.group(
    cls=_Group,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=f"""{EXIT_STATUS}

    Completion in bash: eval "$(_ROLLCALL_COMPLETE=bash_source rollcall)". Use zsh_source or
    fish_source in these shells.""",
)
@click.version_option(package_name="rollcall-contract", prog_name="rollcall")
def main() -> None:
    """Check that a list API does what its OpenAPI document says.

    Rollcall derives laws from the document, about filters, pages, totals, links and tokens. It
    checks them with the data of a running server, over plain HTTP and through a generated
    client. It changes nothing on the server.

    Start with: rollcall check openapi.yaml http://127.0.0.1:8000
    """
    # Modules with laws, and generated clients, are imported from the current folder.
    if str(Path.cwd()) not in sys.path:
        sys.path.insert(0, str(Path.cwd()))
    # Hypothesis writes its cache into the current folder unless it is told another one.
    os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(cache_folder()))


for _command in (check, annotate, mutate, report, generate, diff, upstream, laws):
    main.add_command(_command)
