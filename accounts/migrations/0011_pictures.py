from django.db import migrations, models


def take_along(apps, schema_editor):
    Profile, User = apps.get_model("accounts", "Profile"), apps.get_model("accounts", "User")
    for user_id, picture in Profile.objects.exclude(picture="").values_list("user_id", "picture"):
        User.objects.filter(pk=user_id).update(picture=picture)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0010_alert_sound'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='picture',
            field=models.CharField(blank=True, db_default='', default='', editable=False, max_length=16),
        ),
        migrations.RunPython(take_along, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField(
            model_name='profile',
            name='picture',
        ),
        migrations.AddIndex(
            model_name='user',
            index=models.Index(condition=models.Q(('picture', ''), _negated=True), fields=['picture'], name='user_picture'),
        ),
    ]
