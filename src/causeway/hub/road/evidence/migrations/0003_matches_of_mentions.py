"""A match can be of an account, URL or keyword, and says where its signal stands now."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evidence", "0002_matches_by_signal")]

    operations = [
        migrations.AlterField(
            model_name="bankmatch",
            name="sha256",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="bankmatch",
            name="standing",
            field=models.CharField(blank=True, db_default="", max_length=12),
        ),
        migrations.AddField(
            model_name="bankmatch",
            name="standing_at",
            field=models.DateTimeField(null=True),
        ),
    ]
