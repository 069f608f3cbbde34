"""The settings of the project."""

import os
from pathlib import Path

BASE_DIR = Path(__file__).parents[1]
SECRET_KEY = os.environ.get("SHOP_SECRET_KEY", "only-for-development")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "shop.test"]
ROOT_URLCONF = "project.urls"
INSTALLED_APPS = ["rest_framework", "django_filters", "drf_spectacular", "shop"]
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("SHOP_DATABASE", BASE_DIR / "db.sqlite3"),
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_FILTER_BACKENDS": [
        "django_filters.rest_framework.DjangoFilterBackend",
        "rest_framework.filters.OrderingFilter",
        "rest_framework.filters.SearchFilter",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "shop.schema.ListSchema",
    "UNAUTHENTICATED_USER": None,
}
# How Django REST framework and django-filter read a request where other frameworks differ.
STRICTNESS = {
    "oversizedPage": "clamped",
    "invalidPage": ["ignored", "refused"],
    "invalidValue": [400, 404, "ignored"],
    "emptyValue": "ignored",
    "emptyText": "ignored",
    "outerBlanks": "ignored",
    "lenientBooleans": ["accepted", "ignored"],
    "lenientNumbers": ["accepted", "refused", "ignored"],
    "lenientDates": ["accepted", "refused"],
    "enumCase": "refused",
    "unknownParent": [404],
    "malformedParent": [404],
    "unknownParameter": "ignored",
    "repeatedParameter": "last",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Shop",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "EXTENSIONS_ROOT": {"x-strictness": STRICTNESS},
}
