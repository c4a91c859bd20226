"""Two indexes rise with time, so that each is written at its end: falling ones were split in half wherever a list came
in. A bank knows up to which change the ledger has what votes brought about.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("banks", "0006_appeals_received"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="signal", name="signals_of_a_bank"),
        migrations.RemoveIndex(model_name="signal", name="signals_of_a_state"),
        migrations.AddIndex(
            model_name="signal",
            index=models.Index(fields=["bank", "added_at", "id"], name="signals_of_a_bank"),
        ),
        migrations.AddIndex(
            model_name="signal",
            index=models.Index(
                fields=["bank", "state", "added_at", "id"], include=("member_id",), name="signals_of_a_state"
            ),
        ),
        migrations.AddField(
            model_name="bank",
            name="told_votes_up_to",
            field=models.PositiveBigIntegerField(db_default=0, default=0),
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(
                condition=models.Q(("reason", "Votes decided.")), fields=["bank", "number"], name="changes_by_votes"
            ),
        ),
    ]
