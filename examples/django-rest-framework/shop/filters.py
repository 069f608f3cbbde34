"""The filters of the lists, with the usual lookups of Django."""

from django_filters import rest_framework as filters

from shop.models import Brand, Category, Product, Review


class BrandFilters(filters.FilterSet):
    """The filters of the brands."""

    class Meta:
        model = Brand
        fields = {"country": ("exact", "in")}


class ProductFilters(filters.FilterSet):
    """The filters of the products."""

    category__ne = filters.ChoiceFilter("category", choices=Category.choices, exclude=True)

    class Meta:
        model = Product
        fields = {
            "name": ("icontains", "istartswith"),
            "brand": ("exact",),
            "category": ("exact", "in"),
            "price": ("gte", "lt", "range"),
            "stock": ("in",),
            "is_new": ("exact",),
            "added_at": ("date", "date__gte", "date__lte"),
        }


class ReviewFilters(filters.FilterSet):
    """The filters of the reviews of all products."""

    answered_at__ne = filters.IsoDateTimeFilter("answered_at", exclude=True)

    class Meta:
        model = Review
        fields = {
            "author": ("exact", "in"),
            "stars": ("exact",),
            "text": ("iexact", "contains", "endswith"),
            "answered_at": ("isnull", "range"),
        }


class ProductReviewFilters(filters.FilterSet):
    """The filters of the reviews of a product."""

    class Meta:
        model = Review
        fields = {"stars": ("lte",), "written_at": ("gt",), "answered_at": ("lt",)}
