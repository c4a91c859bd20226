"""An override may let a member do an act about a referral, which may stand in no case."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("training", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="skilloverride", name="one_override_a_task"),
        migrations.AddField(
            model_name="skilloverride", name="act", field=models.CharField(blank=True, default="", max_length=40)
        ),
        migrations.AlterField(model_name="skilloverride", name="case_id", field=models.UUIDField(null=True)),
        migrations.AddConstraint(
            model_name="skilloverride",
            constraint=models.UniqueConstraint(
                fields=("organisation_id", "member_id", "task_id", "act"), name="one_override_a_task"
            ),
        ),
    ]
