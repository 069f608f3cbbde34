"""Orders: a small list API with one bug."""

from typing import Annotated, Literal

from fastapi import FastAPI, Query
from pydantic import BaseModel

Status = Literal["open", "paid", "shipped"]


class Order(BaseModel):
    """An order."""

    id: int
    status: Status
    amount: int


class Page(BaseModel):
    """A page of orders."""

    items: list[Order]
    total: int


STATES: list[Status] = ["open", "paid", "shipped"]
ORDERS = [Order(id=n, status=STATES[n % 3], amount=n * 7 % 40) for n in range(1, 48)]
app = FastAPI(title="Orders")


@app.get("/orders")
def list_orders(
    status: Status | None = None,
    min_amount: int | None = None,
    page: Annotated[int, Query(ge=1)] = 1,
    page_size: Annotated[int, Query(ge=1, le=50)] = 10,
) -> Page:
    """List orders, those of a status or of an amount."""
    found = [order for order in ORDERS if status in (None, order.status)]
    found = [order for order in found if min_amount is None or order.amount >= min_amount]
    return Page(items=found[(page - 1) * page_size : page * page_size], total=len(ORDERS))
