"""Selectors say who sent them, and whether they lead to their referral."""

import uuid

from django.db import migrations, models

_SENDERS = """
ALTER TABLE clusters_referralselector NO FORCE ROW LEVEL SECURITY;
ALTER TABLE clusters_membership NO FORCE ROW LEVEL SECURITY;
UPDATE clusters_referralselector s SET sender_id = m.sender_id
FROM clusters_membership m WHERE m.referral_id = s.referral_id;
"""
"""The owner of the tables is bound by their policies too; the walls, which are put up anew after every migration, bind
it again.
"""


class Migration(migrations.Migration):
    dependencies = [("clusters", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="referralselector",
            name="sender_id",
            field=models.UUIDField(default=uuid.UUID(int=0)),
            preserve_default=False,
        ),
        migrations.AddField(model_name="referralselector", name="is_followed", field=models.BooleanField(default=True)),
        migrations.RunSQL(_SENDERS, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="referralselector",
            index=models.Index(
                fields=["desk_id", "key", "sender_id", "is_followed", "-added_at"], name="holders_by_sender"
            ),
        ),
    ]
