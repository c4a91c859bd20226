"""When a candidate was last opened again: until somebody decides, its time counts from then."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0007_kept_for_appeals"),
    ]

    operations = [
        migrations.AddField(
            model_name="candidate",
            name="reopened_at",
            field=models.DateTimeField(null=True),
        ),
    ]
