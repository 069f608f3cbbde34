"""The URLs of the project."""

from django.urls import path
from drf_spectacular.views import SpectacularJSONAPIView

from shop.views import ProductList, ReviewList

handler404 = "shop.views.not_found"
urlpatterns = [
    path("schema/", SpectacularJSONAPIView.as_view()),
    path("products/", ProductList.as_view()),
    path("products/<int:product_id>/reviews/", ReviewList.as_view()),
]
