"""Banks can be shared: each gets an audience, a subscription of its curator's and a change log, those there were too."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

_OPENED = ("banks_bank", "banks_signal", "banks_subscription", "banks_change")
# The owner is bound by the policies too, until they are written anew after the migrations.
OPEN = [f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY" for table in _OPENED]
EXISTING = [
    """INSERT INTO organisations_audience (id, root_id, organisation_id, granted_by_id, category, is_founding, since)
SELECT gen_random_uuid(), id, organisation_id, organisation_id, 'signal', true, added_at FROM banks_bank""",
    """INSERT INTO banks_subscription (id, bank_id, curator_id, organisation_id, since)
SELECT gen_random_uuid(), id, organisation_id, organisation_id, added_at FROM banks_bank""",
    "UPDATE banks_signal SET state = 'withdrawn' WHERE withdrawn_at IS NOT NULL",
    """INSERT INTO banks_change
  (id, bank_id, number, signal_id, kind, organisation_id, category_before, category, state, reason, at)
SELECT gen_random_uuid(), bank_id, row_number() OVER (PARTITION BY bank_id ORDER BY added_at, id), id, 'added',
  organisation_id, '', category, state, '', added_at FROM banks_signal""",
    """UPDATE banks_bank b SET last_change = found.number
FROM (SELECT bank_id, max(number) AS number FROM banks_change GROUP BY bank_id) found WHERE found.bank_id = b.id""",
]


class Migration(migrations.Migration):
    dependencies = [
        ("banks", "0001_initial"),
        ("organisations", "0007_signal_scopes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Appeal",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("organisation_id", models.UUIDField()),
                ("reference", models.CharField(max_length=20)),
                ("secret_hash", models.CharField(max_length=64)),
                ("kind", models.CharField(blank=True, max_length=12)),
                ("named", models.CharField(blank=True, max_length=500)),
                ("text", models.CharField(max_length=5000)),
                ("effect", models.CharField(blank=True, max_length=10)),
                ("made_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by_id", models.UUIDField(null=True)),
                ("is_upheld", models.BooleanField(null=True)),
                ("reasons", models.CharField(blank=True, max_length=5000)),
            ],
        ),
        migrations.CreateModel(
            name="Ballot",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("organisation_id", models.UUIDField()),
                ("member_id", models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveBigIntegerField()),
                (
                    "kind",
                    models.CharField(
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
                        ],
                        max_length=12,
                    ),
                ),
                ("organisation_id", models.UUIDField()),
                ("category_before", models.CharField(blank=True, max_length=40)),
                ("category", models.CharField(blank=True, max_length=40)),
                ("state", models.CharField(max_length=12)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("bank_id", models.UUIDField()),
                ("organisation_id", models.UUIDField()),
                ("kind", models.CharField(max_length=12)),
                ("reference", models.CharField(blank=True, max_length=100)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("bank_id", models.UUIDField()),
                ("organisation_id", models.UUIDField()),
                ("owed_since", models.DateTimeField()),
                ("told_at", models.DateTimeField(null=True)),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("acknowledged_by", models.CharField(blank=True, max_length=200)),
                ("undid", models.CharField(blank=True, max_length=500)),
            ],
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("curator_id", models.UUIDField()),
                ("organisation_id", models.UUIDField()),
                ("since", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Vote",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("bank_id", models.UUIDField()),
                ("organisation_id", models.UUIDField()),
                ("member_id", models.UUIDField()),
                ("verdict", models.CharField(choices=[("confirm", "confirm"), ("dispute", "dispute")], max_length=10)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveIndex(
            model_name="signal",
            name="banks_signa_organis_dfd110_idx",
        ),
        migrations.AddField(
            model_name="bank",
            name="description",
            field=models.CharField(blank=True, db_default="", max_length=500),
        ),
        migrations.AddField(
            model_name="bank",
            name="is_shared",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="bank",
            name="last_change",
            field=models.PositiveBigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="signal",
            name="agreement_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="signal",
            name="appeal",
            field=models.CharField(blank=True, db_default="", max_length=10),
        ),
        migrations.AddField(
            model_name="signal",
            name="basis",
            field=models.CharField(blank=True, db_default="", max_length=500),
        ),
        migrations.AddField(
            model_name="signal",
            name="came_by",
            field=models.CharField(db_default="list", max_length=10),
        ),
        migrations.AddField(
            model_name="signal",
            name="confidence",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="signal",
            name="expires_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="signal",
            name="member_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="signal",
            name="moved_to_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="signal",
            name="purposes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), db_default=[], default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="signal",
            name="source",
            field=models.CharField(blank=True, db_default="", max_length=200),
        ),
        migrations.AddField(
            model_name="signal",
            name="state",
            field=models.CharField(db_default="unconfirmed", max_length=12),
        ),
        migrations.AddField(
            model_name="signal",
            name="tally",
            field=models.CharField(db_default="unconfirmed", max_length=12),
        ),
        migrations.AlterField(
            model_name="signal",
            name="kind",
            field=models.CharField(
                choices=[
                    ("md5", "md5"),
                    ("sha1", "sha1"),
                    ("sha256", "sha256"),
                    ("pdq", "pdq"),
                    ("vpdq_frame", "vpdq_frame"),
                    ("photodna", "photodna"),
                    ("account", "account"),
                    ("url", "url"),
                    ("keyword", "keyword"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="signal",
            name="value",
            field=models.CharField(max_length=500),
        ),
        migrations.AddIndex(
            model_name="signal",
            index=models.Index(fields=["kind", "value"], name="signals_by_value"),
        ),
        migrations.AddIndex(
            model_name="signal",
            index=models.Index(fields=["bank", "-added_at", "-id"], name="signals_of_a_bank"),
        ),
        migrations.AddIndex(
            model_name="signal",
            index=models.Index(fields=["bank", "state", "-added_at", "-id"], name="signals_of_a_state"),
        ),
        migrations.AddIndex(
            model_name="signal",
            index=models.Index(
                condition=models.Q(("expires_at__isnull", False)),
                fields=["bank", "expires_at"],
                name="signals_that_expire",
            ),
        ),
        migrations.AddField(
            model_name="appeal",
            name="signal",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="appeals", to="banks.signal"
            ),
        ),
        migrations.AddField(
            model_name="ballot",
            name="signal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="ballots", to="banks.signal"
            ),
        ),
        migrations.AddField(
            model_name="change",
            name="bank",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="banks.bank"
            ),
        ),
        migrations.AddField(
            model_name="change",
            name="signal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="banks.signal"
            ),
        ),
        migrations.AddField(
            model_name="opinion",
            name="signal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="opinions", to="banks.signal"
            ),
        ),
        migrations.AddField(
            model_name="receipt",
            name="change",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="receipts", to="banks.change"
            ),
        ),
        migrations.AddField(
            model_name="subscription",
            name="bank",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="subscriptions", to="banks.bank"
            ),
        ),
        migrations.AddField(
            model_name="vote",
            name="signal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="votes", to="banks.signal"
            ),
        ),
        migrations.AddIndex(
            model_name="appeal",
            index=models.Index(fields=["organisation_id", "reference"], name="banks_appea_organis_956531_idx"),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.UniqueConstraint(
                fields=("organisation_id", "reference", "signal"), name="one_appeal_a_signal"
            ),
        ),
        migrations.AddConstraint(
            model_name="ballot",
            constraint=models.UniqueConstraint(fields=("signal", "member_id"), name="one_ballot_a_member"),
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(fields=["signal", "number"], name="banks_chang_signal__85a0f2_idx"),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.UniqueConstraint(fields=("bank", "number"), name="one_change_of_a_number"),
        ),
        migrations.AddIndex(
            model_name="opinion",
            index=models.Index(fields=["signal", "kind"], name="banks_opini_signal__48f83c_idx"),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reference", ""), _negated=True),
                fields=("signal", "organisation_id", "kind", "reference"),
                name="one_opinion_a_reference",
            ),
        ),
        migrations.AddIndex(
            model_name="receipt",
            index=models.Index(
                condition=models.Q(("acknowledged_at", None)),
                fields=["organisation_id", "bank_id"],
                name="open_receipts",
            ),
        ),
        migrations.AddIndex(
            model_name="receipt",
            index=models.Index(
                condition=models.Q(("acknowledged_at", None)), fields=["bank_id"], name="open_receipts_of_a_bank"
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.UniqueConstraint(fields=("change", "organisation_id"), name="one_receipt_a_change"),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("bank", "organisation_id"),
                name="once_in_a_bank_at_a_time",
            ),
        ),
        migrations.AddIndex(
            model_name="vote",
            index=models.Index(fields=["signal", "at"], name="banks_vote_signal__534d6e_idx"),
        ),
        *[migrations.RunSQL(step) for step in (*OPEN, *EXISTING)],
    ]
