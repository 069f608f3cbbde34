"""Show defects of other clients: for each defect, a run of that client and a run of ours.

    python -m benchmarks.defects

A cell begins with "yes" if the run showed the defect, or with "no", followed by the observation.
The server stops a client that sends requests without end.
"""

import logging

from ._defects import DEFECTS, Seen, linked_package
from ._stock import stock_package
from ._table import print_goal, print_table

__all__ = ["main"]


def main() -> None:
    """Run every defect, and print the observations."""
    # The clients log each of their many retries.
    logging.getLogger("telnyx_video").setLevel(logging.CRITICAL)
    ours: list[Seen] = []
    with stock_package(), linked_package():
        for client, defects in DEFECTS.items():
            rows = []
            for defect in defects:
                seen = defect.run_ours()
                ours.append(seen)
                rows.append((defect.name, _cell(defect.run_theirs()), _cell(seen)))
            print_table(f"Defects: {client}", ("it", "theirs", "ours"), rows, has_texts=True)
    count = sum(seen.is_defect for seen in ours)
    print_goal("no defect in ours", f"{count} in {len(ours)} runs", met=count == 0)


def _cell(seen: Seen) -> str:
    return f"{'yes' if seen.is_defect else 'no'}: {seen.text}"


if __name__ == "__main__":
    main()
