"""What happens to every request."""

from django.conf import settings
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.utils.translation import get_language_from_path

from office.accounts import needs_second_factor
from office.backoffice import kept
from office.languages import offered_languages, original_language
from office.models import Office

# Pages that speak the language of whoever is signed in, and stand outside /it/, /en/ …
STAFF_PREFIXES = ("/admin/",)


def permissions_policy(get_response):
    def middleware(request):
        response = get_response(request)
        response.headers.setdefault(
            "Permissions-Policy",
            "camera=(), geolocation=(), microphone=(), payment=(), usb=(), "
            "publickey-credentials-get=(self), publickey-credentials-create=(self)",
        )
        return response

    return middleware


def one_office_per_request(get_response):
    """The office's row is read once a request: a change by another process shows at the next."""

    def middleware(request):
        Office.objects.forget()
        return get_response(request)

    return middleware


def readers_language(get_response):
    """
    Outside the public pages: the language of the account, else a language that the office offers.

    The public pages carry their language in the address.
    """

    def middleware(request):
        if get_language_from_path(request.path_info) is None:
            if request.user.is_authenticated:
                language = request.user.language
            else:
                language = language_of_visitor(request)
            translation.activate(language)
            request.LANGUAGE_CODE = language
        return get_response(request)

    return middleware


def language_of_visitor(request):
    """The visitor's first wish that the office offers; the office's original language otherwise."""
    offered = dict(offered_languages())
    wishes = [request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")]
    accept = request.headers.get("Accept-Language", "")
    wishes += [code for code, _weight in translation.trans_real.parse_accept_lang_header(accept)]
    for wish in wishes:
        if wish[:2] in offered:
            return wish[:2]
    return original_language()


def other_languages_words(get_response):
    """
    An address in one language with the path words of another leads to the right address.

    Only what would have been "not found" is looked at, so that no page pays for it.
    """

    def middleware(request):
        response = get_response(request)
        if response.status_code == 404 and request.method in ("GET", "HEAD"):
            address = same_page_in_address_language(request.path_info)
            if address:
                query = request.META.get("QUERY_STRING")
                return redirect(f"{address}?{query}" if query else address, permanent=True)
        return response

    return middleware


def same_page_in_address_language(path):
    """The address that was meant by `/fr/partner-cities/kyoto/`, or None."""
    language = get_language_from_path(path)
    if language is None:
        return None
    for code, _name in settings.LANGUAGES:
        if code == language:
            continue
        with translation.override(code):
            try:
                match = resolve(f"/{code}{path.removeprefix(f'/{language}')}")
            except Resolver404:
                continue
        with translation.override(language):
            address = reverse(match.view_name, args=match.args, kwargs=match.kwargs)
        return address if address != path else None
    return None


def keep_typed(get_response):
    """A form of the back-office that comes without a session is kept for after the sign-in."""

    def middleware(request):
        ours = request.path_info.startswith(STAFF_PREFIXES)
        if ours and request.method == "POST" and not request.user.is_authenticated:
            kept.keep(request)
        return get_response(request)

    return middleware


def second_factor(get_response):
    """Nobody without a second factor works in the back-office, outside the demonstration."""

    def middleware(request):
        if request.path_info.startswith(STAFF_PREFIXES) and needs_second_factor(request.user):
            return redirect("mfa_index")
        return get_response(request)

    return middleware
