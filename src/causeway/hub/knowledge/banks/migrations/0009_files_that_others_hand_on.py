"""Signals come in files that other organisations hand on: under which entries, and how far they may be passed on."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("banks", "0008_what_waits_for_a_vote"),
    ]

    operations = [
        migrations.CreateModel(
            name="SourceEntry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("organisation_id", models.UUIDField()),
                ("bank_id", models.UUIDField()),
                ("entry", models.CharField(max_length=320)),
            ],
        ),
        migrations.AddField(
            model_name="signal",
            name="handling",
            field=models.CharField(blank=True, db_default="", max_length=12),
        ),
        migrations.AddIndex(
            model_name="signal",
            index=models.Index(
                condition=models.Q(("handling__in", ("amber", "amber_strict"))),
                fields=["bank"],
                name="signals_that_stay",
            ),
        ),
        migrations.AddField(
            model_name="sourceentry",
            name="signal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="banks.signal"
            ),
        ),
        migrations.AddConstraint(
            model_name="sourceentry",
            constraint=models.UniqueConstraint(fields=("bank_id", "entry", "signal"), name="one_signal_an_entry"),
        ),
    ]
