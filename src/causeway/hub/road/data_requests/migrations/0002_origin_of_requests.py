"""What a request belongs to moves to a table that only the force sees; the service keeps the name of its own referral."""

import django.db.models.deletion
from django.db import migrations, models

_MOVE = """
-- The owner of the tables is bound by the policies too, and acts for nobody; the walls go up again after migrating.
ALTER TABLE data_requests_datarequest NO FORCE ROW LEVEL SECURITY;
ALTER TABLE referrals_referral NO FORCE ROW LEVEL SECURITY;
INSERT INTO data_requests_datarequestorigin (request_id, force_id, referral_id, case_id, made_by_id)
    SELECT id, force_id, referral_id, case_id, made_by_id FROM data_requests_datarequest;
UPDATE data_requests_datarequest request SET sent_referral_id = referral_id
    FROM referrals_referral referral
    WHERE referral.id = request.referral_id AND referral.sender_id = request.service_id;
"""


class Migration(migrations.Migration):
    dependencies = [("data_requests", "0001_initial"), ("referrals", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="DataRequestOrigin",
            fields=[
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="origin",
                        serialize=False,
                        to="data_requests.datarequest",
                    ),
                ),
                ("force_id", models.UUIDField()),
                ("referral_id", models.UUIDField(db_index=True)),
                ("case_id", models.UUIDField(null=True)),
                ("made_by_id", models.UUIDField()),
            ],
            options={"abstract": False},
        ),
        migrations.AddField(model_name="datarequest", name="sent_referral_id", field=models.UUIDField(null=True)),
        migrations.RunSQL(_MOVE, migrations.RunSQL.noop),
        migrations.RemoveField(model_name="datarequest", name="referral_id"),
        migrations.RemoveField(model_name="datarequest", name="case_id"),
        migrations.RemoveField(model_name="datarequest", name="made_by_id"),
    ]
