"""Without a reference, whoever acts says one thing of a signal. Opinions there were keep no name and stay."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("banks", "0003_values_added_anew")]

    operations = [
        migrations.AddField(
            model_name="opinion",
            name="by_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reference", "")),
                fields=("signal", "by_id"),
                name="one_opinion_without_a_reference",
            ),
        ),
    ]
