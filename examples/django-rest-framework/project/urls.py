"""The URLs of the project."""

from django.urls import path
from drf_spectacular.views import SpectacularJSONAPIView

from shop import views

handler404 = "shop.views.not_found"
urlpatterns = [
    path("schema/", SpectacularJSONAPIView.as_view()),
    path("brands/", views.BrandList.as_view()),
    path("products/", views.ProductList.as_view()),
    path("products/<int:product_id>/reviews/", views.ProductReviewList.as_view()),
    path("reviews/", views.ReviewList.as_view()),
]
