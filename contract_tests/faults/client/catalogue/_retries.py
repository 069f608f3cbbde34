"""Faults in when a request is sent again."""

from contract_tests.faults.client._fault import ClientFault, Edit

__all__ = ["FAULTS"]

FAULTS = (
    ClientFault(
        "retries.none",
        "Nothing is sent again.",
        (
            Edit(
                "_retries.py",
                "if not error.retryable or self.count > self.retries.count:",
                "if True:",
            ),
        ),
        tests=("test_retries.py::test_what_may_pass_is_sent_again",),
    ),
    ClientFault(
        "retries.endless",
        "A request is sent again for as long as it fails.",
        (
            Edit(
                "_retries.py",
                "if not error.retryable or self.count > self.retries.count:",
                "if not error.retryable:",
            ),
        ),
        tests=("test_retries.py::test_in_the_end_it_is_raised",),
        is_endless=True,
    ),
    ClientFault(
        "retries.one-too-many",
        "A request is sent once more than it may be.",
        (
            Edit(
                "_retries.py",
                "self.count > self.retries.count:",
                "self.count > self.retries.count + 1:",
            ),
        ),
        tests=("test_retries.py::test_in_the_end_it_is_raised",),
    ),
    ClientFault(
        "retries.switched-on",
        "Retries that were switched off are not.",
        (
            Edit(
                "_settings.py",
                "else Retries(count=value)",
                "else Retries(count=value or 2, backoff=0.01)",
            ),
        ),
        contract=("test_client_responses.py::test_failures_are_told",),
        tests=("test_retries.py::test_off",),
    ),
    ClientFault(
        "retries.of-refusals",
        "What was refused is sent again: 400, 401, 404, 422.",
        (
            Edit(
                "_retries.py",
                "return status in {_TIMED_OUT, _TOO_MANY} or status in _SERVER_ERRORS",
                "return status >= 400",
            ),
        ),
        tests=("test_retries.py::test_what_will_not_pass_is_not_sent_again",),
    ),
    ClientFault(
        "retries.not-of-429",
        "What a rate limit refused is not sent again.",
        (
            Edit(
                "_retries.py",
                "return status in {_TIMED_OUT, _TOO_MANY} or",
                "return status == _TIMED_OUT or",
            ),
        ),
        tests=("test_retries.py::test_what_may_pass_is_sent_again",),
    ),
    ClientFault(
        "retries.not-of-503",
        "What failed with 503 is not sent again.",
        (
            Edit(
                "_retries.py",
                "_SERVER_ERRORS = 408, 429, range(500, 600)",
                "_SERVER_ERRORS = 408, 429, range(500, 503)",
            ),
        ),
        tests=("test_retries.py::test_what_may_pass_is_sent_again",),
    ),
    ClientFault(
        "retries.not-of-408",
        "What failed with 408 is not sent again.",
        (
            Edit(
                "_retries.py",
                "return status in {_TIMED_OUT, _TOO_MANY} or",
                "return status == _TOO_MANY or",
            ),
        ),
        tests=("test_retries.py::test_what_may_pass_is_sent_again",),
    ),
    ClientFault(
        "retries.not-of-broken-connections",
        "What failed with a broken connection is not sent again.",
        (
            Edit(
                "_http.py",
                "failed.retryable = not isinstance(error, _MISTAKES) and not",
                "failed.retryable = False and not",
            ),
        ),
        tests=("test_retries.py::test_what_may_pass_is_sent_again",),
    ),
    ClientFault(
        "retries.not-of-timeouts",
        "What failed with a timeout is not sent again.",
        (
            Edit(
                "_errors.py",
                ('client\'s timeouts."""\n\n    retryable = True'),
                ('client\'s timeouts."""\n\n    retryable = False'),
            ),
        ),
        tests=("test_retries.py::test_what_may_pass_is_sent_again",),
    ),
    ClientFault(
        "retries.of-untrusted-certificates",
        "A server whose certificate is not trusted is asked again.",
        (
            Edit(
                "_http.py",
                "failed.retryable = not isinstance(error, _MISTAKES) and not",
                "failed.retryable = True or not",
            ),
        ),
        tests=("test_retries.py::test_a_certificate_that_is_not_trusted_is_not_tried_again",),
    ),
    ClientFault(
        "retries.at-once",
        "A request is sent again without a wait.",
        (Edit("_retries.py", "random.uniform(0, longest_own)", "0.0"),),
        tests=("test_retries.py::test_waits_grow_and_differ",),
    ),
    ClientFault(
        "retries.waits-do-not-grow",
        "The waits do not grow.",
        (
            Edit(
                "_retries.py",
                "self.retries.backoff * 2 ** (self.count - 1)",
                "self.retries.backoff",
            ),
        ),
        tests=("test_retries.py::test_waits_grow_and_differ",),
    ),
    ClientFault(
        "retries.waits-do-not-differ",
        "All clients wait equally long, and come back together.",
        (Edit("_retries.py", "random.uniform(0, longest_own)", "longest_own"),),
        tests=("test_retries.py::test_waits_grow_and_differ",),
    ),
    ClientFault(
        "retries.waits-grow-without-end",
        "The waits grow without end.",
        (
            Edit(
                "_retries.py",
                "min(self.retries.backoff * 2 ** (self.count - 1), self.retries.max_backoff)",
                "self.retries.backoff * 2 ** (self.count - 1)",
            ),
        ),
        tests=("test_retries.py::test_waits_grow_and_differ",),
    ),
    ClientFault(
        "retries.retry-after-ignored",
        "The Retry-After of a response is ignored.",
        (Edit("_retries.py", "asked = error.retry_after or 0.0", "asked = 0.0"),),
        tests=("test_retries.py::test_what_the_server_asks_for_is_waited_in_full",),
    ),
    ClientFault(
        "retries.long-retry-after-ignored",
        "A Retry-After of 61 seconds is retried after half a second.",
        (
            Edit(
                "_retries.py",
                "if asked > self.retries.max_wait:",
                (
                    "if asked > self.retries.max_wait:\n"
                    "            asked = 0.0\n"
                    "        if asked < 0:"
                ),
            ),
        ),
        tests=("test_vendor_defects.py::test_telnyx_does_not_obey_a_long_retry_after",),
    ),
    ClientFault(
        "retries.long-retry-after-obeyed",
        "A server may hold the client up for as long as it likes.",
        (Edit("_retries.py", "if asked > self.retries.max_wait:", "if asked < 0:"),),
        tests=(
            "test_retries.py::test_a_wait_beyond_the_cap_is_raised_at_once[headers1-3600.0-sync]",
        ),
    ),
    ClientFault(
        "retries.retry-after-date-ignored",
        "A Retry-After that is a date is ignored.",
        (
            Edit(
                "_retries.py",
                "date = parsedate_to_datetime(value)",
                'date = parsedate_to_datetime("")',
            ),
        ),
        tests=("test_retries.py::test_a_date_is_waited_for",),
    ),
    ClientFault(
        "retries.reset-ignored",
        "The X-RateLimit-Reset of a response is ignored.",
        (Edit("_retries.py", "if status == _TOO_MANY:", "if False:"),),
        tests=("test_vendor_defects.py::test_telnyx_does_not_obey_the_rate_limit",),
    ),
    ClientFault(
        "retries.reset-of-any-status",
        "The X-RateLimit-Reset counts for every status.",
        (Edit("_retries.py", "if status == _TOO_MANY:", "if True:"),),
        tests=("test_retries.py::test_the_reset_of_a_rate_limit_counts_for_429_only",),
    ),
    ClientFault(
        "retries.beyond-the-time",
        "A request is sent again though its time is over.",
        (Edit("_retries.py", "if time.monotonic() + wait >= self.deadline:", "if False:"),),
        tests=("test_retries.py::test_time_runs_out",),
    ),
    ClientFault(
        "retries.uncounted",
        "An error does not tell how often the request was sent.",
        (Edit("_retries.py", "error.attempts = self.count", "error.attempts = 1"),),
        tests=("test_retries.py::test_in_the_end_it_is_raised",),
    ),
    ClientFault(
        "retries.silent",
        "Repeated requests are not logged.",
        (
            Edit(
                "_connection.py",
                ('LOGGER.warning(\n            "%s; retry'),
                ('LOGGER.debug(\n            "%s; retry'),
            ),
        ),
        tests=("test_retries.py::test_every_repetition_is_logged",),
    ),
    ClientFault(
        "retries.all-at-once",
        "After a 429, all requests are sent again together.",
        (
            Edit(
                "_connection.py",
                "if error.status == _TOO_MANY and self not in self._line:",
                "if False:",
            ),
        ),
        tests=("test_retries.py::test_reading_ahead_at_a_rate_limit",),
    ),
    ClientFault(
        "retries.line-never-left",
        "After a 429, those that wait in line wait for ever.",
        (
            Edit(
                "_connection.py",
                "            sending.leave_line()",
                "            pass",
                is_everywhere=True,
            ),
        ),
        tests=(
            "test_retries.py::test_reading_ahead_at_a_rate_limit",
            "test_connection.py::test_nothing_is_sent_from_the_line_once_nobody_waits",
        ),
        is_endless=True,
    ),
)
