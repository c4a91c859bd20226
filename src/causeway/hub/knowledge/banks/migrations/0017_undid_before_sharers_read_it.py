"""What receivers undid was read by the curator alone until all who share a bank came to read it. What was written by
then goes where it still is.
"""

import uuid

import django.db.models.deletion
from django.db import migrations, models

# The owner is bound by the policies too, until they are written anew after the migrations.
OPEN = [f"ALTER TABLE banks_{table} NO FORCE ROW LEVEL SECURITY" for table in ("bank", "receipt")]
KEEP = """
INSERT INTO banks_undidbefore (id, receipt_id, curator_id, organisation_id, undid)
SELECT gen_random_uuid(), r.id, b.organisation_id, r.organisation_id, r.undid
FROM banks_receipt r JOIN banks_bank b ON b.id = r.bank_id WHERE r.undid <> ''
"""
CLEAR = (
    "UPDATE banks_receipt r SET undid = '' WHERE EXISTS (SELECT 1 FROM banks_undidbefore u WHERE u.receipt_id = r.id)"
)
BACK = "UPDATE banks_receipt r SET undid = u.undid FROM banks_undidbefore u WHERE u.receipt_id = r.id"


class Migration(migrations.Migration):
    dependencies = [("banks", "0016_what_was_acknowledged")]

    operations = [
        migrations.CreateModel(
            name="UndidBefore",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("curator_id", models.UUIDField()),
                ("organisation_id", models.UUIDField()),
                ("undid", models.CharField(max_length=500)),
                (
                    "receipt",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="banks.receipt"
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.RunSQL([*OPEN, KEEP, CLEAR], [*OPEN, BACK]),
    ]
