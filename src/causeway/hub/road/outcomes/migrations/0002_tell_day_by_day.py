"""Each day on which a sender is told is owed by itself. What waited for its one date goes on to wait for it."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

_READ = ("outcomes_outcomerecord", "outcomes_feedback", "referrals_referral")

# The owner of the tables is bound by their policies until the walls are put up anew, after every migration.
_OPEN = ";".join(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY" for table in _READ)

_OWE = """
INSERT INTO outcomes_feedbackdue (id, outcome_id, dossier_id, desk_id, day, due_at)
SELECT gen_random_uuid(), record.id, record.dossier_id, referral.desk_id, record.share_from,
       record.share_from::timestamp AT TIME ZONE teller.zone
  FROM outcomes_outcomerecord record
  JOIN referrals_referral referral ON referral.id = record.referral_id
  JOIN organisations_organisation teller ON teller.id = record.organisation_id
 WHERE record.share_from IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM outcomes_feedback given WHERE given.outcome_id = record.id)
   AND NOT EXISTS (SELECT 1 FROM outcomes_outcomerecord newer
                    WHERE newer.referral_id = record.referral_id AND newer.organisation_id = record.organisation_id
                      AND newer.recorded_at > record.recorded_at);
SET CONSTRAINTS ALL IMMEDIATE
"""


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0001_initial"),
        ("outcomes", "0001_initial"),
        ("referrals", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="feedback",
            name="outcome_id",
            field=models.UUIDField(db_index=True),
        ),
        migrations.CreateModel(
            name="FeedbackDue",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("dossier_id", models.UUIDField(db_index=True)),
                ("desk_id", models.UUIDField()),
                ("day", models.DateField()),
                ("due_at", models.DateTimeField()),
                ("over_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="days",
                        to="outcomes.outcomerecord",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("over_at", None)),
                        fields=["desk_id", "due_at"],
                        name="feedback_that_is_due",
                    )
                ],
            },
        ),
        migrations.RunSQL([_OPEN, _OWE], migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name="outcomerecord",
            name="share_from",
        ),
    ]
