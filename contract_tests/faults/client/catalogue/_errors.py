"""Faults in what is raised."""

from contract_tests.faults.client._fault import ClientFault, Edit

__all__ = ["FAULTS"]

FAULTS = (
    ClientFault(
        "errors.500-swallowed",
        "A status of 500 and more is no error.",
        (
            Edit(
                "_connection.py",
                "if response.status_code != _OK:",
                "if response.status_code != _OK and response.status_code < 500:",
            ),
        ),
        contract=("test_client_responses.py::test_failures_are_told",),
        tests=("test_vendor_defects.py::test_stock_returns_for_an_error",),
    ),
    ClientFault(
        "errors.422-returned",
        "Status 422 is taken for a page.",
        (
            Edit(
                "_connection.py",
                "if response.status_code != _OK:",
                "if response.status_code not in {_OK, 422}:",
            ),
        ),
        contract=("test_client_responses.py::test_failures_are_told",),
        tests=("test_errors.py::test_class_per_status",),
    ),
    ClientFault(
        "errors.2xx-taken",
        "Every status from 200 to 299 is taken for a page.",
        (
            Edit(
                "_connection.py",
                "if response.status_code != _OK:",
                "if response.status_code // 100 != 2:",
            ),
        ),
        contract=("test_client_responses.py::test_failures_are_told",),
        tests=("test_errors.py::test_class_per_status",),
    ),
    ClientFault(
        "errors.status-lost",
        "An error does not tell its status.",
        (Edit("_errors.py", "self.status = exchange.status", "self.status = None"),),
        contract=(
            "test_client_responses.py::test_failures_are_told",
            "test_client_server.py::test_wrong_key",
        ),
        tests=("test_vendor_defects.py::test_twilio_raises_a_bare_exception",),
    ),
    ClientFault(
        "errors.body-lost",
        "An error does not hold the body.",
        (Edit("_connection.py", "body=next(filter(None, bodies), None)", "body=None"),),
        contract=("test_client_server.py::test_wrong_key",),
        tests=("test_errors.py::test_listed_errors_are_typed",),
    ),
    ClientFault(
        "errors.body-untyped",
        "The body of an error is a dict.",
        (
            Edit(
                "_connection.py",
                "body=next(filter(None, bodies), None)",
                (
                    "body=next(filter(None, bodies), None) and "
                    '__import__("json").loads(response.content)'
                ),
            ),
        ),
        contract=("test_client_server.py::test_wrong_key",),
        tests=("test_vendor_defects.py::test_telnyx_gives_error_bodies_as_dicts",),
    ),
    ClientFault(
        "errors.one-class",
        "Every status raises the same class.",
        (
            Edit(
                "_connection.py",
                (
                    'kinds.get(str(status)) or kinds.get(f"{status // 100}XX") or '
                    "service.fallback_error"
                ),
                "service.fallback_error",
            ),
        ),
        contract=("test_client_server.py::test_wrong_key",),
        tests=("test_errors.py::test_class_per_status",),
    ),
    ClientFault(
        "errors.classes-of-statuses-unknown",
        "The statuses 5XX raise the class of undocumented ones.",
        (Edit("_connection.py", ' or kinds.get(f"{status // 100}XX")', ""),),
        contract=("test_client_responses.py::test_failures_are_told",),
        tests=("test_errors.py::test_class_per_status",),
        needs="a documented 5XX",
    ),
    ClientFault(
        "errors.unknown-status-escapes",
        "A status that has no name, such as 599, raises an error of Python.",
        (
            Edit(
                "_http.py",
                "return httpx.codes.get_reason_phrase(status)",
                "return httpx.codes(status).name",
            ),
        ),
        contract=("test_client_responses.py::test_failures_are_the_same_in_async",),
        tests=("test_vendor_defects.py::test_stock_returns_for_an_error",),
    ),
    ClientFault(
        "errors.request-id-lost",
        "An error does not tell the server's id of the request.",
        (
            Edit(
                "_errors.py",
                'exchange.headers.get("x-request-id")',
                'exchange.headers.get("request-id")',
            ),
        ),
        tests=("test_errors.py::test_what_the_server_calls_the_request",),
    ),
    ClientFault(
        "errors.headers-lost",
        "An error does not hold the headers.",
        (
            Edit(
                "_errors.py",
                "self.headers = dict(exchange.headers)",
                "self.headers: dict[str, str] = {}",
            ),
        ),
        tests=("test_errors.py::test_what_the_server_calls_the_request",),
    ),
    ClientFault(
        "errors.content-lost",
        "An error does not hold what was received.",
        (Edit("_errors.py", "self.content = exchange.content", 'self.content = b""'),),
        contract=("test_client_server.py::test_wrong_key",),
        tests=("test_errors.py::test_what_the_server_calls_the_request",),
    ),
    ClientFault(
        "errors.not-picklable",
        "An error cannot be pickled or copied.",
        (Edit("_errors.py", "def __reduce__(self)", "def _reduced(self)"),),
        tests=("test_errors.py::test_errors_can_be_pickled_and_copied",),
    ),
    ClientFault(
        "errors.argument-error-apart",
        "A refused argument is no error of the package.",
        (
            Edit(
                "_errors.py",
                "class ArgumentError(Error, ValueError):",
                "class ArgumentError(ValueError):",
            ),
        ),
        contract=("test_client_requests.py::test_refused_arguments",),
        tests=("test_errors.py::test_one_base",),
    ),
    ClientFault(
        "errors.transport-escapes",
        "Broken connections raise errors of the HTTP library.",
        (
            Edit(
                "_http.py",
                "except _FAILURES as error:",
                "except ZeroDivisionError as error:",
                is_everywhere=True,
            ),
        ),
        contract=("test_client_responses.py::test_failures_are_the_same_in_async",),
        tests=("test_transport.py::test_broken_response",),
    ),
    ClientFault(
        "errors.timeout-untold",
        "A timeout is raised as a broken connection.",
        (Edit("_http.py", "if isinstance(error, httpx.TimeoutException):", "if False:"),),
        contract=("test_client_responses.py::test_failures_are_told",),
        tests=("test_transport.py::test_stalled_server",),
    ),
    ClientFault(
        "errors.transport-swallowed",
        "A broken connection ends the list without a word.",
        (
            Edit(
                "_pagers.py",
                "page = walk.accept(step, answer.result())",
                (
                    "try:\n"
                    "                    page = walk.accept(step, answer.result())\n"
                    "                except OSError:\n"
                    "                    break\n"
                    "                except Exception as error:\n"
                    "                    if getattr(error, 'status', 0) is None and "
                    "hasattr(error, 'url'):\n"
                    "                        break\n"
                    "                    raise"
                ),
            ),
        ),
        contract=("test_client_responses.py::test_failures_are_the_same_in_async",),
        tests=("test_transport.py::test_broken_response",),
    ),
)
