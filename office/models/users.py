"""The people who have an account."""

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, Group, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from office import roles
from office.models.records import Record
from office.personal import Held, Kind, PersonalData


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(
            email, password, is_staff=True, is_superuser=True, **{"name": email, **fields}
        )

    def who_may(self, *permissions):
        """Who works in the back-office with roles that give all of these permissions."""
        found = self.filter(is_active=True, is_staff=True)
        for permission in permissions:
            keys = [role.key for role in roles.ROLES if permission in role.permissions]
            holders = Group.objects.filter(name__in=keys).values("user")
            found = found.filter(pk__in=holders)
        return found

    def heads(self):
        """Who hears of what is nobody's, and of what others leave undone."""
        return self.who_may("office.hand_over_duty")

    def get_by_natural_key(self, email):
        return self.get(email=email.lower())


class User(Record, AbstractBaseUser, PermissionsMixin):
    """
    A person with an account: staff of the office, or one who reads what it prepares.

    What they may do comes from their roles (office/roles.py), which are groups.
    """

    personal_data = PersonalData(
        held=(
            Held(("email", "last_login"), _("staff"), Kind.CONTACT, after="account closed"),
            Held(("name",), _("staff"), Kind.WORK),
        ),
        kept=_("the name as long as what they did is kept"),
    )

    class Told(models.TextChoices):
        AT_ONCE = "at_once", _("at once, each in a mail of its own")
        DAILY = "daily", _("once a day, all in one mail")
        HERE = "here", _("no mail: only on the start page")

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(
        _("language"),
        max_length=7,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
        help_text=_("The language of the back-office, and of the mail to this person."),
    )
    told = models.CharField(_("news by mail"), max_length=10, choices=Told, default=Told.DAILY)
    translates = ArrayField(
        models.CharField(max_length=7, choices=settings.LANGUAGES),
        verbose_name=_("translates into"),
        default=list,
        blank=True,
        help_text=_("For a translator: the languages whose texts this person writes."),
    )
    is_staff = models.BooleanField(
        _("enters the back-office"), default=False, editable=False, help_text=_("From the roles.")
    )
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Take this away instead of deleting the account.")
    )
    date_joined = models.DateTimeField(_("account opened"), default=timezone.now, editable=False)

    objects = UserManager()

    THE_ONLY_HEAD = _("This is the only head of office: name another one first.")

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="office_user_email_is_unique",
                violation_error_message=_("There is an account with this e-mail address."),
            ),
            models.CheckConstraint(
                condition=Q(told__in=["at_once", "daily", "here"]),
                name="office_user_told_is_known",
            ),
        ]

    def __str__(self):
        return self.name or self.email

    def clean(self):
        super().clean()
        if not self.is_active and self.is_the_only_head():
            raise ValidationError({"is_active": self.THE_ONLY_HEAD})

    def is_the_only_head(self):
        """
        Whether nobody else could name a head of office if this person no longer were one.

        Within a transaction the role stays locked until it ends, so that two heads cannot
        take each other's away in the same second.
        """
        if connection.in_atomic_block:
            list(Group.objects.select_for_update(no_key=True).filter(name="head"))
        heads = User.objects.filter(groups__name="head", is_active=True)
        if not settings.DEMONSTRATION:
            heads = heads.filter(is_demo=False)
        return [head.pk for head in heads] == [self.pk]

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name

    @cached_property
    def roles(self):
        """The roles of this person, in the order of the table. One query, once per object."""
        held = set(self.groups.values_list("name", flat=True))
        return [role for role in roles.ROLES if role.key in held]

    @property
    def reads_internal(self):
        return self.is_active and any(role.reads_internal for role in self.roles)

    @property
    def knows_quiet(self):
        return self.is_active and any(role.knows_quiet for role in self.roles)

    @property
    def publishes(self):
        return self.is_active and any(role.publishes for role in self.roles)

    def translates_into(self, language):
        """Whether the person writes the texts of a language without changing the records."""
        named = self.is_active and language in self.translates
        return named and any(role.translates for role in self.roles)

    def give_roles(self, *keys):
        """Replace the roles of this person; raises roles.Unknown for a key not in the table."""
        self.groups.set(roles.groups(keys))
        self.is_staff = any(roles.BY_KEY[key].enters_back_office for key in keys)
        self.save(update_fields=["is_staff"])
        self.__dict__.pop("roles", None)
