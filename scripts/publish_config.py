"""Write docs/reference/config.md, the keys of [tool.rollcall], from the class Config."""

import argparse
import inspect
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs

from rollcall.config import Config

_PAGE = Path(__file__).parents[1] / "docs" / "reference" / "config.md"
_ATTRIBUTE = re.compile(r"^ {4}(\w+): (.*(?:\n {8}.*)*)", re.MULTILINE)
_INTRODUCTION = """\
# The configuration

`scripts/publish_config.py` writes this page from the class `rollcall.Config`. A value is set by an
option of the command, such as `--max-requests 500`; by a variable of the environment, such as
`ROLLCALL_MAX_REQUESTS=500`; or by a key of `pyproject.toml`, for the command and for pytest:

```toml
[tool.rollcall]
profile = "ci"
overlays = ["overlay.yaml"]
exclude-laws = ["http.*"]
```

An option is stronger than the environment, which is stronger than the file. In the environment,
commas separate several values. The token has no key: it is in `ROLLCALL_TOKEN`, as
[Credentials and requests](../howto/requests.md) describes.

| key | default | meaning |
| --- | --- | --- |"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the page, or compare it with its sources."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit with 1 if changed"
    )
    options = parser.parse_args(arguments)
    text = "\n".join([_INTRODUCTION, *_rows(), ""])
    if options.check:
        return int(_PAGE.read_text(encoding="utf-8") != text)
    _PAGE.write_text(text, encoding="utf-8")
    sys.stdout.write(f"wrote {_PAGE}\n")
    return 0


def _rows() -> Iterator[str]:
    """Yield a row for each key, in the order of the class."""
    meanings = dict(_ATTRIBUTE.findall(inspect.getdoc(Config) or ""))
    for field in attrs.fields(Config):
        meaning = " ".join(meanings[field.name].split()).replace("``", "`")
        yield f"| `{field.name.replace('_', '-')}` | {_default(field.default)}| {meaning} |"


def _default(value: object) -> str:
    """Return a default as TOML; nothing for one that the meaning names."""
    if isinstance(value, bool):
        return f"`{str(value).lower()}` "
    if isinstance(value, str) and value:
        return f'`"{value}"` '
    return f"`{value}` " if isinstance(value, int | float) else ""


if __name__ == "__main__":
    sys.exit(main())
