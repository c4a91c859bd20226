"""What may name a child waits for the curator, and is out of use meanwhile."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("banks", "0010_opinions_taken_back"),
    ]

    operations = [
        migrations.AddField(
            model_name="signal",
            name="doubted_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="Doubt",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("organisation_id", models.UUIDField()),
                ("kind", models.CharField(max_length=12)),
                ("value", models.CharField(max_length=500)),
                ("asked_by_id", models.UUIDField(null=True)),
                ("member_id", models.UUIDField(null=True)),
                ("found_at", models.DateTimeField()),
                ("taken_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by_id", models.UUIDField(null=True)),
                ("is_let_in", models.BooleanField(null=True)),
                ("reasons", models.CharField(blank=True, max_length=500)),
                (
                    "bank",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="doubts",
                        to="banks.bank",
                    ),
                ),
                (
                    "signal",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="doubts", to="banks.signal"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["bank", "value"], name="doubts_by_value"),
                    models.Index(
                        condition=models.Q(("taken_at", None)), fields=["organisation_id"], name="doubts_to_take_up"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at", None)),
                        fields=("bank", "kind", "value"),
                        name="one_open_doubt_a_value",
                    )
                ],
            },
        ),
    ]
