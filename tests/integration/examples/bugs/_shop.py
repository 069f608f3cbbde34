"""Bugs of the shop (Django REST framework)."""

import re
from collections.abc import Callable
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.integration.examples.bugs._bug import Bug, apart, together
from tests.support.projects import module

__all__ = ["SHOP_BUGS"]

_Insert = Callable[[pytest.MonkeyPatch], None]
_PAGE = re.compile("limit=[0-9]+&offset=[0-9]+")
_ATHENS = ZoneInfo("Europe/Athens")


def _total_of_the_whole_list(patch: pytest.MonkeyPatch) -> None:
    pages, products = module("shop.pages").Numbered, module("shop.models").Product.objects
    respond = pages.get_paginated_response

    def wrong(self: Any, items: Any) -> Any:
        response = respond(self, items)
        response.data["count"] = products.count()
        return response

    patch.setattr(pages, "get_paginated_response", wrong)


def _paginator(**members: Any) -> _Insert:
    """Return a bug of the paginator of all lists."""

    def insert(patch: pytest.MonkeyPatch) -> None:
        pages = module("shop.pages").Numbered
        base = pages.django_paginator_class
        patch.setattr(pages, "django_paginator_class", type("Wrong", (base,), members))

    return insert


def _repeated_item(self: Any, number: int) -> Any:
    number = self.validate_number(number)
    start = (number - 1) * self.per_page - (number > 1)
    end = min(start + self.per_page, self.count)
    return self._get_page(self.object_list[start:end], number, self)


_FILTERS = {
    "products_list": "ProductFilters",
    "reviews_list": "ReviewFilters",
    "products_reviews_list": "ProductReviewFilters",
    "brands_list": "BrandFilters",
}


def _filter(operation: str, name: str, method: Callable[[Any, Any], Any]) -> _Insert:
    """Return a bug of a filter: a method from a QuerySet and a value to another QuerySet."""

    def insert(patch: pytest.MonkeyPatch) -> None:
        known = getattr(module("shop.filters"), _FILTERS[operation]).base_filters[name]
        patch.setattr(known, "filter", lambda queryset, value: _chosen(method, queryset, value))

    return insert


def _chosen(method: Callable[[Any, Any], Any], queryset: Any, value: Any) -> Any:
    return queryset if value in (None, "", []) else method(queryset, value)


def _wrong(operation: str, name: str, what: str, method: Callable[[Any, Any], Any]) -> Bug:
    insert = _filter(operation, name, method)
    return Bug(f"{name}: {what}", operation, f"filter {name}", insert)


def _lookup(operation: str, name: str, expression: str) -> Bug:
    """Return a bug of a filter: another lookup."""

    def insert(patch: pytest.MonkeyPatch) -> None:
        known = getattr(module("shop.filters"), _FILTERS[operation]).base_filters
        patch.setattr(known[name], "lookup_expr", expression)

    return Bug(f"{name}: {expression}", operation, f"filter {name}", insert)


def _since_in_athens(queryset: Any, day: Any) -> Any:
    return queryset.filter(added_at__gte=datetime.combine(day, time.min, _ATHENS))


def _inverse(queryset: Any, least: Any) -> Any:
    return queryset.filter(price__gte=least) if 1000 / least else queryset


