"""A certificate's file lies in the vault. What lies in the column is moved by the worker, which holds the vault's key
and acts for each organisation in turn (`seal_old_evidence`); a migration does neither.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("training", "0002_acts_of_their_own")]

    operations = [
        migrations.AddField(model_name="certificateevidence", name="sealed_id", field=models.UUIDField(null=True)),
        migrations.AlterField(model_name="certificateevidence", name="content", field=models.BinaryField(null=True)),
    ]
