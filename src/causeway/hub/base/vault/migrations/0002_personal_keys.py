"""The key of what is for named people alone lies behind a wall that holds it to them."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vault", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="PersonalKey",
            fields=[
                (
                    "sealed",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="personal_key",
                        serialize=False,
                        to="vault.sealedobject",
                    ),
                ),
                ("root_id", models.UUIDField(db_index=True)),
                (
                    "named",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=254), size=None),
                ),
                ("sealed_key", models.BinaryField()),
            ],
            options={"abstract": False},
        ),
    ]
