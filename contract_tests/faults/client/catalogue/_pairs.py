"""Faults in credentials of two parts, a user and a password."""

from contract_tests.faults.client._fault import ClientFault, Edit

__all__ = ["FAULTS"]

_NEEDS = "credentials of two parts"

FAULTS = (
    ClientFault(
        "pairs.swapped",
        "User and password are sent in each other's place.",
        (Edit("_pairs.py", 'f"{user}:{password}"', 'f"{password}:{user}"'),),
        laws=("page.partition",),
        contract=("test_client_requests.py::test_requests",),
        tests=("test_credentials.py::test_a_pair_that_is_passed_is_sent",),
        needs=_NEEDS,
    ),
    ClientFault(
        "pairs.not-encoded",
        "User and password are sent as they are, not in Base64.",
        (
            Edit(
                "_pairs.py",
                'base64.b64encode(f"{user}:{password}".encode()).decode()',
                'f"{user}:{password}"',
            ),
        ),
        laws=("page.partition",),
        contract=("test_client_requests.py::test_requests",),
        tests=("test_credentials.py::test_a_pair_that_is_passed_is_sent",),
        needs=_NEEDS,
    ),
    ClientFault(
        "pairs.other-alphabet",
        "They are sent in the Base64 of addresses, which has other signs.",
        (Edit("_pairs.py", "base64.b64encode", "base64.urlsafe_b64encode"),),
        tests=("test_credentials.py::test_a_pair_that_is_passed_is_sent",),
        needs=_NEEDS,
    ),
    ClientFault(
        "pairs.latin",
        "They are sent in Latin-1: a sign that it does not have becomes another.",
        (Edit("_pairs.py", ".encode()", '.encode("latin-1", "replace")'),),
        tests=("test_credentials.py::test_a_pair_that_is_passed_is_sent",),
        needs=_NEEDS,
    ),
    ClientFault(
        "pairs.colon-sent",
        "A user with a colon is sent: what stands after it becomes the password's.",
        (Edit("_pairs.py", 'if ":" in user:', "if False:"),),
        tests=("test_credentials.py::test_a_user_with_a_colon_is_refused",),
        needs=_NEEDS,
    ),
    ClientFault(
        "pairs.half-ignored",
        "Half a pair that is passed is ignored: that of the environment is sent.",
        (
            Edit(
                "_pairs.py",
                'raise ArgumentError(name, f"{problem} (the environment completes no pair)")',
                "return {}",
            ),
        ),
        tests=("test_credentials.py::test_half_a_pair_is_refused",),
        needs=_NEEDS,
    ),
    ClientFault(
        "pairs.half-found",
        "Half a pair in the environment is sent, with nothing for the other half.",
        (
            Edit(
                "_pairs.py",
                "if all(values[name] for name in pair):",
                "if any(map(values.get, pair)):",
            ),
            Edit("_pairs.py", "    if not value:", "    if False:"),
        ),
        tests=("test_credentials.py::test_half_a_pair_in_the_environment_is_refused",),
        needs=_NEEDS,
    ),
    ClientFault(
        "pairs.both-taken",
        "Of two pairs that are passed the first is sent, and nobody hears of it.",
        (Edit("_pairs.py", "if len(touched) > 1:", "if False:"),),
        tests=("test_credentials.py::test_both_pairs_at_once_are_refused",),
        needs="two kinds of credentials",
    ),
    ClientFault(
        "pairs.environment-first",
        "The environment goes before what is passed.",
        (
            Edit(
                "_pairs.py",
                "return self.given(**values) or self._found()",
                "try:\n"
                "            return self._found()\n"
                "        except ArgumentError:\n"
                "            return self.given(**values)",
            ),
        ),
        tests=("test_credentials.py::test_a_pair_that_is_passed_goes_before_the_environment",),
        needs=_NEEDS,
    ),
    ClientFault(
        "pairs.last-found",
        "Of two pairs in the environment the last one is sent.",
        (
            Edit(
                "_pairs.py",
                "for pair in self.names:\n            if all(",
                "for pair in reversed(self.names):\n            if all(",
            ),
        ),
        tests=("test_credentials.py::test_the_first_of_two_pairs_in_the_environment_is_sent",),
        needs="two kinds of credentials",
    ),
    ClientFault(
        "pairs.password-told",
        "Logs and errors show the password where it stands without the user.",
        (Edit("_pairs.py", '"password": password}', '"password": ""}'),),
        tests=("test_credentials.py::test_the_password_is_not_shown",),
        needs=_NEEDS,
    ),
)
