"""For which purposes each subscriber was told values: until now for all. So the first round logs anew, for those who
follow the feed, what no agreement lets pass to them.
"""

import django.contrib.postgres.fields
from django.db import migrations, models

# The owner is bound by the policies too, until they are written anew after the migrations.
OPEN = "ALTER TABLE banks_subscription NO FORCE ROW LEVEL SECURITY"
EXISTING = "UPDATE banks_subscription SET told_purposes = '{investigate,protect_a_child,review_content}'"


class Migration(migrations.Migration):
    dependencies = [("banks", "0013_appeals_that_nobody_may_decide")]

    operations = [
        migrations.AddField(
            model_name="subscription",
            name="told_purposes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), db_default=[], default=list, size=None
            ),
        ),
        migrations.RunSQL([OPEN, EXISTING], migrations.RunSQL.noop),
    ]
