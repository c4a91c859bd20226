"""When somebody was last asked for, where a candidate waits for a person whom the desk does not have."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0008_opened_again_at"),
    ]

    operations = [
        migrations.AddField(
            model_name="candidate",
            name="asked_at",
            field=models.DateTimeField(null=True),
        ),
    ]
