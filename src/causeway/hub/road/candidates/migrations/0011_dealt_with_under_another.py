"""Under which candidate of its account one was dealt with."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0010_files_compared_with_lists"),
    ]

    operations = [
        migrations.AddField(
            model_name="candidate",
            name="dealt_with_under_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddIndex(
            model_name="candidate",
            index=models.Index(
                condition=models.Q(("dealt_with_under_id__isnull", False)),
                fields=["dealt_with_under_id"],
                name="dealt_with_under",
            ),
        ),
    ]
