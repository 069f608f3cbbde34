"""The transport of one call of a client."""

import threading

import httpx
import pytest

from rollcall.http import ClientTransport, Transport

_URL = "http://api.test/books"


def test_a_closed_call_sends_nothing() -> None:
    """A request is refused, and the budget pays for no request."""
    sent: list[str] = []

    def respond(request: httpx.Request) -> httpx.Response:
        sent.append(str(request.url))
        return httpx.Response(200)

    server = Transport("http://api.test", transport=httpx.MockTransport(respond))
    call = server.client_transport(lambda _: None)
    with httpx.Client(transport=call) as http:
        http.get(_URL)
    with pytest.raises(httpx.TransportError, match="the call has ended"):
        call.handle_request(httpx.Request("GET", _URL))
    assert sent == [_URL]
    assert server.budget.spent == 1


def test_a_call_that_ends_during_a_wait_sends_nothing_after_it() -> None:
    """A request that the server asked to send again later is not sent again."""
    calls: list[ClientTransport] = []
    noted: list[int] = []

    def note(response: httpx.Response | None) -> None:
        assert response is not None
        noted.append(response.status_code)
        calls[0].close()

    slow_down = httpx.MockTransport(lambda _: httpx.Response(429, headers={"retry-after": "0"}))
    server = Transport("http://api.test", transport=slow_down)
    calls.append(server.client_transport(note))
    with pytest.raises(httpx.TransportError, match="the call has ended"):
        calls[0].handle_request(httpx.Request("GET", _URL))
    assert noted == [429]
    assert server.budget.spent == 1


def test_the_responses_of_a_call_that_has_ended_are_waited_for() -> None:
    """A response that is still to come is noted before ``settle`` returns."""
    is_sent, is_released = threading.Event(), threading.Event()
    noted: list[int] = []

    def respond(_request: httpx.Request) -> httpx.Response:
        is_sent.set()
        assert is_released.wait(30.0)
        return httpx.Response(200)

    def note(response: httpx.Response | None) -> None:
        assert response is not None
        noted.append(response.status_code)

    server = Transport("http://api.test", transport=httpx.MockTransport(respond))
    call = server.client_transport(note)
    request = httpx.Request("GET", _URL)
    sending = threading.Thread(target=call.handle_request, args=(request,))
    sending.start()
    assert is_sent.wait(30.0)
    call.close()
    threading.Timer(0.1, is_released.set).start()
    call.settle()
    assert noted == [200]
    sending.join()


def test_an_interrupted_run_waits_for_no_response() -> None:
    """The report must not wait for a server that does not respond."""
    is_sent, is_released = threading.Event(), threading.Event()

    def respond(_request: httpx.Request) -> httpx.Response:
        is_sent.set()
        assert is_released.wait(30.0)
        return httpx.Response(200)

    server = Transport("http://api.test", transport=httpx.MockTransport(respond))
    call = server.client_transport(lambda _: None)
    request = httpx.Request("GET", _URL)
    sending = threading.Thread(target=call.handle_request, args=(request,))
    sending.start()
    assert is_sent.wait(30.0)
    server.budget.halt.set()
    call.settle()
    assert sending.is_alive()
    is_released.set()
    sending.join()
