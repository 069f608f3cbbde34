"""The lists."""

from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView

from shop.filters import ProductFilters, ReviewFilters
from shop.models import Product, Review
from shop.serializers import ProblemSerializer, ProductSerializer, ReviewSerializer

REFUSALS = {400: OpenApiTypes.OBJECT, 404: ProblemSerializer}


@extend_schema(responses={200: ProductSerializer(many=True), **REFUSALS})
class ProductList(ListAPIView):
    """List the products."""

    queryset = Product.objects.all()
    serializer_class = ProductSerializer
    filterset_class = ProductFilters


@extend_schema(responses={200: ReviewSerializer(many=True), **REFUSALS})
class ReviewList(ListAPIView):
    """List the reviews of a product, newest first."""

    queryset = Review.objects.all()
    serializer_class = ReviewSerializer
    filterset_class = ReviewFilters
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
