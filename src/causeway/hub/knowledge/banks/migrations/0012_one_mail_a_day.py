"""Changes that wait for acknowledgements are told of by one mail a day."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("banks", "0011_what_may_name_a_child"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChangesTold",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("organisation_id", models.UUIDField(unique=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
