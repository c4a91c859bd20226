"""Imminent lines stand before the others of their band and take turns, and so do the alerts of senders."""

import django.db.models.expressions
from django.db import migrations, models

_SENDERS_OF_ALERTS = """
-- The owner of the tables is bound by the policies too, and acts for nobody; the walls go up again after migrating.
ALTER TABLE queues_alert NO FORCE ROW LEVEL SECURITY;
ALTER TABLE queues_queueitem NO FORCE ROW LEVEL SECURITY;
UPDATE queues_alert alert SET sender_id = item.sender_id
    FROM queues_queueitem item
    WHERE item.organisation_id = alert.organisation_id AND item.referral_id = alert.referral_id;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("queues", "0012_country_of_a_route"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="alert",
            name="open_alerts",
        ),
        migrations.RemoveIndex(
            model_name="queueitem",
            name="fair_queue",
        ),
        migrations.RemoveIndex(
            model_name="queueitem",
            name="lines_of_a_sender",
        ),
        migrations.RemoveIndex(
            model_name="queueitem",
            name="open_without_route",
        ),
        migrations.RemoveIndex(
            model_name="queueitem",
            name="closed_queue",
        ),
        migrations.AddField(
            model_name="alert",
            name="gathered_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="alert",
            name="gathered_level",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="alert",
            name="sender_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="alert",
            name="turn",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="queueitem",
            name="urgency_rank",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.expressions.CombinedExpression(
                    django.db.models.expressions.CombinedExpression(models.F("band_rank"), "*", models.Value(2)),
                    "+",
                    models.Case(models.When(is_imminent=True, then=0), default=1),
                ),
                output_field=models.PositiveSmallIntegerField(),
            ),
        ),
        migrations.RunSQL(_SENDERS_OF_ALERTS, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(
                condition=models.Q(("acknowledged_at", None)),
                fields=["organisation_id", "turn", "raised_at", "id"],
                name="alerts_by_turns",
            ),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(
                condition=models.Q(("acknowledged_at", None)),
                fields=["organisation_id", "sender_id", "turn"],
                name="open_alerts_of_a_sender",
            ),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(
                condition=models.Q(("gathered_at__isnull", False)),
                fields=["organisation_id", "sender_id", "gathered_at"],
                name="gathered_alerts",
            ),
        ),
        migrations.AddIndex(
            model_name="queueitem",
            index=models.Index(
                condition=models.Q(("closed_at", None), ("is_line", True)),
                fields=["organisation_id", "urgency_rank", "fair_at", "id"],
                name="queue_by_turns",
            ),
        ),
        migrations.AddIndex(
            model_name="queueitem",
            index=models.Index(
                condition=models.Q(("closed_at", None), ("is_line", True)),
                fields=["organisation_id", "sender_id", "urgency_rank", "arrived_at", "id"],
                name="senders_line_before",
            ),
        ),
        migrations.AddIndex(
            model_name="queueitem",
            index=models.Index(
                condition=models.Q(("closed_at", None), ("is_line", True), ("needs_route", True)),
                fields=["organisation_id", "urgency_rank", "fair_at", "id"],
                name="without_route_by_turns",
            ),
        ),
        migrations.AddIndex(
            model_name="queueitem",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", False), ("is_line", True)),
                fields=["organisation_id", "urgency_rank", "fair_at", "id"],
                name="closed_by_turns",
            ),
        ),
    ]
