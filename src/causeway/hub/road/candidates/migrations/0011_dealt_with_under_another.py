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
    ]
