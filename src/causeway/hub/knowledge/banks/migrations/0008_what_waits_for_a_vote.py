"""What waits for a vote is found by who added it, so that nobody passes by millions of their own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("banks", "0007_rising_indexes_and_told_votes"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="signal",
            name="signals_in_their_states",
        ),
        migrations.AddIndex(
            model_name="signal",
            index=models.Index(fields=["bank", "kind", "state", "added_at", "id"], name="signals_in_their_states"),
        ),
        migrations.AddIndex(
            model_name="signal",
            index=models.Index(
                condition=models.Q(("state", "unconfirmed")),
                fields=["bank", "member_id", "added_at", "id"],
                name="signals_that_wait",
            ),
        ),
    ]
