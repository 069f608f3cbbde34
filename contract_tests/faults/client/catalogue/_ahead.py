"""Faults in requests ahead of who reads."""

from contract_tests.faults.client._fault import ClientFault, Edit

__all__ = ["FAULTS"]

FAULTS = (
    ClientFault(
        "ahead.out-of-order",
        "Pages that were read ahead come in another order.",
        (
            Edit(
                "_pagers.py",
                "step, answer = coming.popleft()",
                "step, answer = coming.pop()",
                is_everywhere=True,
            ),
        ),
        laws=("page.partition",),
        tests=("test_reading_ahead.py::test_same_items_in_the_same_order",),
        needs="numbered pages",
    ),
    ClientFault(
        "ahead.unbounded",
        "All pages are asked for at once.",
        (
            Edit(
                "_pagers.py",
                "while len(coming) < concurrency:",
                "while concurrency:",
                is_everywhere=True,
            ),
        ),
        tests=("test_reading_ahead.py::test_no_more_than_the_bound_under_way_or_held",),
        needs="numbered pages",
    ),
    ClientFault(
        "ahead.one-too-many",
        "One request more is under way than there may be.",
        (
            Edit(
                "_pagers.py",
                "while len(coming) < concurrency:",
                "while len(coming) < concurrency + (concurrency > 1):",
                is_everywhere=True,
            ),
        ),
        tests=("test_reading_ahead.py::test_no_more_than_the_bound_under_way_or_held",),
        needs="numbered pages",
    ),
    ClientFault(
        "ahead.not-ahead",
        "Nothing is read ahead.",
        (
            Edit(
                "_pagers.py",
                "_Deferred(get) if concurrency == 1 else _Thread(get)",
                "_Deferred(get)",
            ),
        ),
        tests=("test_reading_ahead.py::test_no_more_than_the_bound_under_way_or_held",),
        needs="numbered pages",
    ),
    ClientFault(
        "ahead.page-twice",
        "A page that was asked for is asked for again.",
        (
            Edit(
                "_pagers.py",
                "walk.next(coming[-1][0] if coming else step)",
                "walk.next(coming[-1][0] if len(coming) > 1 else step)",
                is_everywhere=True,
            ),
        ),
        tests=("test_reading_ahead.py::test_same_items_in_the_same_order",),
        needs="numbered pages",
    ),
    ClientFault(
        "ahead.page-lost",
        "A page that was read ahead is lost.",
        (
            Edit(
                "_pagers.py",
                "                    send(following)",
                (
                    "                    send(walk.next(following) or following if "
                    "concurrency > 1 else following)"
                ),
                is_everywhere=True,
            ),
        ),
        tests=("test_reading_ahead.py::test_same_items_in_the_same_order",),
        needs="numbered pages",
    ),
    ClientFault(
        "ahead.error-lost",
        "An error of a request ahead is replaced by another.",
        (Edit("_pagers.py", "raise self._error or AssertionError", "raise AssertionError"),),
        tests=("test_reading_ahead.py::test_a_refusal_comes_after_the_pages_before_it",),
        needs="numbered pages",
    ),
    ClientFault(
        "ahead.error-ends-the-list",
        "An error of a request ahead ends the list without a word.",
        (
            Edit(
                "_pagers.py",
                "            self._error = error\n",
                "            self._error = StopIteration()\n",
            ),
            Edit(
                "_pagers.py",
                "page = walk.accept(step, answer.result())",
                (
                    "try:\n"
                    "                    page = walk.accept(step, answer.result())\n"
                    "                except StopIteration:\n"
                    "                    break"
                ),
            ),
        ),
        tests=("test_reading_ahead.py::test_a_refusal_comes_after_the_pages_before_it",),
        needs="numbered pages",
    ),
    ClientFault(
        "ahead.goes-on",
        "Requests ahead go on when nobody reads any more.",
        (Edit("_pagers.py", "            stop.set()\n", "            pass\n"),),
        tests=(
            "test_reading_ahead.py::test_leaving_stops_at_once",
            "test_reading_ahead.py::test_leaving_ends_the_waits",
        ),
        needs="numbered pages",
    ),
    ClientFault(
        "ahead.goes-on-async",
        "Tasks ahead go on when nobody reads any more.",
        (
            Edit(
                "_pagers.py",
                "await cancel(each.task for _, each in coming if isinstance(each, Begun))",
                "pass",
            ),
        ),
        tests=("test_reading_ahead.py::test_leaving_cancels_async",),
        needs="numbered pages",
    ),
    ClientFault(
        "ahead.beyond-the-end",
        "Pages beyond an end that has moved are given.",
        (Edit("_pagers.py", "if walk.is_beyond(coming[0][0]):", "if False:", is_everywhere=True),),
        tests=("test_reading_ahead.py::test_a_list_that_shrinks_ends_where_it_ends",),
        needs="numbered pages",
    ),
    ClientFault(
        "ahead.outside-asyncio",
        "Reading ahead outside asyncio raises an error of Python.",
        (
            Edit(
                "_connection.py",
                ("except RuntimeError:\n            problem"),
                ("except ZeroDivisionError:\n            problem"),
            ),
        ),
        tests=("test_reading_ahead.py::test_trio",),
        needs="numbered pages",
    ),
    ClientFault(
        "ahead.link-late",
        "A linked page is asked for only when the one before it is used up.",
        (
            Edit(
                "_pagers.py",
                "if concurrency > 1 and not coming and step is not walk.first:",
                "if False:",
                is_everywhere=True,
            ),
        ),
        tests=(
            "test_links.py::test_the_next_page_comes_while_one_is_used",
            "test_links.py::test_the_next_page_comes_while_one_is_used_async",
        ),
        needs="pages with links",
    ),
    ClientFault(
        "ahead.link-soon",
        "The second linked page is asked for before anybody wants it.",
        (
            Edit(
                "_pagers.py",
                "if concurrency > 1 and not coming and step is not walk.first:",
                "if concurrency > 1 and not coming:",
                is_everywhere=True,
            ),
        ),
        tests=(
            "test_links.py::test_the_next_page_comes_while_one_is_used",
            "test_links.py::test_the_next_page_comes_while_one_is_used_async",
        ),
        needs="pages with links",
    ),
)
