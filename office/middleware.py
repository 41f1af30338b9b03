"""What happens to every request."""

from django.conf import settings
from django.contrib import messages
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.utils.translation import get_language_from_path
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header

from office.accounts import needs_second_factor
from office.backoffice import kept
from office.erasure import exports
from office.errors import NotHere
from office.languages import offered_languages, original_language
from office.models import Office
from office.tongues import names

# Pages that speak the language of whoever is signed in, and stand outside /it/, /en/ …
STAFF_PREFIXES = ("/admin/",)
# Asked by machines: no language, and nothing that needs the database.
FOR_MACHINES = ("/healthz", "/robots.txt")
TEXTS = ("text/", "application/json", "application/xml")


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


def compressed_text(get_response):
    """
    Pages go out compressed, to whoever takes that; pictures and files are so already.

    The tokens against forged forms are masked anew for each page (Django), and the length of
    the answer varies, so that nobody reads a secret off its size.
    """
    gzip = GZipMiddleware(get_response)

    def middleware(request):
        response = get_response(request)
        is_text = response.headers.get("Content-Type", "").startswith(TEXTS)
        return gzip.process_response(request, response) if is_text else response

    return middleware


def one_office_per_request(get_response):
    """The office's row is read once a request: a change by another process shows at the next."""

    def middleware(request):
        Office.objects.forget()
        return get_response(request)

    return middleware


def readers_language(get_response):
    """
    The language of the address; outside the public pages the reader's, of those offered.

    Under a language that the office does not offer there is no page.
    """

    def middleware(request):
        if request.path_info in FOR_MACHINES:
            return get_response(request)
        offered = dict(offered_languages())
        in_address = get_language_from_path(request.path_info)
        if in_address not in offered:
            language = language_of_reader(request)
            translation.activate(language)
            request.LANGUAGE_CODE = language
            if in_address:
                raise NotHere(
                    _("There are no pages in %(language)s. These can be read: %(offered)s.")
                    % {
                        "language": names()[in_address],
                        "offered": ", ".join(offered.values()),
                    }
                )
        return get_response(request)

    return middleware


def language_of_reader(request):
    """The reader's first wish that the office offers; the office's original language otherwise."""
    offered = dict(offered_languages())
    for wish in wishes(request):
        for code in (wish, wish.partition("-")[0]):
            if code in offered:
                return code
    return original_language()


def wishes(request):
    """The languages that the account and the browser ask for, the dearest first."""
    if request.user.is_authenticated:
        yield request.user.language
    yield request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    for code, weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if weight:
            yield code


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
    words = path.removeprefix(f"/{language}")
    words = words if words.endswith("/") else f"{words}/"
    for code, _name in settings.LANGUAGES:
        if code == language:
            continue
        with translation.override(code):
            try:
                match = resolve(f"/{code}{words}")
            except Resolver404:
                continue
        with translation.override(language):
            address = reverse(match.view_name, args=match.args, kwargs=match.kwargs)
        return address if address != path else None
    return None


def exports_logged(get_response):
    """
    Whoever of the office takes a list or paper along is written down, with how many rows it had.

    Of a list without people's data (`without_people`) nothing is.
    """

    def middleware(request):
        response = get_response(request)
        ours = request.path_info.startswith(STAFF_PREFIXES)
        handed_out = response.get("Content-Disposition", "").startswith("attachment")
        without_people = getattr(response, "without_people", False)
        if ours and handed_out and response.status_code == 200 and not without_people:
            exports.note(request, response)
        return response

    return middleware


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
            messages.info(request, _("The back-office opens once you have added a second factor."))
            return redirect("mfa_index")
        return get_response(request)

    return middleware
