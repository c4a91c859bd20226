"""What a notice belongs to moves to a table that only whoever told it sees."""

import django.db.models.deletion
from django.db import migrations, models

_MOVE = """
-- The owner of the tables is bound by the policies too, and acts for nobody; the walls go up again after migrating.
ALTER TABLE cases_safeguarding NO FORCE ROW LEVEL SECURITY;
INSERT INTO cases_safeguardingorigin (safeguarding_id, teller_id, referral_id, case_id, told_by_id)
    SELECT id, teller_id, referral_id, case_id, told_by_id FROM cases_safeguarding;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="SafeguardingOrigin",
            fields=[
                (
                    "safeguarding",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="origin",
                        serialize=False,
                        to="cases.safeguarding",
                    ),
                ),
                ("teller_id", models.UUIDField()),
                ("referral_id", models.UUIDField(db_index=True)),
                ("case_id", models.UUIDField(null=True)),
                ("told_by_id", models.UUIDField()),
            ],
            options={"abstract": False},
        ),
        migrations.RunSQL(_MOVE, migrations.RunSQL.noop),
        migrations.RemoveField(model_name="safeguarding", name="referral_id"),
        migrations.RemoveField(model_name="safeguarding", name="case_id"),
        migrations.RemoveField(model_name="safeguarding", name="told_by_id"),
    ]
