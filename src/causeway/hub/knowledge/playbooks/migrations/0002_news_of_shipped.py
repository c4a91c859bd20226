"""Which version of a shipped playbook an organisation was told of last."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("playbooks", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="ShippedNews",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("organisation_id", models.UUIDField()),
                ("code", models.CharField(max_length=60)),
                ("version", models.CharField(max_length=20)),
                ("told_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organisation_id", "code"), name="one_news_of_a_shipped_playbook")
                ],
            },
        ),
    ]
