"""Build the documentation site, from docs/ and the Markdown beside it.

    scripts/build_site.py                   the site, in build/site
    scripts/build_site.py --links           check the links to other hosts, too

The pages of the OpenAPI documents need swagger-ui-dist, which `npm ci` installs.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from rollcall.spec import Pointer

_ROOT = Path(__file__).resolve().parents[1]
_RENDERER = _ROOT / "node_modules" / "swagger-ui-dist"
_ASSETS = ("swagger-ui.css", "swagger-ui-bundle.js", "LICENSE", "NOTICE")
_SHORT = {"x-expand", "x-filter", "x-search", "x-select", "x-sort"}
_REFUSED = re.compile(r"^(404|410) |^Anchor")
_PAGE = """\
<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
  content="default-src 'self' 'unsafe-inline' data: file:; connect-src 'none'">
<title>{title}</title>
<link rel="stylesheet" href="swagger-ui.css">
<style>
  body {{ margin: 0; }}
  .back {{ display: block; padding: 1rem 20px 0; font: 1rem sans-serif; }}
  .swagger-ui .opblock-tag {{ flex-wrap: wrap; }}
  .swagger-ui .opblock-tag small {{ flex: 1 0 60%; padding: 0 0.5em; }}
  .swagger-ui .response-col_links {{ display: none; }}
  .swagger-ui table {{ display: block; overflow-x: auto; }}
</style>
<a class="back" href="../docs/index.html">Documentation of Rollcall</a>
<div id="page"></div>
<script src="swagger-ui-bundle.js"></script>
<script>
  SwaggerUIBundle({{
    dom_id: "#page", spec: {spec}, deepLinking: true, showExtensions: true,
    supportedSubmitMethods: [], validatorUrl: null, defaultModelsExpandDepth: 0,
  }});
</script>
</html>
"""


def main() -> int:
    """Build the site, and return the status of the last step that failed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--output", type=Path, default=_ROOT / "build" / "site", metavar="FOLDER")
    parser.add_argument("--links", action="store_true", help="check the links to other hosts")
    options = parser.parse_args()
    shutil.rmtree(options.output, ignore_errors=True)
    has_pages = (_RENDERER / _ASSETS[0]).exists()
    if not has_pages:
        print("pages of openapi/: skipped, for they need Node and `npm ci`")
    status = _sphinx("html", options.output, has_pages=has_pages)
    if has_pages:
        _write_openapi(options.output / "openapi")
    files = [each for each in options.output.rglob("*") if each.is_file()]
    pages = sum(each.suffix == ".html" for each in files)
    size = sum(each.stat().st_size for each in files) / 1e6
    print(f"wrote {options.output}: {pages} pages, {size:.1f} MB")
    return status or (options.links and _check_links(options.output.parent / "links"))


def _sphinx(builder: str, output: Path, *, has_pages: bool) -> int:
    """Run a builder of Sphinx; each warning is an error."""
    cache = output.with_name("doctrees")
    command = [sys.executable, "-m", "sphinx", "--quiet", "--builder", builder]
    command += ["--fail-on-warning", "--keep-going", "--nitpicky"]
    command += ["--conf-dir", "docs", "--doctree-dir", str(cache)]
    command += ["--tag", "rendered"] if has_pages else []
    # The builder of links warns of each link that it cannot follow; _check_links prints them.
    stderr = subprocess.DEVNULL if builder == "linkcheck" else None
    return subprocess.run(  # noqa: S603 - our own
        [*command, str(_ROOT), str(output)], cwd=_ROOT, check=False, stderr=stderr
    ).returncode


def _write_openapi(folder: Path) -> None:
    """Write a page for each document of openapi/, and what it needs."""
    for name in _ASSETS:
        shutil.copy(_RENDERER / name, folder / name)
    for path in sorted((_ROOT / "openapi").glob("*.yaml")):
        document = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
        if "openapi" in document:
            spec = json.dumps(_inlined(document, document), default=str).replace("</", "<\\/")
            page = _PAGE.format(title=document["info"]["title"], spec=spec)
            (folder / path.with_suffix(".html").name).write_text(page, encoding="utf-8")


def _inlined(node: Any, document: Any, above: tuple[str, ...] = ()) -> Any:  # noqa: ANN401 - JSON
    """Return a part of a document without references, which Swagger UI fetches: not from disk.

    A schema keeps its name as its title. The annotation of a parameter is shown as JSON.
    """
    if isinstance(node, list):
        return [_inlined(each, document, above) for each in node]
    if not isinstance(node, dict):
        return node
    reference = node.get("$ref")
    if not isinstance(reference, str):
        return {
            key: json.dumps(value) if key in _SHORT else _inlined(value, document, above)
            for key, value in node.items()
        }
    title = {"title": reference.rpartition("/")[2]} if "/schemas/" in reference else {}
    if reference in above:
        return title
    target = Pointer(reference.removeprefix("#")).read(document)
    return {**title, **_inlined(target, document, (*above, reference))}


def _check_links(folder: Path) -> int:
    """Return 1 if a host refuses a link; a host that does not answer is only named."""
    _sphinx("linkcheck", folder, has_pages=False)
    lines = (folder / "output.json").read_text(encoding="utf-8").splitlines()
    broken = [each for each in map(json.loads, lines) if each["status"] in {"broken", "timeout"}]
    refused = [each for each in broken if _REFUSED.search(each["info"])]
    for each in broken:
        kind = "refused" if each in refused else "skipped, for its host does not answer"
        print(f"{each['filename']}:{each['lineno']}: {each['uri']}: {kind}: {each['info'][:60]}")
    return int(bool(refused))


if __name__ == "__main__":
    sys.exit(main())
