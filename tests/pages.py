"""What somebody reads on a page, and what a form or the database refuses."""

from html import unescape

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.html import strip_tags


def text(html):
    """The words of a piece of a page, with one space between them."""
    return " ".join(unescape(strip_tags(html)).split())


def section(page, key):
    """The words of the section with that heading; None where the page has none."""
    _before, found, rest = page.partition(f'aria-labelledby="{key}">')
    return text(rest.split("</section>")[0]) if found else None


def told(response):
    """What is said above the next page."""
    return [str(one) for one in get_messages(response.wsgi_request)]


def errors_at_fields(response):
    """{field: messages} of a form of the back-office that was shown again."""
    assert response.status_code == 200
    return {
        name: [str(one) for one in errors]
        for name, errors in response.context["adminform"].form.errors.items()
    }


def refused(record):
    """{field: messages} of a record that its model refuses."""
    with pytest.raises(ValidationError) as caught:
        record.full_clean()
    return caught.value.message_dict


def refused_by_the_database(change):
    with pytest.raises(IntegrityError), transaction.atomic():
        change()
    return True


def form_url(record):
    """The address of the form of the record in the back-office."""
    meta = record._meta
    return f"/admin/{meta.app_label}/{meta.model_name}/{record.pk}/change/"
