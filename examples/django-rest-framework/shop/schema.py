"""Adds to the document which field each filter reads, and how the lists are paged."""

from typing import Any

from drf_spectacular.openapi import AutoSchema


class ListSchema(AutoSchema):
    """Writes the annotations of Rollcall from what the views say anyway."""

    def get_extensions(self) -> dict[str, Any]:
        """Return the annotation of a list."""
        if not self._is_list_view():
            return super().get_extensions()
        pagination = {
            "style": "page",
            "pageSize": {"parameter": "page_size"},
            "pageIndex": {"parameter": "page"},
            "totalItems": "/count",
        }
        annotation = {"items": "/results", "identity": "/id", "pagination": pagination}
        return {"x-list": annotation | getattr(self.view, "annotation", {})}

    def _get_filter_parameters(self) -> list[dict[str, Any]]:
        filters = getattr(self.view, "filterset_class", None)
        found = super()._get_filter_parameters()
        for parameter in found:
            own = filters.base_filters[parameter["name"]]
            part, _, operator = own.lookup_expr.rpartition("__")
            precision = "day" if part == "date" else "exact"
            if parameter["schema"].get("format") == "date-time":
                precision = "instant"
            parameter["x-filter"] = {
                "field": f"/{own.field_name}",
                "operator": {"exact": "eq"}.get(operator, operator),
                "precision": precision,
            }
        return found
