"""What a program's reason was made of, so that it can be read in another language. Older reasons stay as they are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("routes", "0001_initial")]

    operations = [migrations.AddField("routedecision", "phrases", models.JSONField(default=list))]
