"""An opinion on a match can be taken back: it stays, and counts no more."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("banks", "0009_files_that_others_hand_on"),
    ]

    operations = [
        migrations.AddField(
            model_name="opinion",
            name="taken_back_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="opinion",
            index=models.Index(
                condition=models.Q(("reference", ""), _negated=True),
                fields=["organisation_id", "reference"],
                name="opinions_by_reference",
            ),
        ),
    ]
