"""What the worker found of a candidate's sealed files."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0009_asked_for_somebody_at"),
    ]

    operations = [
        migrations.AddField(
            model_name="candidatefile",
            name="compared",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="candidatefile",
            name="compared_at",
            field=models.DateTimeField(null=True),
        ),
    ]
