"""Create the tables."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Written by ``manage.py makemigrations``."""

    initial = True

    dependencies = ()

    operations = (
        migrations.CreateModel(
            name="Product",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("garden", "Garden"),
                            ("kitchen", "Kitchen"),
                            ("office", "Office"),
                        ],
                        max_length=10,
                    ),
                ),
                ("price", models.DecimalField(decimal_places=2, max_digits=7)),
                ("stock", models.PositiveIntegerField()),
                ("is_new", models.BooleanField()),
                ("added_at", models.DateTimeField()),
            ],
            options={"ordering": ("id",)},
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stars", models.PositiveSmallIntegerField()),
                ("author", models.CharField(max_length=40)),
                ("text", models.TextField(blank=True)),
                ("written_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reviews",
                        to="shop.product",
                    ),
                ),
            ],
            options={"ordering": ("-written_at", "id")},
        ),
    )
