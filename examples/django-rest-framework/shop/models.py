"""What the shop keeps."""

from django.db import models


class Category(models.TextChoices):
    """The part of the shop that has a product."""

    GARDEN = "garden"
    KITCHEN = "kitchen"
    OFFICE = "office"


class Brand(models.Model):
    """Who makes a product."""

    name = models.CharField(max_length=40)
    country = models.CharField(max_length=2)

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name


class Product(models.Model):
    """A product that is for sale, or was."""

    name = models.CharField(max_length=80)
    brand = models.ForeignKey(Brand, models.CASCADE, related_name="products")
    category = models.CharField(max_length=10, choices=Category.choices)
    price = models.DecimalField(max_digits=7, decimal_places=2)
    stock = models.PositiveIntegerField()
    is_new = models.BooleanField()
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class Review(models.Model):
    """What a customer says of a product."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="reviews")
    stars = models.PositiveSmallIntegerField()
    author = models.CharField(max_length=40)
    text = models.TextField(blank=True)
    written_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-written_at", "id")

    def __str__(self) -> str:
        return f"{self.stars} stars from {self.author}"
