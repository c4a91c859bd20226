"""A priority for each organisation that holds a referral, and a person's word apart from what the program counted.

What the program found so far was made by the desk from all that it holds, so it stays with the desk. Forces read their
own as soon as the referrals are cleared anew, which the migration of `queues` owes.
"""

import uuid

import django.db.models.deletion
from django.db import migrations, models

MOVE_CHANGES = """
INSERT INTO assessments_prioritychange
       (id, referral_id, dossier_id, organisation_id, member_id, band, reason, changed_at)
SELECT id, referral_id, dossier_id, organisation_id, member_id, band, reason, assessed_at
FROM assessments_priorityassessment WHERE member_id IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0001_initial"),
        ("referrals", "0001_initial"),
    ]

    operations = [
        # The owner is bound by the policies too, until they are written anew after the migrations.
        migrations.RunSQL("ALTER TABLE assessments_priorityassessment NO FORCE ROW LEVEL SECURITY"),
        migrations.CreateModel(
            name="PriorityChange",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("dossier_id", models.UUIDField(db_index=True)),
                ("organisation_id", models.UUIDField()),
                ("member_id", models.UUIDField()),
                ("band", models.CharField(max_length=12)),
                ("reason", models.TextField(max_length=2000)),
                ("changed_at", models.DateTimeField()),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="referrals.referral"
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.RunSQL(MOVE_CHANGES),
        migrations.RunSQL("DELETE FROM assessments_priorityassessment WHERE member_id IS NOT NULL"),
        migrations.AddField("priorityassessment", "audience_id", models.UUIDField(null=True)),
        migrations.RunSQL("UPDATE assessments_priorityassessment SET audience_id = organisation_id"),
        migrations.AlterField("priorityassessment", "audience_id", models.UUIDField()),
        migrations.RemoveField("priorityassessment", "member_id"),
        migrations.RemoveField("priorityassessment", "reason"),
    ]
