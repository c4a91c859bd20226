"""Lines that wait already stand by their deadlines; from now on senders stand by turns within a band."""

from django.db import migrations, models
from django.utils import timezone


class Migration(migrations.Migration):
    dependencies = [("queues", "0007_paused_lines")]

    operations = [
        migrations.AddField("queueitem", "fair_at", models.DateTimeField(default=timezone.now), preserve_default=False),
        # The owner is bound by the policies too, until they are written anew after the migrations.
        migrations.RunSQL("ALTER TABLE queues_queueitem NO FORCE ROW LEVEL SECURITY", migrations.RunSQL.noop),
        migrations.RunSQL("UPDATE queues_queueitem SET fair_at = due_at", migrations.RunSQL.noop),
        migrations.RemoveIndex("queueitem", "open_queue"),
        migrations.AddIndex(
            "queueitem",
            models.Index(
                condition=models.Q(closed_at=None, is_line=True),
                fields=["organisation_id", "band_rank", "fair_at", "id"],
                name="fair_queue",
            ),
        ),
        migrations.AddIndex(
            "queueitem",
            models.Index(
                condition=models.Q(is_line=True),
                fields=["organisation_id", "sender_id", "band_rank", "arrived_at"],
                name="lines_of_a_sender",
            ),
        ),
    ]
