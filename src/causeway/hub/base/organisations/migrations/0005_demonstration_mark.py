from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0004_seal_second_factors"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="is_demonstration",
            field=models.BooleanField(default=False),
        ),
    ]
