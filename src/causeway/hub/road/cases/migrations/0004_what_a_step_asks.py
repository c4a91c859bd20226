"""A task keeps what its step asks for: evidence, conditions, roles, skill, and from when its time runs."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_which_child"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="playbook_version_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="casetask",
            name="after",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="casetask",
            name="conditions",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="casetask",
            name="due_in_hours",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="casetask",
            name="evidence",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="casetask",
            name="evidence_note",
            field=models.TextField(blank=True, max_length=3000),
        ),
        migrations.AddField(
            model_name="casetask",
            name="is_mandatory",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="casetask",
            name="roles",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="casetask",
            name="skill",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="casetask",
            name="unmet",
            field=models.JSONField(default=list),
        ),
    ]
