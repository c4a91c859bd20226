"""A bank keeps how many signals it holds, by kind and state. Indexes that repeat others go, and values are looked up
bank by bank.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

_OPENED = ("banks_bank", "banks_signal")
# The owner is bound by the policies too, until they are written anew after the migrations.
OPEN = [f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY" for table in _OPENED]
CONTRIBUTORS = """UPDATE banks_bank b SET contributor_ids = found.ids FROM (
  SELECT s.bank_id, array_agg(DISTINCT s.organisation_id) AS ids
  FROM banks_signal s JOIN banks_bank o ON o.id = s.bank_id WHERE s.organisation_id <> o.organisation_id
  GROUP BY s.bank_id) found
WHERE found.bank_id = b.id"""
EXISTING = """UPDATE banks_bank b SET counts = found.counts FROM (
  SELECT bank_id, jsonb_object_agg(kind, in_states) AS counts FROM (
    SELECT bank_id, kind, jsonb_object_agg(state, held) AS in_states FROM (
      SELECT bank_id, kind, state, count(*) AS held FROM banks_signal GROUP BY bank_id, kind, state) each_state
    GROUP BY bank_id, kind) each_kind
  GROUP BY bank_id) found
WHERE found.bank_id = b.id"""


class Migration(migrations.Migration):
    dependencies = [("banks", "0004_one_opinion_each")]

    operations = [
        migrations.AddField(
            model_name="bank",
            name="counts",
            field=models.JSONField(db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name="bank",
            name="contributor_ids",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.UUIDField(), db_default=[], default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="signal",
            name="told_of_end_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="change",
            name="kind",
            field=models.CharField(
                choices=[
                    ("added", "added"),
                    ("confirmed", "confirmed"),
                    ("disputed", "disputed"),
                    ("regraded", "regraded"),
                    ("moved", "moved"),
                    ("appealed", "appealed"),
                    ("suspended", "suspended"),
                    ("restored", "restored"),
                    ("withdrawn", "withdrawn"),
                    ("expired", "expired"),
                    ("renewed", "renewed"),
                ],
                max_length=12,
            ),
        ),
        *[migrations.RunSQL(step) for step in (*OPEN, EXISTING, CONTRIBUTORS)],
        migrations.AlterField(
            model_name="change",
            name="bank",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="changes",
                to="banks.bank",
            ),
        ),
        migrations.AlterField(
            model_name="change",
            name="signal",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="changes",
                to="banks.signal",
            ),
        ),
        migrations.AlterField(
            model_name="signal",
            name="bank",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="signals",
                to="banks.bank",
            ),
        ),
        migrations.RemoveIndex(model_name="signal", name="signals_by_value"),
        migrations.RemoveIndex(model_name="signal", name="signals_of_a_state"),
        migrations.AddIndex(
            model_name="signal",
            index=models.Index(
                fields=["bank", "state", "-added_at", "-id"], include=("member_id",), name="signals_of_a_state"
            ),
        ),
        migrations.AddIndex(
            model_name="signal",
            index=models.Index(
                condition=models.Q(("holds_value", False)),
                fields=["bank", "kind", "value"],
                name="signals_that_let_go",
            ),
        ),
    ]
