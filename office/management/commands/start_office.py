import getpass
from functools import partial

from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import connection, transaction

from office import datasets
from office.models import Office, User

KNOWN = ", ".join(code for code, _name in settings.LANGUAGES)


class Command(BaseCommand):
    help = "Start an office: asks its name and languages, where it has none yet, and its head."

    def add_arguments(self, parser):
        parser.add_argument("--municipality", help="as it heads a letter")
        parser.add_argument("--city", help="the city's name")
        parser.add_argument("--department", help="the name of the office")
        parser.add_argument("--original-language", help=f"one of {KNOWN}")
        parser.add_argument("--languages", help=f"separated by commas, out of {KNOWN}")
        parser.add_argument("--head-name", help="the first head of office")
        parser.add_argument("--head-email")
        parser.add_argument("--head-password", help="asked when it is not given")

    def handle(self, **options):
        self.options = options
        if Office._meta.db_table not in connection.introspection.table_names():
            raise CommandError("The database has no tables yet: run `manage.py migrate` first.")
        office = Office.objects.first()
        if office and User.objects.filter(groups__name="head").exists():
            raise CommandError("There is an office already: change it in the back-office.")
        # A data set may have made the office: then only its head is missing.
        office = office or self.asked_office()
        head = User(
            language=office.original_language,
            name=self.ask("head_name", "Name of the first head of office"),
            email=self.ask("head_email", "E-mail of the head", self.email),
        )
        password = self.ask(
            "head_password",
            "Password of the head, at least 12 characters",
            partial(self.password, user=head),
        )
        try:
            self.make(office, head, password)
        except ValidationError as error:
            told = [f"{field}: {' '.join(said)}" for field, said in error.message_dict.items()]
            raise CommandError(" ".join(told)) from error
        self.stdout.write(f"{office} is ready. Sign in at /admin/ as {head.email}.")

    def asked_office(self):
        texts = {
            "name": self.ask("municipality", "Name of the municipality, as it heads a letter"),
            "city_name": self.ask("city", "Name of the city"),
            "department": self.ask("department", "Name of the office"),
        }
        original = self.ask("original_language", f"Original language ({KNOWN})", self.language)
        offered = f"Languages offered, separated by commas ({KNOWN})"
        languages = self.ask("languages", offered, self.languages)
        offered = languages if original in languages else [original, *languages]
        return Office(
            original_language=original,
            languages=list(dict.fromkeys(offered)),
            **{f"{field}_{original}": text for field, text in texts.items()},
        )

    @transaction.atomic
    def make(self, office, head, password):
        if office.pk is None:
            office.full_clean(exclude=datasets.not_cleaned(office))
            office.save()
        datasets.load_common()
        head.set_password(password)
        head.full_clean()
        head.save()
        head.give_roles("head")

    def ask(self, name, question, check=str.strip):
        """The option, or the answer to the question; asked again until it passes the check."""
        given = self.options[name]
        while True:
            answer = given if given is not None else self.answer(name, question)
            try:
                value = check(answer)
                if value:
                    return value
                problem = "Something is needed here."
            except ValidationError as error:
                problem = " ".join(error.messages)
            if given is not None:
                raise CommandError(f"--{name.replace('_', '-')}: {problem}")
            self.stderr.write(problem)

    def answer(self, name, question):
        try:
            return (
                getpass.getpass(f"{question}: ") if "password" in name else input(f"{question}: ")
            )
        except EOFError as error:
            raise CommandError(f"Nobody answers: give --{name.replace('_', '-')}.") from error

    def language(self, text):
        code = text.strip().lower()
        if code not in dict(settings.LANGUAGES):
            raise ValidationError(f"“{text}” is not one of {KNOWN}.")
        return code

    def languages(self, text):
        return [self.language(code) for code in text.replace(" ", ",").split(",") if code]

    def email(self, text):
        validate_email(text.strip())
        return text.strip().lower()

    def password(self, text, user):
        password_validation.validate_password(text, user)
        return text
