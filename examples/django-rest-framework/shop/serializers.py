"""The JSON of the models; drf-spectacular writes the schemas from them.

Fields that are read only are in each response, so that the schemas require them.
"""

from rest_framework import serializers

from shop.models import Brand, Product, Review


class BrandSerializer(serializers.ModelSerializer):
    """A brand."""

    class Meta:
        model = Brand
        fields = ("id", "name", "country")
        read_only_fields = fields


class ProductSerializer(serializers.ModelSerializer):
    """A product."""

    class Meta:
        model = Product
        fields = ("id", "name", "brand", "category", "price", "stock", "is_new", "added_at")
        read_only_fields = fields


class ReviewSerializer(serializers.ModelSerializer):
    """A review."""

    class Meta:
        model = Review
        fields = ("id", "product", "stars", "author", "text", "written_at", "answered_at")
        read_only_fields = fields


class ProblemSerializer(serializers.Serializer):
    """Why a page was not found."""

    detail = serializers.CharField()
