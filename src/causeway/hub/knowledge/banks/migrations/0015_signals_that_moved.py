"""What a signal was before a move is found by an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("banks", "0014_purposes_told")]

    operations = [
        migrations.AddIndex(
            model_name="signal",
            index=models.Index(
                condition=models.Q(("moved_to_id__isnull", False)), fields=["moved_to_id"], name="signals_that_moved"
            ),
        ),
    ]
