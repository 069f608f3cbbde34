"""The JSON of the models; drf-spectacular writes the schemas from them."""

from rest_framework import serializers

from shop.models import Product, Review


class ProductSerializer(serializers.ModelSerializer):
    """A product."""

    class Meta:
        model = Product
        fields = ("id", "name", "category", "price", "stock", "is_new", "added_at")


class ReviewSerializer(serializers.ModelSerializer):
    """A review."""

    class Meta:
        model = Review
        fields = ("id", "product", "stars", "author", "text", "written_at", "answered_at")


class ProblemSerializer(serializers.Serializer):
    """Why a page was not found."""

    detail = serializers.CharField()
