"""A value can be added anew once its signal expired, was moved, or was withdrawn by whoever added it."""

from django.db import migrations, models

_OPENED = ("banks_bank", "banks_signal", "banks_change")
# The owner is bound by the policies too, until they are written anew after the migrations.
OPEN = [f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY" for table in _OPENED]
EXISTING = [
    "UPDATE banks_signal SET holds_value = false WHERE appeal = '' AND state IN ('expired', 'moved')",
    """UPDATE banks_signal s SET holds_value = false FROM banks_bank b, banks_change c
WHERE b.id = s.bank_id AND s.state = 'withdrawn' AND s.appeal = '' AND s.organisation_id <> b.organisation_id
  AND c.signal_id = s.id AND c.kind = 'withdrawn' AND c.organisation_id = s.organisation_id""",
]


class Migration(migrations.Migration):
    dependencies = [("banks", "0002_shared_banks")]

    operations = [
        migrations.AddField(
            model_name="signal",
            name="holds_value",
            field=models.BooleanField(db_default=True, default=True),
        ),
        *[migrations.RunSQL(step) for step in (*OPEN, *EXISTING)],
        migrations.RemoveConstraint(model_name="signal", name="once_in_a_bank"),
        migrations.AddConstraint(
            model_name="signal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("holds_value", True)), fields=("bank", "kind", "value"), name="once_in_a_bank"
            ),
        ),
    ]
