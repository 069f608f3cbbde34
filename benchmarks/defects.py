"""The defects that were measured in other clients: a run of theirs, and one of ours, for each.

    python -m benchmarks.defects

A cell begins with "yes" where the run has shown the defect, and with "no" where it has not, and
goes on with what was observed. A client that does not end by itself is cut off by the server.
"""

import logging

from ._defects import DEFECTS, Seen, linked_package
from ._stock import stock_package
from ._table import print_goal
from ._texts import print_texts

__all__ = ["main"]


def main() -> None:
    """Run every defect, and print what was observed."""
    # Each repetition of a request is logged, and there are many.
    logging.getLogger("telnyx_video").setLevel(logging.CRITICAL)
    ours: list[Seen] = []
    with stock_package(), linked_package():
        for client, defects in DEFECTS.items():
            rows = []
            for defect in defects:
                seen = defect.run_ours()
                ours.append(seen)
                rows.append((defect.name, _cell(defect.run_theirs()), _cell(seen)))
            print_texts(f"Defects: {client}", ("it", "theirs", "ours"), rows)
    count = sum(seen.is_defect for seen in ours)
    print_goal("no defect in ours", f"{count} in {len(ours)} runs", met=count == 0)


def _cell(seen: Seen) -> str:
    return f"{'yes' if seen.is_defect else 'no'}: {seen.text}"


if __name__ == "__main__":
    main()
