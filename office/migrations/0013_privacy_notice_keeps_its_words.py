"""What of a version of the privacy notice that was in force is written, the database keeps."""

from django.db import migrations

LANGUAGES = ("de", "en", "es", "fr", "it")

# Of yesterday and before: the clock of the database may be some hours off the office's.
KEEPS = """
CREATE FUNCTION office_privacynotice_keeps_its_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.in_force_from < CURRENT_DATE AND (
    NEW.in_force_from <> OLD.in_force_from OR NEW.number <> OLD.number OR {changed}
  ) THEN
    RAISE EXCEPTION 'version % of the privacy notice was in force', OLD.number
      USING ERRCODE = 'check_violation', CONSTRAINT = 'office_privacynotice_keeps_its_words';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER office_privacynotice_keeps_its_words BEFORE UPDATE ON office_privacynotice
FOR EACH ROW EXECUTE FUNCTION office_privacynotice_keeps_its_words()
""".format(
    changed=" OR ".join(
        f"(OLD.text_{code} <> '' AND NEW.text_{code} IS DISTINCT FROM OLD.text_{code})"
        for code in LANGUAGES
    )
)
MAY_CHANGE = """
DROP TRIGGER office_privacynotice_keeps_its_words ON office_privacynotice;
DROP FUNCTION office_privacynotice_keeps_its_words()
"""


class Migration(migrations.Migration):
    dependencies = [("office", "0012_mails_notices_and_codes")]

    operations = [
        migrations.RunSQL(KEEPS, MAY_CHANGE),
    ]
