from django.db import migrations, models

HELP = (
    "Ticked, the row stands at once on the public page of the network, where it has one. "
    "The note of the office is never shown there."
)


def is_published(default):
    return models.BooleanField(default=default, help_text=HELP, verbose_name="publish this year")


class Migration(migrations.Migration):
    """What stood in the ledger was public with its network, and stays so."""

    dependencies = [("networks", "0001_initial")]

    operations = [
        operation(model_name=model, name="is_published", field=is_published(default))
        for operation, default in ((migrations.AddField, True), (migrations.AlterField, False))
        for model in ("fee", "historicalfee")
    ]
