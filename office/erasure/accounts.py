"""What a closed account leaves behind in the tables of those who sign people in."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession

from office.models import User

SIGNING_IN = (EmailAddress, Authenticator, SocialAccount, UserSession)


def sign_in_rows(model, held, keys):
    """With the address of an account goes by what one signed in: nobody does so any more."""
    if model is not User or "email" not in held.fields:
        return None

    def forget():
        for rows in SIGNING_IN:
            rows.objects.filter(user__in=keys).delete()

    return forget
