from django.core.signing import BadSignature
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from office import cards
from office.backoffice import kept

A_YEAR = 365 * 24 * 60 * 60


def token_is_old(request, reason=""):
    """
    The form's token is not the session's: another sign-in came between.

    What the form held is kept, where it was one of ours, and shown again by its page.
    """
    if request.path_info.startswith("/admin/") and kept.keep(request):
        return redirect(request.get_full_path())
    return render(request, "403_csrf.html", status=403)


@require_safe
def social_card(request, signed):
    """The picture of a page for social networks; its address says all that it shows."""
    try:
        title, name = cards.read(signed)
    except BadSignature as error:
        raise Http404 from error
    response = HttpResponse(cards.draw(title, name), content_type="image/png")
    response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response
