"""Add the brands, products and reviews of the example. They are the same in each database."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import migrations

BRANDS = (("Nordlys", "NO"), ("Arbor", "DE"), ("Kiku", "JP"), ("arbor", "FR"), ("Zita", "DE"))
NAMES = ("Kettle", "Lamp", "Rake", "Stapler", "Tray", "Trowel", "Vase")
CATEGORIES = ("garden", "kitchen", "office")
AUTHORS = ("Amira", "Björn", "Chiara", "d'Artagnan", "Emil")
OPENED = datetime(2025, 3, 1, tzinfo=UTC)
# Some products were added at midnight, some a moment before.
HOURS = (timedelta(), timedelta(hours=9, minutes=30), timedelta(days=1, microseconds=-1))
PRODUCTS = 58
POPULAR = 3


def add(apps: Any, _schema_editor: Any) -> None:
    """Add them."""
    brand, product, review = (
        apps.get_model("shop", name) for name in ("Brand", "Product", "Review")
    )
    brands = brand.objects.bulk_create(
        brand(id=number, name=name, country=country)
        for number, (name, country) in enumerate(BRANDS, 1)
    )
    product.objects.bulk_create(
        product(
            name=f"{NAMES[number % 7]} {number // 7 + 1}",
            brand=brands[number % len(brands)],
            category=CATEGORIES[number % 3],
            price=Decimal(499 + 1250 * number % 9000) / 100,
            stock=number * 7 % 23,
            is_new=number % 5 == 0,
            added_at=OPENED + timedelta(days=number // 2) + HOURS[number % 3],
        )
        for number in range(1, PRODUCTS + 1)
    )
    for each in product.objects.all():
        # One product is popular; every fourth has no review. Up to seven come at the same time.
        written = [
            each.added_at + timedelta(days=number // 7 * 3, hours=each.id % 5)
            for number in range(28 if each.id == POPULAR else each.id % 4)
        ]
        review.objects.bulk_create(
            review(
                product=each,
                stars=(each.id + number) % 5 + 1,
                author=AUTHORS[(each.id + number) % 5],
                text="" if number % 3 else f"My {each.name} arrived in time.",
                written_at=at,
                answered_at=at + timedelta(days=1, minutes=number) if number % 2 else None,
            )
            for number, at in enumerate(written)
        )


class Migration(migrations.Migration):
    """Data only."""

    dependencies = (("shop", "0001_initial"),)

    operations = (migrations.RunPython(add, migrations.RunPython.noop),)
