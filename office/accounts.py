"""Sign-in: who is let in, and by which way."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings


class Backend(AuthenticationBackend):
    def user_can_authenticate(self, user):
        """
        Active people only; the demonstration's accounts only in the demonstration.

        Asked at sign-in and at every request of a session.
        """
        if user.is_demo and not settings.DEMONSTRATION:
            return False
        return super().user_can_authenticate(user)


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """Accounts are made by the head of office."""
        return False

    def get_login_redirect_url(self, request):
        return "/admin/" if request.user.is_staff else "/"

    def pre_login(self, request, user, **kwargs):
        """Whoever the backend would not know at the next request is not signed in at this one."""
        if not Backend().user_can_authenticate(user):
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request, sociallogin):
        """The city's own sign-in opens accounts that exist; it makes none."""
        return False


def needs_second_factor(user):
    """Whether the user must add a second factor before the office's own pages open."""
    return user.is_authenticated and not settings.DEMONSTRATION and not is_mfa_enabled(user)
