"""The keys of documents that came with a RED message move behind the wall of the people whom it names."""

from django.db import migrations

_READ = ("vault_sealedobject", "correspondence_document", "correspondence_messagetext", "vault_personalkey")

# The owner of the tables is bound by their policies until the walls are put up anew, after every migration.
_OPEN = ";".join(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY" for table in _READ)

_MOVE = """
INSERT INTO vault_personalkey (sealed_id, root_id, named, sealed_key)
SELECT object.id, object.root_id, text.named, object.sealed_key
  FROM correspondence_document document
  JOIN correspondence_messagetext text ON text.message_id = document.message_id AND text.handling = 'red'
  JOIN vault_sealedobject object ON object.id = document.sealed_id
 WHERE object.sealed_key IS NOT NULL;
UPDATE vault_sealedobject object SET sealed_key = NULL
  FROM vault_personalkey personal WHERE personal.sealed_id = object.id;
SET CONSTRAINTS ALL IMMEDIATE
"""


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0001_initial"), ("vault", "0002_personal_keys")]

    operations = [migrations.RunSQL([_OPEN, _MOVE], migrations.RunSQL.noop)]
