"""An index for the open alerts, and a mark at lines on which a force has begun."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("queues", "0009_indexes_of_views"),
    ]

    operations = [
        migrations.AddField(
            model_name="queueitem",
            name="begun_by_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(
                condition=models.Q(("acknowledged_at", None)),
                fields=["organisation_id", "raised_at", "id"],
                name="open_alerts",
            ),
        ),
        migrations.AddIndex(
            model_name="queueitem",
            index=models.Index(
                models.F("organisation_id"),
                models.Case(
                    models.When(
                        models.Q(
                            ("closed_at__isnull", False),
                            models.Q(("receiver_id", models.F("organisation_id")), _negated=True),
                            models.Q(
                                ("begun_by_id", None),
                                models.Q(("receiver_id", models.F("begun_by_id")), _negated=True),
                                _connector="OR",
                            ),
                        ),
                        then=models.F("receiver_id"),
                    ),
                    output_field=models.UUIDField(),
                ),
                name="not_begun",
            ),
        ),
    ]
