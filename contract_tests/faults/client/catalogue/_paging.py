"""Faults in how a list is read page by page."""

from contract_tests.faults.client._fault import ClientFault, Edit

__all__ = ["FAULTS"]

FAULTS = (
    ClientFault(
        "paging.last-page-lost",
        "The last page is not loaded.",
        (Edit("_routes.py", "else number <= self._last", "else number < self._last"),),
        laws=("page.partition",),
        contract=("test_client_requests.py::test_requests",),
        tests=("test_paging.py::test_all_pages",),
    ),
    ClientFault(
        "paging.first-page-only",
        "Only the first page is loaded.",
        (Edit("_walk.py", "return self._route.next(step)", "return None"),),
        laws=("page.partition",),
        contract=("test_client_requests.py::test_requests",),
        tests=("test_paging.py::test_all_pages",),
    ),
    ClientFault(
        "paging.never-ends",
        "Page after page is asked for, though the list has ended.",
        (
            Edit(
                "_routes.py",
                (
                    "is_there = step.number == self._accepted if self._last is None "
                    "else number <= self._last"
                ),
                "is_there = True",
            ),
            Edit(
                "_routes.py",
                "return self._last is not None and step.number > self._last",
                "return False",
            ),
        ),
        contract=("test_client_requests.py::test_requests",),
        tests=("test_paging.py::test_all_pages",),
        needs="numbered pages",
        is_endless=True,
    ),
    ClientFault(
        "paging.one-page-too-many",
        "One page is asked for beyond the last.",
        (
            Edit("_routes.py", "else number <= self._last", "else number <= self._last + 1"),
            Edit(
                "_routes.py", "and step.number > self._last\n", "and step.number > self._last + 1\n"
            ),
        ),
        contract=("test_client_requests.py::test_requests",),
        tests=("test_paging.py::test_all_pages",),
        needs="numbered pages",
    ),
    ClientFault(
        "paging.page-skipped",
        "Every other page is left out.",
        (
            Edit(
                "_routes.py",
                ("number = step.number + 1\n        is_there"),
                ("number = step.number + 2\n        is_there"),
            ),
        ),
        laws=("page.partition",),
        contract=("test_client_requests.py::test_requests",),
        tests=("test_paging.py::test_all_pages",),
        needs="numbered pages",
    ),
    ClientFault(
        "paging.page-twice",
        "The same page is asked for again and again.",
        (
            Edit(
                "_routes.py",
                ("number = step.number + 1\n        is_there"),
                ("number = step.number\n        is_there"),
            ),
            Edit(
                "_walk.py",
                "repeated = self._seen.repeated(map(identity, items), self._total)",
                "repeated: frozenset[int] = frozenset()",
            ),
        ),
        laws=("page.partition",),
        contract=("test_client_requests.py::test_requests",),
        tests=("test_paging.py::test_all_pages",),
        needs="numbered pages",
    ),
    ClientFault(
        "paging.number-unchecked",
        "A page that says it is another than the one asked for is taken.",
        (Edit("_routes.py", "if echo != step.number:", "if False:"),),
        contract=("test_client_pages.py::test_a_page_that_does_not_advance",),
        tests=("test_paging.py::test_page_that_does_not_advance",),
        needs="pages that say their number",
    ),
    ClientFault(
        "paging.for-ever-on-one-page",
        "When the page number does not advance, the list never ends.",
        (
            Edit("_routes.py", "if echo != step.number:", "if False:"),
            Edit(
                "_routes.py",
                (
                    "is_there = step.number == self._accepted if self._last is None "
                    "else number <= self._last"
                ),
                "is_there = echo_of is not None",
            ),
            Edit(
                "_routes.py",
                ("        number = step.number + 1\n        is_there"),
                ("        number, echo_of = step.number + 1, self._accepted\n        is_there"),
            ),
            Edit(
                "_routes.py",
                "return self._last is not None and step.number > self._last",
                "return False",
            ),
            Edit("_routes.py", "if count != expected:", "if False:"),
            Edit(
                "_walk.py",
                "repeated = self._seen.repeated(map(identity, items), self._total)",
                "repeated: frozenset[int] = frozenset()",
            ),
        ),
        contract=("test_client_pages.py::test_a_page_that_does_not_advance",),
        tests=(
            "test_vendor_defects.py::test_telnyx_pages_for_ever_when_the_number_does_not_advance",
        ),
        needs="numbered pages",
        is_endless=True,
    ),
    ClientFault(
        "paging.start-ignored",
        "A list that is to begin at a later page begins at the first.",
        (
            Edit(
                "_routes.py",
                "number = index if isinstance(index, int) else pages.default_index",
                "number = pages.default_index",
            ),
            Edit(
                "_routes.py",
                ("self.first = Step(number, request.target())\n        self.size = size"),
                (
                    "self.first = Step(number, request.target(**{pages.index: number}))\n"
                    "        self.size = size"
                ),
            ),
        ),
        laws=("page.partition",),
        contract=("test_client_requests.py::test_requests",),
        tests=("test_paging.py::test_begin_at_a_page",),
        needs="numbered pages",
    ),
    ClientFault(
        "paging.filters-lost",
        "From the second page on, the filters are lost.",
        (
            Edit(
                "_requests.py",
                "{**self.query, **changed}",
                (
                    "{self.operation.pages.size: "
                    "self.query.get(self.operation.pages.size), **changed}"
                ),
            ),
        ),
        laws=("filter.later_pages",),
        contract=("test_client_requests.py::test_requests",),
        tests=("test_vendor_defects.py::test_others_lose_the_filters_on_page_2",),
        needs="numbered pages",
    ),
    ClientFault(
        "paging.size-lost",
        "From the second page on, the page size is lost.",
        (
            Edit(
                "_requests.py",
                "{**self.query, **changed}",
                "{**self.query, self.operation.pages.size: None, **changed}",
            ),
        ),
        laws=("page.partition",),
        contract=("test_client_requests.py::test_requests",),
        tests=("test_vendor_defects.py::test_others_lose_the_filters_on_page_2",),
        needs="numbered pages",
    ),
    ClientFault(
        "paging.extra-parameters-lost",
        "From the second page on, the caller's extra parameters are lost.",
        (
            Edit(
                "_requests.py",
                "encode_pairs(self.settings.params.items())",
                "encode_pairs(() if changed else self.settings.params.items())",
            ),
        ),
        contract=("test_client_pages.py::test_extras",),
        tests=("test_paging.py::test_the_callers_parameters_go_with_every_page",),
        needs="numbered pages",
    ),
    ClientFault(
        "paging.empty-page-ends",
        "An empty page before the last ends the list without a word.",
        (
            Edit("_routes.py", "if count != expected:", "if count > expected:"),
            Edit(
                "_routes.py",
                'problem = f"page {step.number} of {self._last} is empty"',
                "self._last = step.number",
            ),
        ),
        contract=("test_client_pages.py::test_a_page_that_is_empty",),
        tests=("test_paging.py::test_empty_page_before_the_last",),
        needs="numbered pages",
    ),
    ClientFault(
        "paging.short-page-taken",
        "A page that lacks items is taken for whole.",
        (Edit("_routes.py", "if count != expected:", "if count > expected:"),),
        tests=("test_shifts.py::test_a_page_that_contradicts_itself",),
        needs="totals",
    ),
    ClientFault(
        "paging.page-count-unchecked",
        "A number of pages that contradicts the number of items is taken.",
        (
            Edit(
                "_routes.py",
                "if total_pages not in {None, expected_pages, expected_pages or 1}:",
                "if False:",
            ),
        ),
        tests=("test_shifts.py::test_a_page_that_contradicts_itself",),
        needs="totals",
    ),
    ClientFault(
        "paging.size-change-unnoticed",
        "A page size that changes between two pages is not noticed.",
        (
            Edit(
                "_routes.py",
                "if size is not None and self._accepted is not None and size != self.size:",
                "if False:",
            ),
        ),
        tests=("test_shifts.py::test_a_page_size_that_changes",),
        needs="pages that say their size",
    ),
    ClientFault(
        "paging.contradictions-swallowed",
        "A page that contradicts itself is given all the same.",
        (
            Edit(
                "_walk.py",
                ("if problem is not None:\n            raise PagingError(problem"),
                ("if step.number < 0:\n            raise PagingError(str(problem)"),
            ),
        ),
        contract=("test_client_pages.py::test_a_page_that_does_not_advance",),
        tests=("test_shifts.py::test_a_page_that_contradicts_itself",),
    ),
    ClientFault(
        "paging.items-twice",
        "An item that comes again on a later page is given twice.",
        (
            Edit(
                "_walk.py",
                "repeated = self._seen.repeated(map(identity, items), self._total)",
                "repeated: frozenset[int] = frozenset()",
            ),
        ),
        contract=("test_client_pages.py::test_items_that_come_again",),
        tests=("test_vendor_defects.py::test_others_give_rows_twice",),
    ),
    ClientFault(
        "paging.shrinking-unnoticed",
        "A list that shrinks while it is read loses items without a word.",
        (
            Edit(
                "_walk.py",
                ("elif before is not None and self._total is not None and self._total < before:"),
                "elif False:",
            ),
        ),
        tests=("test_shifts.py::test_a_list_that_shrinks_is_an_error",),
        needs="totals",
    ),
    ClientFault(
        "paging.change-not-raised",
        "A change of the list is not raised, though it was to be.",
        (
            Edit(
                "_walk.py",
                'if self._request.options.on_shift == "raise":',
                'if self._request.options.on_shift == "always":',
            ),
        ),
        contract=("test_client_pages.py::test_items_that_come_again",),
        tests=("test_shifts.py::test_an_item_that_comes_again_is_an_error",),
    ),
    ClientFault(
        "paging.change-always-raised",
        "A change of the list is raised, though it was to be ignored.",
        (
            Edit(
                "_walk.py",
                'if self._request.options.on_shift == "raise":',
                'if self._request.options.on_shift != "never":',
            ),
        ),
        contract=("test_client_pages.py::test_items_that_come_again",),
        tests=("test_shifts.py::test_an_item_that_comes_again_is_left_out",),
    ),
    ClientFault(
        "paging.repeated-items-kept",
        "Where changes are ignored, items that come again are not left out.",
        (
            Edit(
                "_walk.py",
                (
                    "return [item for position, item in enumerate(items) if position "
                    "not in repeated]"
                ),
                "return items",
            ),
        ),
        contract=("test_client_pages.py::test_items_that_come_again",),
        tests=("test_vendor_defects.py::test_others_give_rows_twice",),
    ),
    ClientFault(
        "paging.standing-unnoticed",
        "Pages that bring nothing new are read for as long as they come.",
        (Edit("_walk.py", "if is_standing and self._is_standing:", "if False:"),),
        tests=("test_shifts.py::test_pages_without_anything_new_are_an_end",),
        is_endless=True,
    ),
    ClientFault(
        "paging.items-forgotten",
        "Only the items of the page before are remembered.",
        (Edit("_seen.py", "self._newer |= fresh", "self._newer = fresh"),),
        tests=("test_shifts.py::test_an_item_that_comes_again_much_later",),
    ),
    ClientFault(
        "paging.order-lost",
        "The items of a page are given in another order.",
        (Edit("_walk.py", "items = operation.items(body)", "items = operation.items(body)[::-1]"),),
        laws=("page.partition",),
        contract=("test_client_responses.py::test_valid_responses",),
        tests=("test_paging.py::test_all_pages",),
    ),
    ClientFault(
        "paging.last-item-lost",
        "The last item of each page is lost.",
        (
            Edit(
                "_walk.py",
                "return Page(items, operation.meta(body), response)",
                "return Page(items[:-1], operation.meta(body), response)",
            ),
        ),
        laws=("page.partition",),
        contract=("test_client_responses.py::test_valid_responses",),
        tests=("test_paging.py::test_all_pages",),
    ),
    ClientFault(
        "paging.limit-off-by-one",
        "One item more is given than the limit says.",
        (Edit("_walk.py", "items = items[: self._missing]", "items = items[: self._missing + 1]"),),
        contract=("test_client_pages.py::test_limit",),
        tests=("test_reading_ahead.py::test_limit",),
    ),
    ClientFault(
        "paging.limit-of-0-is-all",
        "A limit of 0 gives everything.",
        (
            Edit(
                "_walk.py",
                "self._missing = request.options.limit",
                "self._missing = request.options.limit or None",
            ),
        ),
        contract=("test_client_pages.py::test_limit",),
        tests=("test_vendor_defects.py::test_twilio_gives_everything_for_a_limit_of_0",),
    ),
    ClientFault(
        "paging.limit-per-page",
        "The limit holds for each page, not for the list.",
        (Edit("_walk.py", "self._missing -= len(items)", "self._missing -= 0"),),
        contract=("test_client_pages.py::test_limit",),
        tests=("test_reading_ahead.py::test_limit",),
    ),
    ClientFault(
        "paging.limit-loads-more",
        "A page is loaded though the limit is reached.",
        (Edit("_walk.py", "if between >= self._missing:", "if between > self._missing:"),),
        contract=("test_client_pages.py::test_limit",),
        tests=("test_reading_ahead.py::test_limit",),
        needs="numbered pages",
    ),
    ClientFault(
        "paging.limit-ends-early",
        "A list with a limit ends a page too early.",
        (
            Edit(
                "_walk.py",
                "(step.number - self._accepted.number) *",
                "(step.number - self._accepted.number + 1) *",
            ),
        ),
        contract=("test_client_pages.py::test_limit",),
        tests=("test_reading_ahead.py::test_limit",),
        needs="numbered pages",
    ),
    ClientFault(
        "paging.first-loads-all",
        "The first item is given when all pages are loaded.",
        (
            Edit(
                "_pagers.py",
                "return next((item for page in pages for item in page.items), None)",
                "return next(iter([item for page in pages for item in page.items]), None)",
            ),
        ),
        contract=("test_client_pages.py::test_first",),
        tests=("test_paging.py::test_first",),
    ),
    ClientFault(
        "paging.all-loaded-first",
        "The first page is given when all are loaded.",
        (
            Edit(
                "_pagers.py",
                ("            for page in pages:\n                yield from page.items"),
                ("            for page in list(pages):\n                yield from page.items"),
            ),
        ),
        tests=("test_paging.py::test_pages_are_loaded_when_needed",),
    ),
    ClientFault(
        "paging.total-unknown",
        "The number of items is never known.",
        (Edit("_pagers.py", "self._total = walk.total", "self._total = None", is_everywhere=True),),
        contract=("test_client_pages.py::test_first",),
        tests=("test_links.py::test_limit_and_total",),
        needs="totals",
    ),
    ClientFault(
        "paging.second-reading-goes-on",
        "A list that is read a second time goes on where it was.",
        (
            Edit(
                "_pagers.py",
                "walk = Walk(self._request)",
                'walk = self.__dict__.setdefault("walk", Walk(self._request))',
                is_everywhere=True,
            ),
        ),
        contract=("test_client_pages.py::test_first",),
        tests=("test_paging.py::test_iterating_twice",),
    ),
    ClientFault(
        "paging.counted-from-1",
        "Pages are counted from 1, wherever the API begins.",
        (
            Edit("_routes.py", "return self._pages.first + total_pages - 1", "return total_pages"),
            Edit("_routes.py", "(number - self._pages.first) * size", "(number - 1) * size"),
        ),
        tests=("test_links.py::test_pages_counted_from_zero",),
        needs="pages counted from 0",
    ),
    ClientFault(
        "paging.untold-end-missed",
        "A list that says nothing of its length ends after a page.",
        (
            Edit(
                "_routes.py",
                "is_full = count >= self.size if self.size else count > 0",
                "is_full = False",
            ),
        ),
        tests=("test_links.py::test_a_list_without_totals",),
        needs="a list without totals",
    ),
)
