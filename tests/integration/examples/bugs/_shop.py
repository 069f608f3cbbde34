"""Bugs of the shop (Django REST framework)."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.integration.examples.bugs._bug import Bug
from tests.support.projects import module

__all__ = ["SHOP_BUGS"]

_Insert = Callable[[pytest.MonkeyPatch], None]
_ATHENS = ZoneInfo("Europe/Athens")


def _total_of_the_whole_list(patch: pytest.MonkeyPatch) -> None:
    pages, products = module("shop.pages").Pages, module("shop.models").Product.objects
    respond = pages.get_paginated_response

    def wrong(self: Any, items: Any) -> Any:
        response = respond(self, items)
        response.data["count"] = products.count()
        return response

    patch.setattr(pages, "get_paginated_response", wrong)


def _paginator(**members: Any) -> _Insert:
    """Return a bug of the paginator of all lists."""

    def insert(patch: pytest.MonkeyPatch) -> None:
        pages = module("shop.pages").Pages
        base = pages.django_paginator_class
        patch.setattr(pages, "django_paginator_class", type("Wrong", (base,), members))

    return insert


def _repeated_item(self: Any, number: int) -> Any:
    number = self.validate_number(number)
    start = (number - 1) * self.per_page - (number > 1)
    end = min(start + self.per_page, self.count)
    return self._get_page(self.object_list[start:end], number, self)


def _filter(
    name: str, method: Callable[[Any, Any], Any], filters: str = "ProductFilters"
) -> _Insert:
    """Return a bug of a filter: a method from a QuerySet and a value to another QuerySet."""

    def insert(patch: pytest.MonkeyPatch) -> None:
        known = getattr(module("shop.filters"), filters).base_filters
        wrong = type(known[name])(
            known[name].field_name, method=lambda queryset, _name, value: method(queryset, value)
        )
        patch.setitem(known, name, wrong)

    return insert


def _lookup(name: str, expression: str, filters: str = "ProductFilters") -> _Insert:
    def insert(patch: pytest.MonkeyPatch) -> None:
        known = getattr(module("shop.filters"), filters).base_filters
        patch.setattr(known[name], "lookup_expr", expression)

    return insert


def _since_in_athens(queryset: Any, day: Any) -> Any:
    return queryset.filter(added_at__gte=datetime.combine(day, time.min, _ATHENS))


def _in_boxes(queryset: Any, least: Any) -> Any:
    return queryset.filter(stock__gte=least) if 1000 / least else queryset


def _either_filter(patch: pytest.MonkeyPatch) -> None:
    filters = module("shop.filters").ProductFilters

    def wrong(self: Any, queryset: Any) -> Any:
        chosen = [
            self.filters[name].filter(queryset, value)
            for name, value in self.form.cleaned_data.items()
            if value not in {None, ""}
        ]
        for each in chosen[1:]:
            chosen[0] |= each
        return chosen[0] if chosen else queryset

    patch.setattr(filters, "filter_queryset", wrong)


def _served_as(field: str, change: Callable[[Any], Any]) -> _Insert:
    """Return a bug of the serializer of products: it changes a field."""

    def insert(patch: pytest.MonkeyPatch) -> None:
        serializer = module("shop.serializers").ProductSerializer
        represent = serializer.to_representation

        def wrong(self: Any, product: Any) -> Any:
            item = represent(self, product)
            item[field] = change(item[field])
            return item

        patch.setattr(serializer, "to_representation", wrong)

    return insert


def _reviews(choose: Callable[[Any], Any]) -> _Insert:
    """Return a bug of the QuerySet of the nested list."""

    def insert(patch: pytest.MonkeyPatch) -> None:
        view = module("shop.views").ReviewList
        right = view.get_queryset
        patch.setattr(view, "get_queryset", lambda self: choose(right(self)))

    return insert


SHOP_BUGS = (
    Bug("a page repeats an item", "products_list", "pages", _paginator(page=_repeated_item)),
    Bug("the total ignores the filter", "products_list", "total", _total_of_the_whole_list),
    Bug(
        "the last page is lost",
        "products_list",
        "pages",
        _paginator(num_pages=property(lambda self: max(1, self.count // self.per_page))),
    ),
    Bug(
        "a bound excludes the value itself",
        "products_list",
        "filter min_price",
        _lookup("min_price", "gt"),
    ),
    Bug(
        "a bound includes the value itself",
        "products_reviews_list",
        "filter written_after",
        _lookup("written_after", "gte", "ReviewFilters"),
    ),
    Bug(
        "days are those of another time zone",
        "products_list",
        "filter added_from",
        _filter("added_from", _since_in_athens),
    ),
    Bug(
        "a join hides rows",
        "products_reviews_list",
        "filter min_stars",
        _filter(
            "min_stars",
            lambda reviews, least: reviews.filter(stars__gte=least, answered_at__isnull=False),
            "ReviewFilters",
        ),
    ),
    Bug("filters are combined with or", "products_list", "conjunction", _either_filter),
    Bug(
        "case is ignored",
        "products_reviews_list",
        "filter author",
        _lookup("author", "iexact", "ReviewFilters"),
    ),
    Bug(
        "0 crashes",
        "products_list",
        "server-error min_stock",
        _filter("min_stock", _in_boxes),
    ),
    Bug(
        "an integer is a text",
        "products_list",
        "schema /results/*/stock",
        _served_as("stock", str),
        laws=("conformance.examples", "conformance.coverage", "filter.*"),
    ),
    Bug(
        "an enum has another case",
        "products_list",
        "schema /results/*/category",
        _served_as("category", str.title),
        laws=("conformance.examples", "conformance.coverage", "filter.*"),
    ),
    Bug(
        "a nested list ignores its parent",
        "products_reviews_list",
        "scope",
        _reviews(lambda reviews: reviews.model.objects.all()),
    ),
    Bug(
        "the order of ties drifts",
        "products_reviews_list",
        "order /stars",
        _reviews(lambda reviews: reviews.order_by("stars", "?")),
    ),
)
