"""A notice says which child of its referral it is about.

Older notices do not know it: they count where the referral names one child alone.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_origin_of_notices")]

    operations = [
        migrations.AddField(
            model_name="safeguardingorigin", name="child", field=models.PositiveSmallIntegerField(null=True)
        ),
    ]
