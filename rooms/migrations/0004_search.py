from django.db import migrations

from rooms.search import schema


def install(apps, schema_editor):
    schema.install(schema_editor.connection)


def uninstall(apps, schema_editor):
    schema.uninstall(schema_editor.connection)


class Migration(migrations.Migration):
    """The index for search: nothing that a model knows of."""

    dependencies = [
        ('rooms', "0003_attachments"),
    ]

    operations = [
        migrations.RunPython(install, uninstall),
    ]
