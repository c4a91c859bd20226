"""A task keeps what its step says in other languages, beside what it says in the one that it is written in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_figures_of_practice"),
    ]

    operations = [
        migrations.AddField(
            model_name="casetask",
            name="language",
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddField(
            model_name="casetask",
            name="words",
            field=models.JSONField(default=dict),
        ),
    ]
