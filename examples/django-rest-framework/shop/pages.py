"""The pages of the lists."""

from typing import Any

from rest_framework.pagination import PageNumberPagination


class Pages(PageNumberPagination):
    """Ten items, or as many as the request asks for, up to 25."""

    page_size = 10
    page_size_query_param = "page_size"
    max_page_size = 25

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """Return the parameters with their bounds and defaults, which the document lacks else."""
        page, size = super().get_schema_operation_parameters(view)
        page["schema"] |= {"minimum": 1, "default": 1}
        size["schema"] |= {"minimum": 1, "maximum": self.max_page_size, "default": self.page_size}
        return [page, size]
