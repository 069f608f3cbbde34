"""Faults in whose connections are opened and closed."""

from contract_tests.faults.client._fault import ClientFault, Edit

__all__ = ["FAULTS"]

FAULTS = (
    ClientFault(
        "connections.callers-client-closed",
        "The caller's own HTTP client is closed.",
        (
            Edit(
                "_http.py",
                "if self._owned and self._client is not None:",
                "if self._client is not None:",
                is_everywhere=True,
            ),
        ),
        contract=("test_client_pages.py::test_close",),
        tests=(
            "test_configuration.py::test_callers_http_client_stays_open",
            "test_configuration.py::test_callers_async_http_client_stays_open",
        ),
    ),
    ClientFault(
        "connections.left-open",
        "Closing the client leaves its connections open.",
        (Edit("_http.py", "                self._client.close()\n", "                pass\n"),),
        tests=("test_configuration.py::test_own_connections_are_closed",),
    ),
    ClientFault(
        "connections.left-open-async",
        "Closing the asynchronous client leaves its connections open.",
        (Edit("_http.py", "            await self._client.aclose()\n", "            pass\n"),),
        tests=("test_configuration.py::test_own_connections_are_closed_async",),
    ),
    ClientFault(
        "connections.left-open-by-with",
        "The end of a with statement does not close the client.",
        (Edit("_client.py", "        self.close()\n", "        pass\n"),),
        tests=("test_configuration.py::test_own_connections_are_closed",),
    ),
    ClientFault(
        "connections.others-closed",
        "Closing a client that was derived closes the original.",
        (
            Edit(
                "_connection.py",
                "other._closes = settings, self._http, False",
                "other._closes = settings, self._http, True",
                is_everywhere=True,
            ),
        ),
        tests=("test_options.py::test_closing_the_other_closes_nothing",),
    ),
    ClientFault(
        "connections.callers-parameters-replace",
        "The parameters of the caller's HTTP client replace the query.",
        (Edit("_http.py", "if client.params:", "if False:"),),
        tests=("test_transport.py::test_parameters_of_a_callers_http_client_are_added",),
    ),
    ClientFault(
        "connections.callers-credentials-replace",
        "The credentials of the caller's HTTP client replace the key.",
        (Edit("_http.py", "auth=_NO_AUTH, ", "", is_everywhere=True),),
        tests=("test_configuration.py::test_callers_credentials_do_not_replace_the_key",),
    ),
    ClientFault(
        "connections.closed-client-escapes",
        "A closed client raises an error of the HTTP library.",
        (
            Edit(
                "_http.py",
                ("    if client is None or client.is_closed:\n        raise _closed(url, secrets)"),
                ("    if client is None:\n        raise _closed(url, secrets)"),
            ),
            Edit(
                "_http.py",
                (
                    "    if client is None or client.is_closed:\n"
                    "        raise _closed(str(request.url), bounds.secrets)"
                ),
                ('    if client is None:\n        raise RuntimeError("closed")'),
            ),
            Edit("_http.py", "    RuntimeError,\n", ""),
        ),
        contract=("test_client_pages.py::test_close",),
        tests=("test_connection.py::test_attempts_are_counted_whatever_comes_of_the_last",),
    ),
    ClientFault(
        "connections.stalled-for-ever",
        "Nobody ends the wait of a thread for a server that stalls.",
        (
            Edit(
                "_http.py",
                "with deadline_watched(bounds.deadline, self._sockets):",
                "with threading.Lock():",
            ),
        ),
        tests=("test_total_timeout.py::test_a_response_that_never_ends[sync]",),
        is_endless=True,
    ),
    ClientFault(
        "connections.tasks-left",
        "Closing the asynchronous client leaves its tasks behind.",
        (Edit("_connection.py", "            await cancel(abandoned)\n", ""),),
        tests=("test_connection.py::test_closing_cancels_what_was_begun",),
    ),
)
