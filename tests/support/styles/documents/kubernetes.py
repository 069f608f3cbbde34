"""The style of Kubernetes."""

from tests.support.styles._paging import Size, Token
from tests.support.styles._parameters import Filter
from tests.support.styles._style import Auth, Style
from tests.support.styles.documents._api import TOKEN, PublicApi
from tests.support.styles.documents._rows import cycle, rows

__all__ = ["API"]

_NAMESPACES = ("prod", "test", "empty")

API = PublicApi(
    file="kubernetes",
    style=Style(
        path="/api/v1/namespaces/{}/pods",
        items=rows(
            40,
            lambda number: {
                "metadata": {
                    "name": f"pod-{number * 23 % 71:02}",
                    "namespace": _NAMESPACES[number % 4 == 0],
                },
                "status": {"phase": cycle(("Running", "Pending", "Failed", "Succeeded"), number)},
            },
        ),
        paging=Token(Size("limit", 1000, 10**9), "continue"),
        body={"/metadata/continue": "token", "/items": "items"},
        constants={
            "/kind": "PodList",
            "/apiVersion": "v1",
            "/metadata": {"resourceVersion": "4711"},
        },
        without="empty",
        filters={
            "fieldSelector": Filter(
                "status/phase", prefixes={"eq": "status.phase=", "ne": "status.phase!="}
            )
        },
        auth=Auth("authorization", TOKEN, "bearer"),
        parents=_NAMESPACES,
        parent="metadata/namespace",
        unknown_parent="empty",
    ),
    parents={"namespace": _NAMESPACES},
)
