"""Faults in what is sent."""

from contract_tests.faults.client._fault import ClientFault, Edit

__all__ = ["FAULTS"]

FAULTS = (
    ClientFault(
        "requests.maximum-unchecked",
        "A number beyond its maximum is sent, such as a page size of 9999.",
        (
            Edit(
                "_parameters.py",
                "if self.maximum is not None and value > self.maximum:",
                "if False:",
            ),
        ),
        contract=("test_client_requests.py::test_refused_arguments",),
        tests=("test_vendor_defects.py::test_telnyx_sends_page_sizes_out_of_bounds",),
        needs="a parameter with a maximum",
    ),
    ClientFault(
        "requests.minimum-unchecked",
        "A number below its minimum is sent.",
        (
            Edit(
                "_parameters.py",
                "if self.minimum is not None and value < self.minimum:",
                "if False:",
            ),
        ),
        contract=("test_client_requests.py::test_refused_arguments",),
        tests=("test_vendor_defects.py::test_telnyx_sends_page_sizes_out_of_bounds",),
        needs="a parameter with a minimum",
    ),
    ClientFault(
        "requests.bool-for-number",
        "True is sent for a number.",
        (
            Edit(
                "_parameters.py",
                "if not isinstance(value, int) or isinstance(value, bool):",
                "if not isinstance(value, int):",
            ),
        ),
        contract=("test_client_requests.py::test_refused_arguments",),
        tests=("test_arguments.py::test_refused",),
        needs="a parameter that is a number",
    ),
    ClientFault(
        "requests.empty-text-dropped",
        "A filter of the empty text is dropped.",
        (
            Edit(
                "_parameters.py",
                "        if value is not None\n",
                '        if value is not None and value != ""\n',
            ),
        ),
        laws=("filter.none", "filter.exact"),
        contract=("test_client_requests.py::test_edges",),
        tests=("test_vendor_defects.py::test_telnyx_drops_filters_of_the_empty_string",),
        needs="a parameter that is a text",
    ),
    ClientFault(
        "requests.false-dropped",
        "A flag that is false is dropped.",
        (
            Edit(
                "_parameters.py",
                "        if value is not None\n",
                "        if value is not None and value is not False\n",
            ),
        ),
        laws=("filter.complete", "filter.sound"),
        contract=("test_client_requests.py::test_edges",),
        tests=("test_arguments.py::test_query",),
        needs="a parameter that is a flag",
    ),
    ClientFault(
        "requests.left-out-sent-empty",
        "A parameter that was left out is sent as the empty text.",
        (
            Edit(
                "_parameters.py",
                (
                    "(name, parameters[name].encode(value))\n"
                    "        for name, value in arguments.items()\n"
                    "        if value is not None\n"
                ),
                (
                    '(name, "" if value is None else parameters[name].encode(value))\n'
                    "        for name, value in arguments.items()\n"
                ),
            ),
        ),
        laws=("page.partition",),
        contract=("test_client_requests.py::test_requests",),
        tests=("test_arguments.py::test_query",),
    ),
    ClientFault(
        "requests.flag-as-python-writes-it",
        "A flag is sent as True or False.",
        (Edit("_parameters.py", 'return "true" if value else "false"', "return str(value)"),),
        laws=("filter.sound", "filter.complete"),
        contract=("test_client_requests.py::test_edges",),
        tests=("test_arguments.py::test_query",),
        needs="a parameter that is a flag",
    ),
    ClientFault(
        "requests.flag-as-a-digit",
        "A flag is sent as 1 or 0.",
        (
            Edit(
                "_parameters.py",
                'return "true" if value else "false"',
                'return "1" if value else "0"',
            ),
        ),
        laws=("filter.sound", "filter.complete"),
        contract=("test_client_requests.py::test_edges",),
        tests=("test_arguments.py::test_query",),
        needs="a parameter that is a flag",
    ),
    ClientFault(
        "requests.flag-turned",
        "A flag is sent as its opposite.",
        (
            Edit(
                "_parameters.py",
                'return "true" if value else "false"',
                'return "false" if value else "true"',
            ),
        ),
        laws=("filter.sound", "filter.complete"),
        contract=("test_client_requests.py::test_edges",),
        tests=("test_arguments.py::test_query",),
        needs="a parameter that is a flag",
    ),
    ClientFault(
        "requests.anything-for-a-flag",
        "Anything is taken for a flag.",
        (Edit("_parameters.py", "if not isinstance(value, bool):", "if False:"),),
        laws=("filter.refused",),
        contract=("test_client_requests.py::test_refused_arguments",),
        tests=("test_arguments.py::test_refused",),
        needs="a parameter that is a flag",
    ),
    ClientFault(
        "requests.plus-unescaped",
        "A plus is not escaped, and arrives as a blank.",
        (Edit("_parameters.py", 'quote_via=quote, safe=""', 'quote_via=quote, safe="+"'),),
        contract=("test_client_requests.py::test_edges",),
        tests=("test_arguments.py::test_query",),
        needs="a parameter that is a text",
    ),
    ClientFault(
        "requests.ampersand-unescaped",
        "An ampersand is not escaped, and ends the value.",
        (Edit("_parameters.py", 'quote_via=quote, safe=""', 'quote_via=quote, safe="&"'),),
        contract=("test_client_requests.py::test_edges",),
        needs="a parameter that is a text",
    ),
    ClientFault(
        "requests.percent-unescaped",
        "A percent sign is not escaped.",
        (Edit("_parameters.py", 'quote_via=quote, safe=""', 'quote_via=quote, safe="%"'),),
        contract=("test_client_requests.py::test_edges",),
        tests=("test_arguments.py::test_query",),
        needs="a parameter that is a text",
    ),
    ClientFault(
        "requests.names-escaped-twice",
        "The names of parameters are escaped twice.",
        (
            Edit(
                "_parameters.py",
                "return urlencode(list(pairs),",
                'return urlencode([(quote(name, safe=""), value) for name, value in pairs],',
            ),
        ),
        laws=("page.length", "page.partition"),
        contract=("test_client_requests.py::test_requests",),
        tests=("test_arguments.py::test_query",),
        needs="a parameter whose name has brackets",
    ),
    ClientFault(
        "requests.latin-1",
        "Texts are encoded as Latin-1.",
        (
            Edit(
                "_parameters.py",
                'quote_via=quote, safe=""',
                'quote_via=quote, safe="", encoding="latin-1", errors="replace"',
            ),
        ),
        laws=("filter.exact",),
        contract=("test_client_requests.py::test_edges",),
        tests=("test_arguments.py::test_query",),
        needs="a parameter that is a text",
    ),
    ClientFault(
        "requests.text-stripped",
        "Blanks around a text are cut off.",
        (Edit("_parameters.py", "return str.__str__(value)", "return str.__str__(value).strip()"),),
        contract=("test_client_requests.py::test_edges",),
        needs="a parameter that is a text",
    ),
    ClientFault(
        "requests.text-in-lower-case",
        "A text is sent in lower case.",
        (Edit("_parameters.py", "return str.__str__(value)", "return str.__str__(value).lower()"),),
        laws=("filter.exact", "filter.sound"),
        contract=("test_client_requests.py::test_requests",),
        needs="a parameter that is a text",
    ),
    ClientFault(
        "requests.anything-for-a-text",
        "Anything is sent as a text.",
        (
            Edit(
                "_parameters.py",
                (
                    "        if not isinstance(value, str):\n"
                    '            raise _mismatch(self.argument, "a str", value)\n'
                ),
                "        value = str(value)\n",
            ),
        ),
        contract=("test_client_requests.py::test_refused_arguments",),
        tests=("test_arguments.py::test_refused",),
        needs="a parameter that is a text",
    ),
    ClientFault(
        "requests.surrogates-escape",
        "A text that is not Unicode raises an error of Python.",
        (Edit("_parameters.py", "except UnicodeEncodeError:", "except ZeroDivisionError:"),),
        contract=("test_client_requests.py::test_refused_arguments",),
        tests=("test_arguments.py::test_refused",),
        needs="a parameter that is a text",
    ),
    ClientFault(
        "requests.datetime-for-day",
        "A datetime is sent where a day is meant.",
        (Edit("_parameters.py", "if isinstance(value, datetime):", "if False:"),),
        contract=("test_client_requests.py::test_refused_arguments",),
        tests=("test_vendor_defects.py::test_telnyx_and_twilio_send_instants_amiss",),
        needs="a parameter that is a day",
    ),
    ClientFault(
        "requests.day-of-another-zone",
        "A day is sent as the one before.",
        (
            Edit(
                "_parameters.py",
                (
                    'raise _mismatch(self.argument, "a date", value)\n'
                    "        return value.isoformat()"
                ),
                (
                    'raise _mismatch(self.argument, "a date", value)\n'
                    "        return date.fromordinal(max(1, value.toordinal() - 1)).isoformat()"
                ),
            ),
        ),
        laws=("filter.boundary",),
        contract=("test_client_requests.py::test_edges",),
        tests=("test_arguments.py::test_query",),
        needs="a parameter that is a day",
    ),
    ClientFault(
        "requests.day-unpadded",
        "A year before 1000 is sent with less than four digits.",
        (
            Edit(
                "_parameters.py",
                (
                    'raise _mismatch(self.argument, "a date", value)\n'
                    "        return value.isoformat()"
                ),
                (
                    'raise _mismatch(self.argument, "a date", value)\n'
                    '        return f"{value.year}-{value.month:02}-{value.day:02}"'
                ),
            ),
        ),
        contract=("test_client_requests.py::test_edges",),
        tests=("test_arguments.py::test_query",),
        needs="a parameter that is a day",
    ),
    ClientFault(
        "requests.text-for-a-day",
        "A text is sent where a day is meant.",
        (
            Edit(
                "_parameters.py",
                (
                    "        if not isinstance(value, date):\n"
                    '            raise _mismatch(self.argument, "a date", value)\n'
                    "        return value.isoformat()"
                ),
                "        return str(value)",
            ),
        ),
        contract=("test_client_requests.py::test_refused_arguments",),
        tests=("test_arguments.py::test_refused",),
        needs="a parameter that is a day",
    ),
    ClientFault(
        "requests.offset-lost",
        "An instant is sent without its offset, as if it were UTC.",
        (
            Edit(
                "_parameters.py",
                "instant = value.astimezone(UTC).replace(tzinfo=None)",
                "instant = value.replace(tzinfo=None)",
            ),
        ),
        tests=("test_other_parameters.py::test_instant_in_utc",),
        needs="a parameter that is an instant",
    ),
    ClientFault(
        "requests.microseconds-lost",
        "An instant is sent without its fraction of a second.",
        (Edit("_parameters.py", 'timespec="microseconds"', 'timespec="seconds"'),),
        tests=("test_other_parameters.py::test_instant_in_utc",),
        needs="a parameter that is an instant",
    ),
    ClientFault(
        "requests.naive-instant",
        "An instant without a time zone is sent as if it were UTC.",
        (Edit("_parameters.py", "if value.utcoffset() is None:", "if False:"),),
        tests=("test_other_parameters.py::test_instant_refused",),
        needs="a parameter that is an instant",
    ),
    ClientFault(
        "requests.id-unchecked",
        "Any text is sent for an id.",
        (Edit("_parameters.py", "if not _UUID.fullmatch(value):", "if False:"),),
        contract=("test_client_requests.py::test_refused_arguments",),
        tests=("test_vendor_defects.py::test_twilio_leaves_the_resource_by_a_path",),
        needs="a UUID in the path",
    ),
    ClientFault(
        "requests.id-as-32-digits",
        "An id is sent without its hyphens.",
        (
            Edit(
                "_parameters.py",
                ("return str(value)\n        if not isinstance(value, str):"),
                ("return value.hex\n        if not isinstance(value, str):"),
            ),
        ),
        contract=("test_client_requests.py::test_edges",),
        tests=("test_arguments.py::test_path",),
        needs="a UUID in the path",
    ),
    ClientFault(
        "requests.path-unescaped",
        "A part of the path is not escaped, and may lead to another resource.",
        (Edit("_parameters.py", 'quote(text, safe="")', "text"),),
        tests=("test_other_parameters.py::test_part_of_a_path",),
        needs="a text in the path",
    ),
    ClientFault(
        "requests.path-left",
        "A part of the path may be two dots, which lead to another resource.",
        (Edit("_parameters.py", 'if text in {"", ".", ".."}:', "if False:"),),
        tests=("test_other_parameters.py::test_part_that_leads_elsewhere",),
        needs="a text in the path",
    ),
    ClientFault(
        "requests.argument-unnamed",
        "A refused argument is not named.",
        (Edit("_errors.py", "self.argument = argument", 'self.argument = ""'),),
        contract=("test_client_requests.py::test_refused_arguments",),
        tests=("test_arguments.py::test_refused",),
    ),
    ClientFault(
        "requests.too-long-escapes",
        "An address that is too long raises an error of the HTTP library.",
        (
            Edit(
                "_http.py",
                ('    except httpx.InvalidURL as error:\n        problem = f"together'),
                ('    except ZeroDivisionError as error:\n        problem = f"together'),
            ),
        ),
        tests=("test_arguments.py::test_address_too_long",),
        needs="a parameter that is a text",
    ),
    ClientFault(
        "requests.other-method",
        "POST is sent for GET.",
        (Edit("_http.py", 'client.build_request("GET"', 'client.build_request("POST"'),),
        laws=("page.partition",),
        contract=("test_client_requests.py::test_requests",),
        tests=("test_transport.py::test_request_on_the_wire",),
    ),
    ClientFault(
        "requests.accepts-anything",
        "The request does not ask for JSON.",
        (Edit("_connection.py", '"accept": "application/json",', '"accept": "*/*",'),),
        contract=("test_client_requests.py::test_requests",),
        tests=("test_transport.py::test_request_on_the_wire",),
    ),
    ClientFault(
        "requests.slash-doubled",
        "A slash at the end of the address is doubled.",
        (
            Edit(
                "_connection.py",
                'self.url = settings.base_url.rstrip("/") + target',
                "self.url = settings.base_url + target",
            ),
        ),
        contract=("test_client_pages.py::test_address",),
        tests=("test_configuration.py::test_base_url_with_slash",),
    ),
    ClientFault(
        "requests.arguments-overridden",
        "An extra parameter may be sent beside the argument of the same name.",
        (Edit("_requests.py", "if name in operation.query_parameters:", "if False:"),),
        tests=("test_options.py::test_parameters_that_are_arguments",),
    ),
    ClientFault(
        "requests.nameless",
        "The request does not say which package sends it.",
        (
            Edit(
                "_connection.py",
                'f"{settings.service.package}/{settings.service.version}"',
                '"python"',
            ),
        ),
        tests=("test_options.py::test_user_agent_names_package_and_version",),
    ),
    ClientFault(
        "requests.redirects-followed",
        "A redirect is followed.",
        (Edit("_http.py", "follow_redirects=False", "follow_redirects=True", is_everywhere=True),),
        tests=("test_transport.py::test_redirects_are_not_followed",),
    ),
    ClientFault(
        "requests.any-choice",
        "A text that is none of those to choose from is sent.",
        (
            Edit(
                "_parameters.py",
                "if isinstance(value, str) and value == each:\n                return each",
                "if isinstance(value, str):\n                return value",
            ),
        ),
        tests=("test_other_parameters.py::test_choice_refused",),
        needs="a parameter with values to choose from",
    ),
    ClientFault(
        "requests.short-text",
        "A text that is shorter than the document asks for is sent.",
        (Edit("_parameters.py", "if len(value) < self.shortest:", "if False:"),),
        tests=("test_other_parameters.py::test_shortest_text",),
        needs="a text with a least length",
    ),
)
