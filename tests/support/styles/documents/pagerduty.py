"""The style of PagerDuty."""

from tests.support.styles._paging import Offset, Size
from tests.support.styles._parameters import Filter, Key, Sort
from tests.support.styles._style import Auth, Style
from tests.support.styles.documents._api import TOKEN, PublicApi
from tests.support.styles.documents._rows import INSTANTS, TEXTS, cycle, rows

__all__ = ["API"]

_STATES = ("triggered", "acknowledged", "resolved")
_RESOLVED = ("2024-03-13T00:00:00Z", "2024-03-14T08:00:00+08:00", "2024-03-13T00:00:00Z")

API = PublicApi(
    file="pagerduty",
    style=Style(
        path="/incidents",
        items=rows(
            31,
            lambda number: {
                "id": f"P{number * 13 % 89:03}",
                "incident_number": number + 1,
                "status": cycle(_STATES, number),
                "service": {"id": cycle(("PS1", "PS2", "ps1", "PS3"), number)},
                "incident_key": None if number % 6 == 0 else cycle(TEXTS, number),
                "created_at": cycle(INSTANTS, number),
                "resolved_at": cycle(_RESOLVED, number // 3) if number % 3 == 2 else None,
            },
        ),
        paging=Offset(Size("limit", 5, 10), "offset"),
        body={
            "/incidents": "items",
            "/limit": "size",
            "/offset": "offset",
            "/more": "more",
            "/total": "total",
        },
        total_on="total",
        filters={
            "statuses[]": Filter("status", "in", many="repeated", one_of=_STATES),
            "service_ids[]": Filter("service/id", "in", many="repeated"),
            "incident_key": Filter("incident_key"),
            "since": Filter("created_at", "gte", "instant"),
            "until": Filter("created_at", "lt", "instant"),
        },
        sort=Sort(
            "sort_by",
            {
                "incident_number": Key("incident_number", "integer"),
                "created_at": Key("created_at", "instant"),
                "resolved_at": Key("resolved_at", "instant"),
            },
            descending=("", ":desc"),
            ascending=("", ":asc"),
            separator=",",
        ),
        auth=Auth("authorization", TOKEN),
        error="/error/message",
    ),
)
