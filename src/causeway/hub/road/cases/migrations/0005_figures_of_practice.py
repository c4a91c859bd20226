"""What a force lets a desk see of its practice."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_what_a_step_asks"),
    ]

    operations = [
        migrations.CreateModel(
            name="PracticeFigures",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("organisation_id", models.UUIDField()),
                ("desk_id", models.UUIDField()),
                ("since", models.DateField()),
                ("document", models.JSONField()),
                ("shared_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["desk_id", "organisation_id", "shared_at"], name="cases_pract_desk_id_11d993_idx"
                    )
                ],
            },
        ),
    ]
