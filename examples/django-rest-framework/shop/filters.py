"""The filters of the lists."""

import django_filters as filters

from shop.models import Product, Review


class ProductFilters(filters.FilterSet):
    """The filters of the products."""

    min_price = filters.NumberFilter("price", "gte")
    max_price = filters.NumberFilter("price", "lte")
    min_stock = filters.NumberFilter("stock", "gte")
    added_from = filters.DateFilter("added_at", "date__gte")
    added_until = filters.DateFilter("added_at", "date__lte")

    class Meta:
        model = Product
        fields = ("category", "is_new")


class ReviewFilters(filters.FilterSet):
    """The filters of the reviews of a product."""

    min_stars = filters.NumberFilter("stars", "gte")
    written_after = filters.IsoDateTimeFilter("written_at", "gt")
    answered_before = filters.IsoDateTimeFilter("answered_at", "lt")

    class Meta:
        model = Review
        fields = ("author",)
