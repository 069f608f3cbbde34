"""A hint where the command line's libraries are not installed."""

import sys
from importlib.metadata import metadata, packages_distributions

__all__ = ["missing_extra"]

_EXTRA = "cli"
_USAGE = 2


def missing_extra(error: ModuleNotFoundError, package: str) -> int:
    """Print how to install the libraries of the command line, and return the exit code.

    Args:
        error: The failed import.
        package: The name of this package.

    Raises:
        ModuleNotFoundError: ``error``, if it is about another module.
    """
    if error.name not in {"click", "rich"}:
        raise error
    needed = ["click", "rich"]
    for distribution in packages_distributions().get(package, ()):
        if _EXTRA in (metadata(distribution).get_all("Provides-Extra") or ()):
            needed = [f"'{distribution}[{_EXTRA}]'"]
    words = f"the command line needs click and rich: pip install {' '.join(needed)}"
    sys.stderr.write(f"python -m {package}: error: {words}\n")
    return _USAGE
