from django.shortcuts import redirect, render

from office.backoffice import kept


def token_is_old(request, reason=""):
    """
    The form's token is not the session's: another sign-in came between.

    What the form held is kept, where it was one of ours, and shown again by its page.
    """
    if request.path_info.startswith("/admin/") and kept.keep(request):
        return redirect(request.get_full_path())
    return render(request, "403_csrf.html", status=403)
