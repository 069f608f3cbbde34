"""The lists."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView

from shop import filters, pages
from shop.models import Brand, Product, Review
from shop.serializers import (
    BrandSerializer,
    ProblemSerializer,
    ProductSerializer,
    ReviewSerializer,
)


def responses(serializer: Any) -> dict[int, Any]:
    """Return the responses of a list."""
    return {200: serializer(many=True), 400: OpenApiTypes.ANY, 404: ProblemSerializer}


@extend_schema(responses=responses(BrandSerializer))
class BrandList(ListAPIView):
    """List the brands, all at once."""

    queryset = Brand.objects.all()
    serializer_class = BrandSerializer
    filterset_class = filters.BrandFilters
    pagination_class = None
    search_fields = ("name",)
    ordering_fields = ("name", "country")


@extend_schema(responses=responses(ProductSerializer))
class ProductList(ListAPIView):
    """List the products, with pages by number."""

    queryset = Product.objects.all()
    serializer_class = ProductSerializer
    filterset_class = filters.ProductFilters
    pagination_class = pages.Numbered
    search_fields = ("name", "category")
    ordering_fields = ("name", "price", "added_at")


@extend_schema(responses=responses(ReviewSerializer))
class ReviewList(ListAPIView):
    """List the reviews of all products, with pages by offset."""

    queryset = Review.objects.all()
    serializer_class = ReviewSerializer
    filterset_class = filters.ReviewFilters
    pagination_class = pages.Offset
    search_fields = ("text", "author")
    ordering_fields = ("stars", "written_at", "answered_at")


@extend_schema(responses=responses(ReviewSerializer))
class ProductReviewList(ListAPIView):
    """List the reviews of a product, newest first, with pages by cursor."""

    queryset = Review.objects.all()
    serializer_class = ReviewSerializer
    filter_backends = (filters.filters.DjangoFilterBackend,)
    filterset_class = filters.ProductReviewFilters
    pagination_class = pages.Linked
    # What the document says of this list, besides its pages.
    annotation = {
        "parent": {"parameter": "product_id", "field": "/product", "operation": "products_list"}
    }

    def get_queryset(self) -> QuerySet[Review]:
        """Return the reviews of the product in the path."""
        product = get_object_or_404(Product, pk=self.kwargs["product_id"])
        return super().get_queryset().filter(product=product)


def not_found(_request: HttpRequest, exception: Exception) -> JsonResponse:
    """Return the response to a path that no view has: JSON, like all others."""
    del exception
    return JsonResponse({"detail": "Not found."}, status=404)
