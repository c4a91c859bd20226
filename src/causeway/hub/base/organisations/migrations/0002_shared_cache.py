from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CacheItem",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("value", models.JSONField()),
                ("expires_at", models.DateTimeField(db_index=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RunSQL(
            "ALTER TABLE organisations_cacheitem SET UNLOGGED", "ALTER TABLE organisations_cacheitem SET LOGGED"
        ),
    ]
