"""One index that rises with time takes the place of two that fell: those were split in half wherever a list came in,
and found no kind. A bank knows up to which change the ledger has what votes brought about.
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
            index=models.Index(
                fields=["bank", "kind", "state", "added_at", "id"],
                include=("member_id",),
                name="signals_in_their_states",
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
