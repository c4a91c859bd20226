"""An appeal is received the same way whatever it names, sorted afterwards, and joins an open one of the same value."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("banks", "0005_counts"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReceivedAppeal",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("organisation_id", models.UUIDField()),
                ("reference", models.CharField(max_length=20)),
                ("secret_hash", models.CharField(max_length=64)),
                ("kind", models.CharField(blank=True, max_length=12)),
                ("value", models.CharField(blank=True, max_length=500)),
                ("signal_id", models.UUIDField(null=True)),
                ("text", models.CharField(max_length=5000)),
                ("received_at", models.DateTimeField(db_index=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="appeal",
            name="joins",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="joined", to="banks.appeal"
            ),
        ),
    ]
