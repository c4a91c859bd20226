"""What was acknowledged in a bank is read page by page, newest first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("banks", "0015_signals_that_moved")]

    operations = [
        migrations.AddIndex(
            model_name="receipt",
            index=models.Index(
                condition=models.Q(("acknowledged_at__isnull", False)),
                fields=["bank_id", "acknowledged_at", "organisation_id"],
                name="acknowledged_receipts",
            ),
        ),
    ]
