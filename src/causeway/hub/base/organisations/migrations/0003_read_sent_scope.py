import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0002_shared_cache"),
    ]

    operations = [
        migrations.AlterField(
            model_name="credential",
            name="scopes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("submit", "submit"),
                        ("read_sent", "read_sent"),
                        ("read_feedback", "read_feedback"),
                        ("answer_requests", "answer_requests"),
                    ],
                    max_length=32,
                ),
                size=None,
            ),
        ),
    ]
