"""Headers and query parameters that every request carries: given, or constant in the document."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from attrs import field, frozen

from rollcall.channels import ClientChannel, Query
from rollcall.config import Config, ConfigError
from rollcall.http import Target, Transport, bind, keyring_of, settings_in_python
from rollcall.runs import Report, RunFinished, run
from rollcall.spec import Spec, UsageError, parse_spec
from tests.support.api import Api

_SECRET = "an-api-key-1"  # noqa: S105 - it opens nothing


def _parameter(name: str, location: str, schema: Mapping[str, Any], **keys: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"name": name, "in": location, "required": True, "schema": {**schema}, **keys}


@frozen
class Tenants(Api):
    """An API whose list has more parameters, and refuses a request without these values.

    Attributes:
        parameters: The parameters that its document declares.
        wanted: The values that each request must carry, by the name of the parameter.
    """

    parameters: tuple[Mapping[str, Any], ...] = ()
    wanted: Mapping[str, str] = field(factory=dict)

    @property
    def document(self) -> dict[str, Any]:
        """The OpenAPI document."""
        document = super().document
        document["paths"]["/books"]["get"]["parameters"] += self.parameters
        return document

    def respond(self, request: httpx.Request) -> httpx.Response:
        """Return the response to a request."""
        for name, value in self.wanted.items():
            place = request.headers if name.startswith("X-") else request.url.params
            cookies = request.headers.get("cookie", "").split("; ")
            if place.get(name) != value and f"{name}={value}" not in cookies:
                return httpx.Response(422, json={"problem": f"{name} is {place.get(name)}"})
        return super().respond(request)


def _report(api: Tenants, config: Config, **options: Any) -> Report:  # noqa: ANN401
    target = Target(api.base_url, transport=httpx.MockTransport(api.respond), **options)
    (report,) = (
        event.report for event in run(api.spec, target, config) if isinstance(event, RunFinished)
    )
    return report


_LAWS = ("filter.*", "page.*", "conformance.coverage")


def _config(**options: Any) -> Config:  # noqa: ANN401
    return Config(seed=1, laws=_LAWS, channels=("http",), **options)


_CONSTANTS = Tenants(
    parameters=(
        _parameter("version", "query", {"const": 2}),
        _parameter("live", "query", {"type": "boolean", "enum": [True]}),
        _parameter("X-Client", "header", {"type": "string", "enum": ["rollcall"]}),
        _parameter("theme", "cookie", {"const": "dark"}),
    ),
    wanted={"version": "2", "live": "true", "X-Client": "rollcall", "theme": "dark"},
)


def test_constants_are_sent_without_any_option() -> None:
    """Laws, baselines and generated requests carry the one value that a parameter can have."""
    report = _report(_CONSTANTS, _config())
    assert report.exit_code == 0, [each.detail for each in report.violations]
    assert report.counts["pass"] > 5


def test_given_values_are_sent_with_every_request() -> None:
    """They may be declared, in a document that names no value, or not be declared at all."""
    api = Tenants(
        parameters=(
            _parameter("tenant", "query", {"type": "integer"}),
            _parameter("X-Region", "header", {"type": "string"}),
            _parameter("sid", "cookie", {"type": "string"}),
        ),
        wanted={
            "tenant": "7",
            "X-Region": "eu",
            "trace": "on",
            "X-Api-Key": _SECRET,
            "sid": "a1b2c3",
            "lang": "en",
        },
    )
    headers = {"X-Region": "eu", "X-Api-Key": _SECRET, "Cookie": "lang=en; sid=a1b2c3"}
    params = {"tenant": "7", "trace": "on"}
    by_target = _report(api, _config(), headers=headers, params=params)
    by_config = _report(api, _config(headers=headers, params=params))
    for report in (by_target, by_config):
        assert report.exit_code == 0, [each.detail for each in report.violations]
        assert report.counts["pass"] > 5
        assert any("the query parameter tenant" in each for each in report.not_checked)


def test_a_given_credential_is_secret() -> None:
    """A violation shows a plain header as it is, and a variable in place of a secret one."""
    api = Tenants(keeps=lambda *_: True)
    headers = {"X-Region": "eu", "X-Api-Key": _SECRET, "cookie": "sid=d4e5f6"}
    report = _report(api, _config(headers=headers, params={"sig": "x y", "access_token": "a1b2c3"}))
    assert report.exit_code == 1
    shown = repr(report)
    assert _SECRET not in shown
    assert "a1b2c3" not in shown
    assert "d4e5f6" not in shown
    curl = next(each.curl for each in report.violations if each.law == "filter.sound")
    assert '--header "X-Api-Key: $ROLLCALL_HEADER_X_API_KEY"' in curl
    assert '--data-urlencode "access_token=$ROLLCALL_PARAM_ACCESS_TOKEN"' in curl
    assert '--header "Cookie: sid=$ROLLCALL_COOKIE_SID"' in curl
    assert "--header 'X-Region: eu'" in curl
    assert "sig=x%20y" in curl


def test_a_missing_value_is_one_error_before_the_first_request() -> None:
    """All missing parameters are named, each with its option."""
    api = Tenants(
        parameters=(
            _parameter("tenant", "query", {"type": "string"}),
            _parameter("X-Region", "header", {"type": "string"}),
            _parameter("Accept", "header", {"type": "string"}),
            _parameter("kind of", "query", {"enum": ["a", "b"]}),
            _parameter("sid", "cookie", {"type": "string"}),
        )
    )
    sent: list[httpx.Request] = []

    def respond(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return api.respond(request)

    target = Target(api.base_url, transport=httpx.MockTransport(respond))
    with pytest.raises(UsageError) as raised:
        list(run(api.spec, target, _config()))
    assert str(raised.value).splitlines() == [
        "listBooks requires the query parameter tenant; pass --param tenant=…",
        "listBooks requires the header X-Region; pass --header X-Region=…",
        "listBooks requires the query parameter kind of; pass --param kind of=…",
        "listBooks requires the cookie sid; pass --header Cookie=sid=…",
    ]
    assert not sent


def test_a_given_filter_is_no_filter() -> None:
    """Every list is restricted by its value, so that no law can compare lists without it."""
    spec = Api().spec
    bound = bind(spec, keyring_of(spec, params={"kind": "map"}).fixed)
    assert [each.name for each in spec.lists[0].filters] == ["kind"]
    assert not bound.lists[0].filters
    assert bound.raw != spec.raw
    report = _report(Tenants(), _config(params={"kind": "map"}))
    assert not any(each.law.startswith("filter.") for each in report.verdicts)
    with pytest.raises(UsageError, match=r"--param: listBooks of api.json is paged with per"):
        _report(Tenants(), _config(params={"per": "3"}))


def test_a_header_at_the_place_of_a_scheme_is_its_token() -> None:
    """The laws of authentication vary it, and requests without a credential have none."""
    spec = Api(token="x").spec  # noqa: S106 - it opens nothing
    keyring = keyring_of(spec, headers={"authorization": "bearer s3cret"})
    (operation,) = spec.lists
    assert not keyring.fixed
    assert keyring.named == {"key": "s3cret"}
    transport = Transport("http://api.test", keyring)
    assert "authorization" not in transport.request(operation, {}, variant="none").headers
    assert transport.request(operation, {}).headers["authorization"] == "Bearer [token]"
    assert keyring_of(spec, headers={"authorization": "Token s3cret"}).fixed


def _library(parameters: list[dict[str, Any]]) -> Spec:
    raw = Api().document
    raw["components"] = {"parameters": {"tenant": parameters[0]}}
    raw["paths"]["/books"]["get"]["parameters"] += [{"$ref": "#/components/parameters/tenant"}]
    return parse_spec(Path("api.json"), raw)


def test_a_declared_parameter_becomes_a_constant() -> None:
    """A value has the type of its schema, also behind a reference."""
    spec = _library([_parameter("tenant", "query", {"type": "integer", "minimum": 1})])
    bound = bind(spec, keyring_of(spec, params={"tenant": "7"}).fixed)
    assert bound.lists[0].parameters[-1].schema == {"type": "integer", "const": 7}
    assert spec.lists[0].parameters[-1].schema == {"type": "integer", "minimum": 1}


_ARGUMENTS = {"version": 2, "live": True, "x_client": "rollcall"}


def test_a_client_takes_constants_as_arguments() -> None:
    """A call has the constant parameters, and its transport adds the given headers."""
    spec = _CONSTANTS.spec
    sent: list[httpx.Request] = []

    def respond(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(200, json={})

    keyring = keyring_of(spec, params={"trace": "on"}, headers={"X-Api-Key": _SECRET})
    transport = Transport("http://api.test", keyring, transport=httpx.MockTransport(respond))
    channel = ClientChannel(spec, transport, lambda _: lambda _: True, lambda _: None)
    (operation,) = spec.lists
    assert channel.call(Query(operation)).arguments == _ARGUMENTS
    seen: list[httpx.Response | None] = []
    with httpx.Client(transport=transport.client_transport(seen.append, operation)) as http:
        http.get("http://api.test/books")
    assert sent[0].headers["x-client"] == "rollcall"
    assert sent[0].headers["x-api-key"] == _SECRET
    assert dict(sent[0].url.params) == {"trace": "on"}
    assert seen[0] is not None
    assert seen[0].request.headers["x-api-key"] == "[token]"
    settings = settings_in_python(transport.credentials(operation))
    assert settings == (
        """headers={'X-Api-Key': os.environ["ROLLCALL_HEADER_X_API_KEY"]}, """
        """params={'trace': 'on'}"""
    )


def test_values_that_may_be_secret_are_in_no_message() -> None:
    """A misspelled option, and a name that no header can have, show no value."""
    with pytest.raises(ConfigError) as raised:
        Config(headers=("X-Api-Key: s3cret",))  # type: ignore[arg-type]
    assert str(raised.value) == "headers: expected NAME=VALUE"
    with pytest.raises(UsageError) as refused:
        keyring_of(Api().spec, headers={"X Api": "s3cret"})
    assert "s3cret" not in str(refused.value)
    assert "s3cret" not in repr(Config(headers={"X-Api-Key": "s3cret"}, seed=1))
