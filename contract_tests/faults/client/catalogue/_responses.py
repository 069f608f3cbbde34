"""Faults in what is made of a response."""

from contract_tests.faults.client._fault import ClientFault, Edit

__all__ = ["FAULTS"]

FAULTS = (
    ClientFault(
        "responses.unchecked",
        "A response that breaks the schema is taken as it is.",
        (
            Edit(
                "_decoding.py",
                "        except msgspec.ValidationError as error:\n",
                (
                    "        except msgspec.ValidationError as error:\n"
                    "            if content:\n"
                    "                from types import SimpleNamespace\n"
                    "                return json.loads(content, object_hook=lambda "
                    "fields: SimpleNamespace(**fields))\n"
                ),
            ),
        ),
        contract=("test_client_responses.py::test_invalid_responses",),
        tests=("test_vendor_defects.py::test_telnyx_accepts_wrong_values",),
    ),
    ClientFault(
        "responses.texts-for-numbers",
        "Texts are taken for numbers and flags.",
        (
            Edit(
                "_decoding.py",
                "msgspec.json.Decoder(model)",
                "msgspec.json.Decoder(model, strict=False)",
            ),
        ),
        contract=("test_client_responses.py::test_invalid_responses",),
        tests=("test_vendor_defects.py::test_stock_does_not_check",),
    ),
    ClientFault(
        "responses.instants-as-text",
        "Dates and times are given as texts, and may be anything.",
        (Edit("_types.py", "Instant = Annotated[datetime, Meta(tz=True)]", "Instant = str"),),
        contract=("test_client_responses.py::test_invalid_responses",),
        tests=("test_vendor_defects.py::test_twilio_gives_instants_as_str",),
        needs="a field that is an instant",
    ),
    ClientFault(
        "responses.naive-instants-taken",
        "A date and time without an offset is taken.",
        (Edit("_types.py", "Annotated[datetime, Meta(tz=True)]", "datetime"),),
        contract=("test_client_responses.py::test_invalid_responses",),
        tests=("test_bodies.py::test_a_broken_field_is_named",),
        needs="a field that is an instant",
    ),
    ClientFault(
        "responses.null-refused",
        "Null is admitted nowhere.",
        (Edit("_models.py", " | None", "", is_everywhere=True),),
        laws=("coherence.null_when", "page.partition"),
        contract=("test_client_responses.py::test_valid_responses",),
        needs="a field that may be null",
    ),
    ClientFault(
        "responses.absent-is-null",
        "A field that is absent is given as null.",
        (Edit("_models.py", " | UnsetType | None = UNSET", " | None = None", is_everywhere=True),),
        contract=("test_client_responses.py::test_valid_responses",),
        tests=("test_bodies.py::test_data_out_is_data_in",),
        needs="a field that may be absent or null",
    ),
    ClientFault(
        "responses.unknown-values-refused",
        "A value that the documentation does not have breaks the reading.",
        (Edit("_models.py", '"] | str', '"]', is_everywhere=True),),
        contract=("test_client_responses.py::test_invalid_responses",),
        tests=("test_bodies.py::test_an_unknown_value_is_kept",),
        needs="a field with documented values",
    ),
    ClientFault(
        "responses.bounds-unchecked",
        "A number beyond its bounds is taken.",
        (
            Edit(
                "_models.py",
                "from msgspec import Meta\n",
                ("from msgspec import Meta as _Meta\n\n\ndef Meta(**_):\n    return _Meta()\n"),
            ),
        ),
        contract=("test_client_responses.py::test_invalid_responses",),
        tests=("test_bodies.py::test_a_broken_field_is_named",),
        needs="a field with bounds",
    ),
    ClientFault(
        "responses.unknown-fields-lost",
        "Fields that the models do not know are lost with the response.",
        (
            Edit(
                "_walk.py",
                "return Page(items, operation.meta(body), response)",
                (
                    'raw = __import__("msgspec").json.encode(body)\n'
                    "        return Page(items, operation.meta(body), Response(200, "
                    "content=raw, request=response.request))"
                ),
            ),
        ),
        contract=("test_client_pages.py::test_unknown_fields",),
        tests=("test_vendor_defects.py::test_twilio_drops_unknown_fields",),
    ),
    ClientFault(
        "responses.broken-json-escapes",
        "A body that is not JSON raises an error of the decoder.",
        (
            Edit(
                "_decoding.py",
                "except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:",
                "except ZeroDivisionError as error:",
            ),
        ),
        contract=("test_client_responses.py::test_no_json",),
        tests=(
            "test_vendor_defects.py::test_telnyx_lets_a_builtin_error_out_when_a_body_is_truncated",
        ),
    ),
    ClientFault(
        "responses.broken-text-escapes",
        "A body that is not UTF-8, or nested too deep, raises an error of Python.",
        (
            Edit(
                "_decoding.py",
                "except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:",
                "except msgspec.DecodeError as error:",
            ),
        ),
        contract=("test_client_responses.py::test_no_json",),
        tests=("test_transport.py::test_body_that_is_not_json",),
    ),
    ClientFault(
        "responses.schema-breach-unlocated",
        "A breach of the schema is reported without its place.",
        (
            Edit(
                "_decoding.py",
                "raise SchemaError(exchange(), path=path,",
                'raise SchemaError(exchange(), path="$",',
            ),
        ),
        contract=("test_client_responses.py::test_invalid_responses",),
        tests=("test_bodies.py::test_a_broken_field_is_named",),
    ),
    ClientFault(
        "responses.schema-breach-as-no-json",
        "A breach of the schema is reported as if there were no JSON.",
        (
            Edit(
                "_decoding.py",
                "except msgspec.ValidationError as error:",
                "except ZeroDivisionError as error:",
            ),
        ),
        contract=("test_client_responses.py::test_invalid_responses",),
        tests=("test_bodies.py::test_a_broken_field_is_named",),
    ),
    ClientFault(
        "responses.no-json-is-empty",
        "A body that is not JSON is taken for the end of the list.",
        (
            Edit(
                "_walk.py",
                (
                    "body = operation.body.decode(response.content, lambda: "
                    "exchange_of(response, secrets))"
                ),
                (
                    "body = operation.body.decode_or_none(response.content)\n"
                    "        if body is None:\n"
                    "            return Page([], None, response)"
                ),
            ),
        ),
        contract=("test_client_responses.py::test_no_json",),
        tests=("test_transport.py::test_body_that_is_not_json",),
    ),
    ClientFault(
        "responses.body-unbounded",
        "A body of any length is received.",
        (Edit("_bodies.py", "if self._size > self._limit:", "if False:"),),
        tests=("test_bodies.py::test_gzip_bomb",),
    ),
    ClientFault(
        "responses.cut-gzip-taken",
        "Compressed data that ends early is taken for whole.",
        (
            Edit(
                "_bodies.py",
                "if self._member is not None and self._parts and not self._member.eof:",
                "if False:",
            ),
        ),
        tests=("test_transport.py::test_broken_gzip", "test_bodies.py::test_bad_compression"),
    ),
    ClientFault(
        "responses.second-member-lost",
        "Of compressed data in several members, the first is read alone.",
        (Edit("_bodies.py", "part = self._member.unused_data", 'part = b""'),),
        tests=("test_bodies.py::test_compressed_data_of_several_members",),
    ),
)
