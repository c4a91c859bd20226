"""What sends the later tellings of an event after the first begins with what happens from now on: not with every
referral that was ever sent on. Those that were left unseen under a first telling that went on stand by themselves, for
a person to decide.
"""

from django.db import migrations

_FROM_NOW_ON = """
-- The owner of the tables is bound by the policies too, and acts for nobody; the walls go up again after migrating.
ALTER TABLE ledger_followercursor NO FORCE ROW LEVEL SECURITY;
-- Whoever has no cursor at all has seen no entry yet.
INSERT INTO ledger_followercursor (organisation_id, follower, position)
    SELECT organisation_id, 'causeway.hub.road.queues.later_tellings.let_later_tellings_follow', max(position)
    FROM ledger_followercursor GROUP BY organisation_id
    ON CONFLICT (organisation_id, follower) DO NOTHING;
"""
_LEFT_BEHIND = """
ALTER TABLE queues_queueitem NO FORCE ROW LEVEL SECURITY;
UPDATE queues_queueitem item SET is_line = true
    FROM queues_queueitem first
    WHERE first.organisation_id = item.organisation_id AND first.referral_id = item.duplicate_of_id
        AND item.needs_route AND NOT first.needs_route AND item.closed_at IS NULL AND NOT item.is_line;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("queues", "0013_lines_and_alerts_by_turns"),
        ("ledger", "0003_subtree_roots"),
    ]

    operations = [
        migrations.RunSQL(_FROM_NOW_ON, migrations.RunSQL.noop),
        migrations.RunSQL(_LEFT_BEHIND, migrations.RunSQL.noop),
    ]
