"""Faults in where the key goes, and where it may not."""

from contract_tests.faults.client._fault import ClientFault, Edit

__all__ = ["FAULTS"]

FAULTS = (
    ClientFault(
        "secrets.wrong-header",
        "The key is sent in another header.",
        (
            Edit(
                "_connection.py",
                "settings.service.key_header: settings.service.key_prefix + settings.api_key",
                '"x-api-key": settings.api_key',
            ),
        ),
        laws=("page.partition",),
        contract=("test_client_requests.py::test_requests",),
        tests=("test_transport.py::test_request_on_the_wire",),
        needs="an API with a key",
    ),
    ClientFault(
        "secrets.prefix-lost",
        "The key is sent without what stands before it.",
        (
            Edit(
                "_connection.py",
                "settings.service.key_prefix + settings.api_key",
                "settings.api_key",
            ),
        ),
        laws=("page.partition",),
        contract=("test_client_requests.py::test_requests",),
        tests=("test_transport.py::test_request_on_the_wire",),
        needs="a prefix before the key",
    ),
    ClientFault(
        "secrets.in-the-address",
        "The key is sent in the address, too.",
        (
            Edit(
                "_connection.py",
                'self.url = settings.base_url.rstrip("/") + target',
                (
                    'self.url = settings.base_url.rstrip("/") + target\n'
                    "            self.url += f\"{'&' if '?' in target else "
                    "'?'}api_key={settings.api_key}\""
                ),
            ),
        ),
        contract=("test_client_requests.py::test_requests",),
        tests=("test_transport.py::test_request_on_the_wire",),
        needs="an API with a key",
    ),
    ClientFault(
        "secrets.sent-twice",
        "The key is sent in a second header.",
        (
            Edit(
                "_connection.py",
                "                **settings.headers,\n",
                (
                    '                "x-api-key": settings.api_key,\n'
                    "                **settings.headers,\n"
                ),
            ),
        ),
        contract=("test_client_requests.py::test_requests",),
        needs="an API with a key",
    ),
    ClientFault(
        "secrets.in-the-repr",
        "The repr of a client shows the key.",
        (
            Edit(
                "_client.py",
                'return f"<{type(self).__name__} of {address}>"',
                ('return f"<{type(self).__name__} of {address}, {connection.settings.api_key}>"'),
                is_everywhere=True,
            ),
        ),
        contract=("test_client_pages.py::test_key",),
        tests=("test_configuration.py::test_key_is_not_shown",),
        needs="an API with a key",
    ),
    ClientFault(
        "secrets.echo-shown",
        "A key that the server echoes is shown by the error.",
        (
            Edit(
                "_redaction.py",
                (
                    'return re.sub("|".join(map(re.escape, ordered)), REDACTED, text) '
                    "if ordered else text"
                ),
                "return text if ordered else text",
            ),
        ),
        contract=("test_client_pages.py::test_key",),
        tests=("test_errors.py::test_echoed_key_is_not_shown",),
        needs="an API with a key",
    ),
    ClientFault(
        "secrets.escaped-echo-shown",
        "A key that is echoed as JSON or an address writes it is shown.",
        (
            Edit(
                "_redaction.py",
                (
                    "                json.dumps(secret)[1:-1],\n"
                    '                quote(secret, safe=""),\n'
                    "                quote(secret),\n"
                    "                quote_plus(secret),\n"
                ),
                "",
            ),
        ),
        tests=("test_errors.py::test_echoed_key_with_quotes_is_not_shown",),
        needs="an API with a key",
    ),
    ClientFault(
        "secrets.logged",
        "The log shows the key.",
        (
            Edit(
                "_connection.py",
                "url = self.bounds.secrets.redact(str(response.request.url))",
                'url = f"{response.request.url} {self._settings.api_key}"',
            ),
        ),
        contract=("test_client_pages.py::test_key",),
        tests=("test_options.py::test_the_logger_has_the_name_of_the_package",),
        needs="an API with a key",
    ),
    ClientFault(
        "secrets.stays-with-the-page",
        "A page keeps the key, with its request.",
        (
            Edit(
                "_http.py",
                "response.request.headers.pop(key_header, None)",
                "response.request.headers.get(key_header, None)",
            ),
        ),
        contract=("test_client_pages.py::test_key",),
        tests=("test_connection.py::test_the_key_does_not_stay_with_a_page",),
        needs="an API with a key",
    ),
    ClientFault(
        "secrets.in-the-refusal",
        "The error for a bad key shows the key.",
        (
            Edit(
                "_settings.py",
                'problem = "the key holds a blank,',
                'problem = f"{value!r} holds a blank,',
            ),
        ),
        tests=("test_configuration.py::test_bad_key",),
        needs="an API with a key",
    ),
    ClientFault(
        "secrets.others-shown",
        "Secrets in the caller's own headers are shown.",
        (
            Edit(
                "_redaction.py",
                "if _TELLING.search(name) and len(value) >= _SHORTEST",
                "if len(name) == 0",
            ),
        ),
        tests=("test_connection.py::test_secrets_that_overlap",),
    ),
)