def _either_filter(patch: pytest.MonkeyPatch) -> None:
    filters = module("shop.filters").ProductFilters

    def wrong(self: Any, queryset: Any) -> Any:
        chosen = [
            self.filters[name].filter(queryset, value)
            for name, value in self.form.cleaned_data.items()
            if value not in (None, "", [])
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


def _reviews(view_name: str, choose: Callable[[Any], Any]) -> _Insert:
    """Return a bug of the QuerySet of a list of reviews."""

    def insert(patch: pytest.MonkeyPatch) -> None:
        view = getattr(module("shop.views"), view_name)
        right = view.get_queryset
        patch.setattr(view, "get_queryset", lambda self: choose(right(self)))

    return insert


def _replaced(place: str, name: str, wrong: Callable[[Any], Any]) -> _Insert:
    """Return a bug of a method: another one, given the right one."""

    def insert(patch: pytest.MonkeyPatch) -> None:
        owner, _, cls = place.rpartition(".")
        known = getattr(module(owner), cls)
        patch.setattr(known, name, wrong(getattr(known, name)))

    return insert


def _only_first(right: Any) -> Any:
    return lambda *given: (right(*given) or ())[:1]


def _without_offset(right: Any) -> Any:
    return lambda self, cursor: right(self, cursor._replace(offset=0))


def _without_query(right: Any) -> Any:
    def wrong(self: Any) -> Any:
        link = right(self)
        return link and "?".join((link.partition("?")[0], *_PAGE.findall(link)))

    return wrong


def _rounded(right: Any) -> Any:
    return lambda self, request: right(self, request) // self.limit * self.limit


SHOP_BUGS = (
    together(
        "the filters of the products",
        "filter.*",
        _lookup("products_list", "name__icontains", "istartswith"),
        _lookup("products_list", "name__istartswith", "icontains"),
        _wrong(
            "products_list",
            "category__in",
            "only the first value",
            lambda found, values: found.filter(category=values[0]),
        ),
        _wrong(
            "products_list",
            "category__ne",
            "the value itself",
            lambda found, value: found.filter(category=value),
        ),
        _lookup("products_list", "price__gte", "gt"),
        _lookup("products_list", "price__lt", "lte"),
        _wrong(
            "products_list",
            "price__range",
            "without the upper end",
            lambda found, ends: found.filter(price__gte=ends[0], price__lt=ends[1]),
        ),
        _lookup("products_list", "added_at__date", "date__gte"),
        _wrong("products_list", "added_at__date__gte", "another time zone", _since_in_athens),
    ),
    together(
        "the filters of the reviews",
        "filter.* search.found search.narrows order.sorted",
        _lookup("reviews_list", "author", "iexact"),
        _lookup("reviews_list", "text__endswith", "contains"),
        _wrong(
            "reviews_list",
            "answered_at__isnull",
            "inverted",
            lambda found, value: found.filter(answered_at__isnull=not value),
        ),
        _wrong(
            "reviews_list",
            "answered_at__ne",
            "null is left out",
            lambda found, value: found.filter(answered_at__isnull=False).exclude(answered_at=value),
        ),
        _wrong(
            "products_reviews_list",
            "stars__lte",
            "a join hides rows",
            lambda found, most: found.filter(stars__lte=most, answered_at__isnull=False),
        ),
        _lookup("products_reviews_list", "written_at__gt", "gte"),
        Bug(
            "only the first word counts",
            "reviews_list",
            "search search",
            _replaced("rest_framework.filters.SearchFilter", "get_search_terms", _only_first),
        ),
        Bug(
            "only the first key counts",
            "reviews_list",
            "sort ordering",
            _replaced("rest_framework.filters.OrderingFilter", "get_ordering", _only_first),
        ),
    ),
    *apart(
        "page.* filter.totals",
        (
            Bug(
                "a page repeats an item", "products_list", "pages", _paginator(page=_repeated_item)
            ),
            Bug("the total ignores the filter", "products_list", "total", _total_of_the_whole_list),
            Bug(
                "the last page is lost",
                "products_list",
                "pages",
                _paginator(num_pages=property(lambda self: max(1, self.count // self.per_page))),
            ),
        ),
    ),
    *apart(
        "page.* link.*",
        (
            Bug(
                "an offset is rounded to pages",
                "reviews_list",
                "pages",
                _replaced("shop.pages.Offset", "get_offset", _rounded),
            ),
            Bug(
                "a next link loses the filter",
                "reviews_list",
                "link link.agrees",
                _replaced("shop.pages.Offset", "get_next_link", _without_query),
            ),
            Bug(
                "a cursor loses ties",
                "products_reviews_list",
                "pages",
                _replaced("shop.pages.Linked", "encode_cursor", _without_offset),
            ),
            Bug(
                "the order of ties drifts",
                "reviews_list",
                "order /written_at",
                _reviews("ReviewList", lambda reviews: reviews.order_by("-written_at", "?")),
            ),
        ),
    ),
    *apart(
        "page.partition filter.sound filter.conjunction",
        (Bug("filters are combined with or", "products_list", "conjunction", _either_filter),),
    ),
    *apart(
        "page.partition filter.* scope.* coherence.*",
        (
            Bug(
                "a nested list ignores its parent",
                "products_reviews_list",
                "scope",
                _reviews("ProductReviewList", lambda reviews: reviews.model.objects.all()),
            ),
        ),
    ),
    together(
        "crashes, and values that break the schema",
        "conformance.examples conformance.coverage filter.complete",
        Bug(
            "0 crashes",
            "products_list",
            "server-error price__gte",
            _filter("products_list", "price__gte", _inverse),
        ),
        Bug(
            "an integer is a text",
            "products_list",
            "schema /results/*/stock",
            _served_as("stock", str),
        ),
        Bug(
            "an enum has another case",
            "products_list",
            "schema /results/*/category",
            _served_as("category", str.title),
        ),
    ),
)
