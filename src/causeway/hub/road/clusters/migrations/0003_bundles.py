"""A first telling keeps what all tellings of its event say together. Those told before are gathered when the next comes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clusters", "0002_holders_by_sender")]

    operations = [migrations.AddField(model_name="membership", name="bundle", field=models.JSONField(null=True))]
