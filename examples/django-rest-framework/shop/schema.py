"""Adds to the document what each parameter means, and how the lists are paged."""

from typing import Any

from django.db import connection, models
from django_filters import rest_framework as filters
from drf_spectacular.openapi import AutoSchema
from rest_framework.filters import OrderingFilter, SearchFilter

OPERATORS = {
    "exact": "eq",
    "gt": "gt",
    "gte": "gte",
    "lt": "lt",
    "lte": "lte",
    "contains": "contains",
    "startswith": "startsWith",
    "endswith": "endsWith",
    "in": "in",
    "range": "between",
    "isnull": "isNull",
}
OPPOSITES = {"eq": "ne", "in": "notIn"}
# A list without pages is a page that links to no other.
ONE_PAGE = {"style": "link", "next": "$response.header.Link"}
PARTS = ("contains", "startswith", "endswith")


class ListSchema(AutoSchema):
    """Writes the annotations of Rollcall from what the views say anyway."""

    def get_extensions(self) -> dict[str, Any]:
        """Return the annotation of a list."""
        if not self._is_list_view():
            return super().get_extensions()
        paginator = self._get_paginator()
        annotation = {
            "items": "/results" if paginator else "",
            "identity": "/id",
            "pagination": paginator.annotation if paginator else ONE_PAGE,
            "order": self._order(getattr(paginator, "ordering", None)),
        }
        if paginator:
            annotation["strictness"] = paginator.strictness
        return {"x-list": annotation | getattr(self.view, "annotation", {})}

    def get_paginated_name(self, serializer_name: str) -> str:
        """Return the name of the schema of a page: one for each way to page, not for each item."""
        return f"{type(self._get_paginator()).__name__}{serializer_name}List"

    def _get_filter_parameters(self) -> list[dict[str, Any]]:
        found = super()._get_filter_parameters()
        known = getattr(getattr(self.view, "filterset_class", None), "base_filters", {})
        for parameter in found:
            if parameter["name"] == OrderingFilter.ordering_param:
                parameter["x-sort"] = self._sort()
            elif parameter["name"] == SearchFilter.search_param:
                parameter["x-search"] = self._search()
            else:
                own = known[parameter["name"]]
                parameter["x-filter"] = self._filter(own)
                if isinstance(own, filters.ModelChoiceFilter):
                    # Other values are refused, as if they had no meaning.
                    keys = own.queryset.values_list("pk", flat=True)
                    parameter["schema"]["enum"] = sorted(keys)
        return found

    def _filter(self, own: filters.Filter) -> dict[str, Any]:
        transform, _, lookup = own.lookup_expr.rpartition("__")
        if lookup == "date":
            transform, lookup = "date", "exact"
        meaning: dict[str, Any] = {"field": f"/{own.field_name}"}
        if lookup == "isnull":
            return meaning | {"operator": "isNull"}
        plain = lookup.removeprefix("i") if lookup not in OPERATORS else lookup
        operator = OPERATORS[plain]
        meaning["operator"] = OPPOSITES[operator] if own.exclude else operator
        meaning["precision"] = "day" if transform == "date" else self._precision(own.field_name)
        # Each LIKE of SQLite ignores the case of ASCII letters.
        if plain != lookup or (plain in PARTS and connection.vendor == "sqlite"):
            meaning["ignore"] = ["case"]
        # What Django excludes are equal values; null is none.
        if own.exclude and self._field(own.field_name).null:
            meaning["nulls"] = "match"
        return meaning

    def _sort(self) -> dict[str, Any]:
        keys = {name: self._key(name) for name in self.view.ordering_fields}
        return {"keys": keys, "descending": {"prefix": "-"}, "separator": ","}

    def _search(self) -> dict[str, Any]:
        fields = [f"/{name}" for name in self.view.search_fields]
        return {"fields": fields, "match": "contains", "words": "all", "ignore": ["case"]}

    def _order(self, ordering: tuple[str, ...] | None) -> list[dict[str, Any]]:
        names = ordering or self.view.queryset.model._meta.ordering
        return [self._key(name) for name in names]

    def _key(self, name: str) -> dict[str, Any]:
        bare = name.removeprefix("-")
        key: dict[str, Any] = {"field": f"/{bare}"}
        if bare != name:
            key["direction"] = "descending"
        precision = self._precision(bare)
        if precision == "exact" and isinstance(self._field(bare), models.CharField):
            precision = "text"
        if precision != "exact":
            key["precision"] = precision
        if self._field(bare).null and connection.vendor == "sqlite":
            key["nulls"] = "least"
        return key

    def _precision(self, name: str) -> str:
        field = self._field(name)
        if isinstance(field, models.DateTimeField):
            return "instant"
        return "decimal" if isinstance(field, models.DecimalField) else "exact"

    def _field(self, name: str) -> Any:
        return self.view.queryset.model._meta.get_field(name)
