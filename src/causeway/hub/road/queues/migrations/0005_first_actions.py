"""When a force first did something with a referral, for its desk. What happened before is told by the follower, which
reads the ledger from its beginning.
"""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("queues", "0004_reasons_in_any_language")]

    operations = [
        migrations.CreateModel(
            name="FirstAction",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("referral_id", models.UUIDField()),
                ("force_id", models.UUIDField()),
                ("desk_id", models.UUIDField()),
                ("acted_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["desk_id", "acted_at"], name="queues_firs_desk_id_6e899e_idx")],
                "constraints": [
                    models.UniqueConstraint(fields=("referral_id", "force_id"), name="one_first_action_a_force")
                ],
            },
        ),
    ]
