"""What was known of a danger when its alert was raised or last assessed: only more than that raises it again."""

from django.db import migrations, models

KNOWN = """
UPDATE queues_alert SET codes = found.codes FROM (
  SELECT p.referral_id, jsonb_agg(DISTINCT r.reason->>'code') AS codes
  FROM assessments_priorityassessment p, jsonb_array_elements(p.document->'reasons') AS r(reason)
  WHERE r.reason->>'code' LIKE 'imminent.%' GROUP BY p.referral_id
) found WHERE found.referral_id = queues_alert.referral_id
"""


class Migration(migrations.Migration):
    dependencies = [("queues", "0002_clear_anew")]

    operations = [
        migrations.AddField("alert", "codes", models.JSONField(default=list)),
        # The owner is bound by the policies too, until they are written anew after the migrations.
        migrations.RunSQL("ALTER TABLE queues_alert NO FORCE ROW LEVEL SECURITY"),
        migrations.RunSQL("ALTER TABLE assessments_priorityassessment NO FORCE ROW LEVEL SECURITY"),
        migrations.RunSQL(KNOWN),
    ]
