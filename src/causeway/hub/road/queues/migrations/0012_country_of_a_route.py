"""A line that needs a route says to which country it points, as what was decided last says it."""

from django.db import migrations, models

_COUNTRIES_OF_LINES = """
-- The owner of the tables is bound by the policies too, and acts for nobody; the walls go up again after migrating.
ALTER TABLE queues_queueitem NO FORCE ROW LEVEL SECURITY;
ALTER TABLE routes_routedecision NO FORCE ROW LEVEL SECURITY;
UPDATE queues_queueitem item SET route_country = newest.country
    FROM (
        SELECT DISTINCT ON (referral_id) referral_id, country, receiver_id
        FROM routes_routedecision ORDER BY referral_id, decided_at DESC, id DESC
    ) newest
    WHERE newest.referral_id = item.referral_id AND newest.receiver_id IS NULL
        AND item.needs_route AND item.closed_at IS NULL;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("queues", "0011_owed_work_by_id"),
        ("routes", "0004_route_corrections"),
    ]

    operations = [
        migrations.AddField(
            model_name="queueitem",
            name="route_country",
            field=models.CharField(blank=True, default="", max_length=2),
        ),
        migrations.RunSQL(_COUNTRIES_OF_LINES, migrations.RunSQL.noop),
    ]
