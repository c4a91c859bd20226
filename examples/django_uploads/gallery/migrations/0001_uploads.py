"""The table of uploads."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The first."""

    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file", models.FileField(upload_to="%Y/%m")),
                ("name", models.CharField(max_length=200)),
                ("account", models.CharField(max_length=100)),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("clear", "nothing"),
                            ("to_screen", "screen it again"),
                            ("to_send", "put it before a reviewer"),
                            ("at_desk", "a reviewer has it"),
                        ],
                        db_index=True,
                        max_length=10,
                    ),
                ),
                ("candidate", models.CharField(blank=True, max_length=100)),
            ],
        ),
    ]
