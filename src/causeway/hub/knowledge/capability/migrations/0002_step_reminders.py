"""That somebody was reminded of a next step, so that nobody is twice."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("capability", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="StepReminder",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("organisation_id", models.UUIDField()),
                ("capability", models.CharField(max_length=60)),
                ("step_on", models.DateField()),
                ("is_late", models.BooleanField()),
                ("reminded_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation_id", "capability", "step_on", "is_late"), name="one_reminder_of_a_step"
                    )
                ],
            },
        ),
    ]
