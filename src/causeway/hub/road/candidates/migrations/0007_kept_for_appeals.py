"""What an appeal needs is kept for as long as one can be made, unless a service says on what ground it need not."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0006_who_is_on_duty"),
    ]

    operations = [
        migrations.AddField(
            model_name="desksettings",
            name="days_appealable",
            field=models.PositiveSmallIntegerField(db_default=190, default=190),
        ),
        migrations.AddField(
            model_name="desksettings",
            name="shorter_because",
            field=models.CharField(blank=True, db_default="", max_length=500),
        ),
    ]
