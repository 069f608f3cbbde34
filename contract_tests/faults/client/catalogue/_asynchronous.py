"""Faults in what is the same in both clients."""

from contract_tests.faults.client._fault import ClientFault, Edit

__all__ = ["FAULTS"]

FAULTS = (
    ClientFault(
        "asynchronous.query-dropped",
        "The asynchronous client drops the query.",
        (
            Edit(
                "_pagers.py",
                "get = partial(self._connection.get, step.target, settings)\n",
                "get = partial(self._connection.get, self._request.path, settings)\n",
            ),
        ),
        laws=("page.length", "filter.sound"),
        contract=("test_client_requests.py::test_sync_equals_async",),
        tests=("test_arguments.py::test_query",),
    ),
    ClientFault(
        "asynchronous.timeout-ignored",
        "The asynchronous client ignores its timeouts.",
        (
            Edit(
                "_http.py",
                ("        try:\n            with anyio.move_on_after(bounds.remaining()):"),
                (
                    '        request.extensions["timeout"] = {}\n'
                    "        try:\n"
                    "            with anyio.move_on_after(bounds.remaining()):"
                ),
            ),
        ),
        contract=("test_client_pages.py::test_timeouts",),
        tests=("test_vendor_defects.py::test_twilio_ignores_the_timeout_when_async",),
        is_endless=True,
    ),
    ClientFault(
        "asynchronous.total-timeout-ignored",
        "The asynchronous client ignores the time that a page may take.",
        (
            Edit(
                "_http.py",
                "with anyio.move_on_after(bounds.remaining()):",
                "with anyio.move_on_after(math_inf):",
            ),
            Edit(
                "_http.py",
                "_PORTS = range(1, 65536)",
                ('_PORTS = range(1, 65536)\nmath_inf = float("inf")'),
            ),
        ),
        tests=("test_total_timeout.py::test_a_response_that_never_ends[async]",),
        is_endless=True,
    ),
    ClientFault(
        "asynchronous.not-of-429",
        "The asynchronous client does not send again what a rate limit refused.",
        (
            Edit(
                "_connection.py",
                (
                    "except RequestError as error:\n"
                    "                    wait = sending.wait_after(error)\n"
                    "        finally:\n"
                    "            sending.leave_line()\n"
                    "\n"
                    "\n"
                    "class Begun"
                ),
                (
                    "except RequestError as error:\n"
                    "                    if error.status == _TOO_MANY:\n"
                    "                        raise\n"
                    "                    wait = sending.wait_after(error)\n"
                    "        finally:\n"
                    "            sending.leave_line()\n"
                    "\n"
                    "\n"
                    "class Begun"
                ),
            ),
        ),
        tests=("test_vendor_defects.py::test_twilio_does_not_repeat_after_each_status_when_async",),
    ),
    ClientFault(
        "asynchronous.items-lost",
        "The asynchronous client gives only the first item of each page.",
        (
            Edit(
                "_pagers.py",
                ("                for item in page.items:\n                    yield item"),
                ("                for item in page.items[:1]:\n                    yield item"),
            ),
        ),
        contract=("test_client_pages.py::test_first",),
        tests=("test_paging.py::test_all_pages",),
    ),
    ClientFault(
        "asynchronous.last-page-lost",
        "The asynchronous client does not give the last page.",
        (
            Edit(
                "_pagers.py",
                "page = walk.accept(step, await answer)\n",
                (
                    "page = walk.accept(step, await answer)\n"
                    "                if step.number > 1 and walk.next(step) is None:\n"
                    "                    break\n"
                ),
            ),
        ),
        contract=("test_client_requests.py::test_sync_equals_async",),
        tests=("test_paging.py::test_all_pages",),
    ),
    ClientFault(
        "asynchronous.first-is-last",
        "The asynchronous first() gives the last item of the page.",
        (
            Edit(
                "_pagers.py",
                ("                for item in page.items:\n                    return item"),
                ("                for item in page.items[::-1]:\n                    return item"),
            ),
        ),
        contract=("test_client_pages.py::test_first",),
        tests=("test_paging.py::test_async_pages_and_first",),
    ),
    ClientFault(
        "asynchronous.errors-swallowed",
        "The asynchronous client ends the list at an error.",
        (
            Edit(
                "_pagers.py",
                "page = walk.accept(step, await answer)\n",
                (
                    "try:\n"
                    "                    page = walk.accept(step, await answer)\n"
                    "                except Exception:\n"
                    "                    break\n"
                ),
            ),
        ),
        contract=("test_client_responses.py::test_failures_are_the_same_in_async",),
        tests=("test_errors.py::test_class_per_status",),
    ),
    ClientFault(
        "asynchronous.redirects-followed",
        "The asynchronous client follows redirects.",
        (
            Edit(
                "_http.py",
                ("request, auth=_NO_AUTH, follow_redirects=False, stream=True\n            )"),
                ("request, auth=_NO_AUTH, follow_redirects=True, stream=True\n            )"),
            ),
        ),
        tests=("test_transport.py::test_redirects_are_not_followed",),
    ),
)
