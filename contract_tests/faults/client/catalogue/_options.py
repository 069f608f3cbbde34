"""Faults in what a client is told."""

from contract_tests.faults.client._fault import ClientFault, Edit

__all__ = ["FAULTS"]

FAULTS = (
    ClientFault(
        "options.no-key-needed",
        "A client starts without a key.",
        (
            Edit(
                "_settings.py",
                ("    if not value:\n        variable ="),
                ("    if value is None:\n        variable ="),
            ),
        ),
        contract=("test_client_pages.py::test_key",),
        tests=("test_vendor_defects.py::test_telnyx_sends_requests_without_a_key",),
        needs="an API with a key",
    ),
    ClientFault(
        "options.bad-key-taken",
        "A key that no header can carry is taken.",
        (
            Edit(
                "_settings.py",
                'if not value.isascii() or not value.isprintable() or " " in value:',
                "if False:",
            ),
        ),
        tests=("test_configuration.py::test_bad_key",),
        needs="an API with a key",
    ),
    ClientFault(
        "options.key-of-environment-ignored",
        "The key of the environment is ignored.",
        (Edit("_settings.py", 'os.environ.get(f"{variables}_API_KEY", "")', '""'),),
        tests=("test_options.py::test_key_and_address_of_the_environment",),
        needs="an API with a key",
    ),
    ClientFault(
        "options.address-of-environment-ignored",
        "The address of the environment is ignored.",
        (
            Edit(
                "_settings.py",
                'os.environ.get(f"{variables}_BASE_URL") or service.base_url',
                "service.base_url",
            ),
        ),
        tests=("test_options.py::test_key_and_address_of_the_environment",),
    ),
    ClientFault(
        "options.environment-first",
        "The environment goes before the arguments.",
        (
            Edit(
                "_settings.py",
                "return cls(service, **defaults | _given(options))",
                (
                    "told = {\n"
                    "            name: os.environ[variable]\n"
                    '            for name in ("api_key", "base_url")\n'
                    '            if (variable := f"{variables}_{name.upper()}") in os.environ\n'
                    "        }\n"
                    "        return cls(service, **defaults | _given(options) | told)"
                ),
            ),
        ),
        tests=("test_options.py::test_arguments_go_before_the_environment",),
    ),
    ClientFault(
        "options.address-ignored",
        "The address that was passed is ignored.",
        (
            Edit(
                "_connection.py",
                'self.url = settings.base_url.rstrip("/") + target',
                'self.url = settings.service.base_url.rstrip("/") + target',
            ),
        ),
        laws=("page.partition",),
        contract=("test_client_pages.py::test_address",),
        tests=("test_options.py::test_key_and_address_of_the_environment",),
    ),
    ClientFault(
        "options.bad-address-taken",
        "An address that is none is taken.",
        (Edit("_settings.py", "if not is_address(value):", "if False:"),),
        contract=("test_client_pages.py::test_address",),
        tests=("test_configuration.py::test_bad_base_url",),
    ),
    ClientFault(
        "options.credentials-in-address",
        "An address with credentials is taken.",
        (
            Edit(
                "_settings.py",
                'if "@" in text.partition("//")[2].partition("/")[0] or "?" in text',
                'if "?" in text',
            ),
        ),
        contract=("test_client_pages.py::test_address",),
        tests=("test_configuration.py::test_bad_base_url",),
    ),
    ClientFault(
        "options.no-timeout",
        "There is no timeout by default.",
        (Edit("_settings.py", "Timeout(30.0, connect=10.0)", "Timeout(None)"),),
        contract=("test_client_pages.py::test_timeouts",),
        tests=("test_vendor_defects.py::test_twilio_and_stock_have_no_timeout_by_default",),
    ),
    ClientFault(
        "options.timeout-ignored",
        "The timeout that was passed is ignored.",
        (Edit("_settings.py", "return Timeout(value)", "return DEFAULT_TIMEOUT"),),
        contract=("test_client_pages.py::test_timeouts",),
        tests=("test_options.py::test_timeouts",),
        is_endless=True,
    ),
    ClientFault(
        "options.bad-timeout-taken",
        "A timeout of no time, or for ever, is taken.",
        (
            Edit(
                "_settings.py",
                "if not is_number or not 0 < value <= _LONGEST_TIMEOUT:",
                "if not is_number:",
            ),
        ),
        tests=("test_configuration.py::test_bad_timeout",),
    ),
    ClientFault(
        "options.total-timeout-ignored",
        "The time that a page may take in all is ignored.",
        (
            Edit(
                "_connection.py",
                "deadline = time.monotonic() + settings.total_timeout",
                "deadline = time.monotonic() + 300.0",
            ),
        ),
        tests=("test_retries.py::test_time_runs_out",),
        is_endless=True,
    ),
    ClientFault(
        "options.timeout-of-a-list-ignored",
        "The timeout of a single list is ignored.",
        (
            Edit(
                "_settings.py",
                ("            timeout=self.timeout,\n            headers"),
                ("            timeout=None,\n            headers"),
            ),
        ),
        tests=("test_options.py::test_timeouts",),
    ),
    ClientFault(
        "options.original-changed",
        "Other options change the client that they were taken from.",
        (
            Edit(
                "_settings.py",
                "return attrs.evolve(self, **_given(options))",
                (
                    "other = attrs.evolve(self, **_given(options))\n"
                    "        for each in attrs.fields(type(self)):\n"
                    "            object.__setattr__(self, each.name, getattr(other, each.name))\n"
                    "        return self"
                ),
            ),
        ),
        contract=("test_client_pages.py::test_options",),
        tests=("test_vendor_defects.py::test_stock_changes_the_original",),
    ),
    ClientFault(
        "options.others-forgotten",
        "With other options, those that were not passed are forgotten.",
        (
            Edit(
                "_settings.py",
                "return attrs.evolve(self, **_given(options))",
                (
                    'return type(self).of(self.service, **{"api_key": self.api_key} | '
                    "_given(options))"
                ),
            ),
        ),
        contract=("test_client_pages.py::test_options",),
    ),
    ClientFault(
        "options.headers-not-sent",
        "The caller's own headers are not sent.",
        (Edit("_connection.py", "                **settings.headers,\n", ""),),
        contract=("test_client_pages.py::test_extras",),
        tests=("test_options.py::test_headers_and_parameters",),
    ),
    ClientFault(
        "options.parameters-not-sent",
        "The caller's own parameters are not sent.",
        (Edit("_requests.py", "encode_pairs(self.settings.params.items())", '""'),),
        contract=("test_client_pages.py::test_extras",),
        tests=("test_options.py::test_headers_and_parameters",),
    ),
    ClientFault(
        "options.headers-of-a-list-lost",
        "The extra headers of a list are not sent.",
        (
            Edit(
                "_settings.py",
                "headers={**settings.headers, **self.extra_headers},",
                "headers=settings.headers,",
            ),
        ),
        contract=("test_client_pages.py::test_extras",),
        tests=("test_options.py::test_headers_and_parameters",),
    ),
    ClientFault(
        "options.parameters-of-a-list-lost",
        "The extra parameters of a list are not sent.",
        (
            Edit(
                "_settings.py",
                "params={**settings.params, **self.extra_query},",
                "params=settings.params,",
            ),
        ),
        contract=("test_client_pages.py::test_extras",),
        tests=("test_options.py::test_headers_and_parameters",),
    ),
    ClientFault(
        "options.limit-unchecked",
        "A negative limit is taken.",
        (
            Edit(
                "_settings.py",
                ('isinstance(value, bool) or value < 0):\n        raise ArgumentError("limit"'),
                ('isinstance(value, bool)):\n        raise ArgumentError("limit"'),
            ),
        ),
        contract=("test_client_pages.py::test_limit",),
        tests=("test_reading_ahead.py::test_bad_limit",),
    ),
    ClientFault(
        "options.concurrency-unchecked",
        "Any number of requests may be under way at once.",
        (
            Edit(
                "_settings.py",
                "if not is_count or not 1 <= value <= _MOST_AT_ONCE:",
                "if not is_count:",
            ),
        ),
        tests=("test_reading_ahead.py::test_bad_concurrency",),
    ),
    ClientFault(
        "options.body-limit-ignored",
        "The longest body that was passed is ignored.",
        (
            Edit(
                "_connection.py",
                "deadline, settings.max_body, settings.secrets",
                "deadline, 2**40, settings.secrets",
            ),
        ),
        tests=("test_bodies.py::test_largest_body", "test_bodies.py::test_gzip_bomb"),
    ),
    ClientFault(
        "options.mappings-shared",
        "A mapping that is changed later changes the client.",
        (
            Edit(
                "_settings.py", "    return texts\n", '    return cast("dict[str, str]", values)\n'
            ),
        ),
        tests=("test_options.py::test_a_mapping_is_copied",),
    ),
    ClientFault(
        "options.broken-headers-taken",
        "A header that breaks the request is taken.",
        (
            Edit(
                "_settings.py",
                "if not value.isascii() or not value.isprintable() or value != value.strip():",
                "if False:",
            ),
        ),
        tests=("test_options.py::test_bad_headers",),
    ),
    ClientFault(
        "options.own-headers-replaced",
        "The caller may replace the client's own headers.",
        (
            Edit("_settings.py", "if name in _OWN_HEADERS:", "if False:"),
            Edit("_settings.py", "if settings.service.key_header in value:", "if False:"),
        ),
        tests=("test_options.py::test_bad_headers",),
    ),
)
