"""What names a child is marked, of referrals that were cleared before too, and asked for by a function."""

import uuid
from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone

from causeway.hub.base.walls.declarations import CURRENT_ORGANISATION
from causeway.hub.base.walls.embedded import APP_ROLE

_READ = ("referrals_referral", "referrals_supplement")
_OPEN = ";".join(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY" for table in _READ)
"""The owner is bound by policies too; the walls, which are put up anew after every migration, bind it again."""
_BATCH = 500
_SIGNATURE = "causeway_child_marks(bank uuid, kinds text[], vals text[])"
_FUNCTION = f"""
CREATE FUNCTION {_SIGNATURE}
RETURNS TABLE (kind text, value text, at timestamptz, is_own boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT seen.kind, seen.value, max(seen.at), bool_or(seen.is_own)
  FROM (
    SELECT m.kind::text, m.value::text, min(greatest(m.at, r.since, b.since)) AS at,
      bool_or(r.organisation_id = {CURRENT_ORGANISATION}) AS is_own
    FROM (SELECT DISTINCT g.kind, g.value FROM unnest(kinds, vals) AS g(kind, value)) g
    CROSS JOIN LATERAL (
      SELECT * FROM referrals_childmark o WHERE o.kind = g.kind AND o.value = g.value OFFSET 0
    ) m
    JOIN organisations_audience r ON r.root_id = m.referral_id
    LEFT JOIN organisations_audience b
      ON b.root_id = bank AND b.organisation_id = r.organisation_id AND causeway_sees(bank)
    WHERE r.organisation_id = {CURRENT_ORGANISATION} OR b.id IS NOT NULL
    GROUP BY m.id, m.kind, m.value
  ) seen
  GROUP BY 1, 2
$$;
REVOKE ALL ON FUNCTION {_SIGNATURE} FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {_SIGNATURE} TO {APP_ROLE};
"""  # noqa: S608 - our own names
"""Which of these values name a child in a referral that the acting organisation sees, or that anybody sees who shares
this bank with it; not which referral, nor whose. `at` is when the last of those marks came to be known among them:
made, in a referral that one of them sees, while it shares the bank.
"""


def mark_those_of_before(apps: Any, schema_editor: Any) -> None:
    """As a clearing marks them now."""
    del schema_editor
    referrals = apps.get_model("referrals", "Referral")._base_manager.order_by("id")
    marks, made = apps.get_model("referrals", "ChildMark")._base_manager, []
    for row in referrals.iterator(chunk_size=_BATCH):
        for kind, value in _values(row, apps):
            made.append(marks.model(referral_id=row.id, kind=kind.value, value=value, at=timezone.now()))
        if len(made) >= _BATCH:
            marks.bulk_create(made)
            made = []
    marks.bulk_create(made)


def _values(row: Any, apps: Any) -> Any:
    from causeway.hub.base.rows.documents import from_document
    from causeway.hub.road.referrals.children import values_of_children
    from causeway.hub.road.referrals.queries.told import laid_over
    from causeway.vocabulary.referral import Referral

    document = dict(row.document)
    added = apps.get_model("referrals", "Supplement")._base_manager.filter(referral_id=row.id)
    for more in added.order_by("added_at", "id").values_list("document", flat=True):
        document = laid_over(document, more) if more else document
    return values_of_children(from_document(Referral, document), (row.occurred_at or row.received_at).date())


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0002_paused_clocks"),
        ("organisations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChildMark",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=12)),
                ("value", models.CharField(max_length=500)),
                ("at", models.DateTimeField()),
                (
                    "referral",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="child_marks",
                        to="referrals.referral",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "value"], name="children_by_value")],
                "constraints": [
                    models.UniqueConstraint(fields=("referral", "kind", "value"), name="one_mark_a_referral")
                ],
            },
        ),
        migrations.RunSQL(_OPEN, migrations.RunSQL.noop),
        migrations.RunPython(mark_those_of_before, migrations.RunPython.noop),
        # A function's text is checked when it is made, and the function that it calls comes with the walls.
        migrations.RunSQL(f"SET LOCAL check_function_bodies = off; {_FUNCTION}", f"DROP FUNCTION {_SIGNATURE}"),
    ]
