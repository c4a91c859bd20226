"""What stands at a desk under a first telling that was erased stands under the one that leads now; that one is seen."""

from django.db import migrations

_STAND_UNDER = """
-- The owner of the tables is bound by the policies too, and acts for nobody; the walls go up again after migrating.
ALTER TABLE queues_queueitem NO FORCE ROW LEVEL SECURITY;
ALTER TABLE clusters_membership NO FORCE ROW LEVEL SECURITY;
UPDATE queues_queueitem item
    SET duplicate_of_id = place.duplicate_of_id, is_line = item.is_line OR place.duplicate_of_id IS NULL
    FROM clusters_membership place
    WHERE place.referral_id = item.referral_id AND place.desk_id = item.organisation_id
        AND item.duplicate_of_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM queues_queueitem first
            WHERE first.organisation_id = item.organisation_id AND first.referral_id = item.duplicate_of_id);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("queues", "0015_what_can_wait_in_a_lane_of_its_own"),
        ("clusters", "0009_first_tellings_that_are_gone"),
    ]

    operations = [
        migrations.RunSQL(_STAND_UNDER, migrations.RunSQL.noop),
    ]
