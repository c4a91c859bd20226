"""Under which candidate of its account one was dealt with."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0009_asked_for_somebody_at"),
    ]

    operations = [
        migrations.AddField(
            model_name="candidate",
            name="dealt_with_under_id",
            field=models.UUIDField(null=True),
        ),
    ]
