"""Preservations are extended and let go; those that run already get the clock that warns of their end. What has ended,
and what the force has forgotten, gets none: nobody is to be told of it now.
"""

import uuid

import django.db.models.deletion
from django.db import migrations, models

_START_CLOCKS = """
-- The owner of the tables is bound by the policies too, and acts for nobody; the walls go up again after migrating.
ALTER TABLE data_requests_datarequest NO FORCE ROW LEVEL SECURITY;
ALTER TABLE data_requests_datarequestanswer NO FORCE ROW LEVEL SECURITY;
ALTER TABLE organisations_audience NO FORCE ROW LEVEL SECURITY;
ALTER TABLE clocks_clock NO FORCE ROW LEVEL SECURITY;
INSERT INTO clocks_clock (id, organisation_id, subject_id, kind, zone, allowance, duty, version, region, days_off,
        escalate_after, started_at, due_at, warn_at, pauses, is_paused)
    SELECT gen_random_uuid(), force_id, id, 'preservation', 'UTC',
        jsonb_build_object('seconds', extract(epoch FROM preserve_until - made_at)), 'preservation', 0, '', '{}',
        greatest(interval '-7 days', -(preserve_until - made_at) / 8), made_at, preserve_until,
        preserve_until - (preserve_until - made_at) / 4, '[]', false
    FROM data_requests_datarequest request
    WHERE preserve_until > greatest(made_at, now()) AND EXISTS (
        SELECT 1 FROM organisations_audience audience
        WHERE audience.root_id = request.id AND audience.organisation_id = request.force_id)
    AND NOT EXISTS (
        SELECT 1 FROM data_requests_datarequestanswer answer
        WHERE answer.request_id = request.id AND answer.kind = 'cannot')
    ON CONFLICT DO NOTHING;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("clocks", "0002_terms_and_choices"),
        ("data_requests", "0003_paused_clocks"),
        ("organisations", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="datarequest",
            name="released_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="datarequestanswer",
            name="asked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="PreservationExtension",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("force_id", models.UUIDField()),
                ("until", models.DateTimeField()),
                ("legal_basis", models.CharField(max_length=500)),
                ("asked_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extensions",
                        to="data_requests.datarequest",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RunSQL(_START_CLOCKS, migrations.RunSQL.noop),
    ]
