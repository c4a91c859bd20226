"""Every referral is cleared anew, so that each force that holds it has a priority of its own (see `assessments`)."""

from django.db import migrations

OWE_ANEW = """
INSERT INTO queues_work
       (id, organisation_id, referral_id, sender_id, stage, version, owed_at, not_before, attempts, fault)
SELECT gen_random_uuid(), organisation_id, referral_id, sender_id, 'clear', max(version) + 1, now(), now(), 0, ''
FROM queues_work GROUP BY organisation_id, referral_id, sender_id HAVING bool_or(stage = 'clear')
"""


class Migration(migrations.Migration):
    dependencies = [
        ("queues", "0001_initial"),
        ("assessments", "0002_a_priority_for_each_holder"),
    ]

    operations = [
        # The owner is bound by the policies too, until they are written anew after the migrations.
        migrations.RunSQL("ALTER TABLE queues_work NO FORCE ROW LEVEL SECURITY"),
        migrations.RunSQL(OWE_ANEW),
    ]
