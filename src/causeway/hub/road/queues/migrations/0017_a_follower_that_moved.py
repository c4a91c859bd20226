"""What sends later tellings after the first stands in another module now, and goes on where it was: a follower is known
by its module's name.
"""

from django.db import migrations

_GO_ON = """
-- The owner of the tables is bound by the policies too, and acts for nobody; the walls go up again after migrating.
ALTER TABLE ledger_followercursor NO FORCE ROW LEVEL SECURITY;
ALTER TABLE ledger_followerfault NO FORCE ROW LEVEL SECURITY;
UPDATE ledger_followercursor was
    SET follower = 'causeway.hub.road.queues.clearing.later_tellings.let_later_tellings_follow'
    WHERE follower = 'causeway.hub.road.queues.later_tellings.let_later_tellings_follow' AND NOT EXISTS (
        SELECT FROM ledger_followercursor now WHERE now.organisation_id = was.organisation_id
            AND now.follower = 'causeway.hub.road.queues.clearing.later_tellings.let_later_tellings_follow'
    );
UPDATE ledger_followerfault
    SET follower = 'causeway.hub.road.queues.clearing.later_tellings.let_later_tellings_follow'
    WHERE follower = 'causeway.hub.road.queues.later_tellings.let_later_tellings_follow';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("queues", "0016_lines_of_first_tellings_that_are_gone"),
        ("ledger", "0003_subtree_roots"),
    ]

    operations = [
        migrations.RunSQL(_GO_ON, migrations.RunSQL.noop),
    ]
