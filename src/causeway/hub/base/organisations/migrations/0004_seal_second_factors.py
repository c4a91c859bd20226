"""Seal the second factors that were set up before their secrets were sealed."""

from typing import Any

from django.db import migrations

from causeway.hub.sealed_words import open_words, seal_words

_USE = "second-factor"


def _seal(apps: Any, schema_editor: Any) -> None:
    del schema_editor
    for authenticator in apps.get_model("mfa", "Authenticator").objects.all():
        for name in {"secret", "seed"} & authenticator.data.keys():
            if open_words(_USE, authenticator.data[name]) is None:
                authenticator.data[name] = seal_words(_USE, authenticator.data[name])
        authenticator.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [("organisations", "0003_read_sent_scope"), ("mfa", "0003_authenticator_type_uniq")]
    operations = [migrations.RunPython(_seal, migrations.RunPython.noop)]
