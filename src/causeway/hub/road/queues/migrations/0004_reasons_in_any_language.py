"""A line keeps the reasons for its priority, not a sentence in one language. An older line keeps its sentence as the one
reason, until the line is made anew.
"""

from django.db import migrations, models

SENTENCE_AS_REASON = """
UPDATE queues_queueitem SET reasons = jsonb_build_array(
  jsonb_build_object('code', '', 'text', summary, 'contribution', 0)
) WHERE summary <> ''
"""


class Migration(migrations.Migration):
    dependencies = [("queues", "0003_alert_codes")]

    operations = [
        migrations.AddField("queueitem", "reasons", models.JSONField(default=list)),
        # The owner is bound by the policies too, until they are written anew after the migrations.
        migrations.RunSQL("ALTER TABLE queues_queueitem NO FORCE ROW LEVEL SECURITY"),
        migrations.RunSQL(SENTENCE_AS_REASON),
        migrations.RemoveField("queueitem", "summary"),
    ]
