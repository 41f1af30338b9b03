"""Both directions of writing: pages say theirs, and our styles know no left and right."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.utils import translation

PAGES = ["base.html", "404.html", "500.html"]
PHYSICAL = re.compile(
    r"(?<![\w-])("
    r"(margin|padding|border|inset|scroll-margin|scroll-padding)-(left|right)[\w-]*\s*:"
    r"|border-(top|bottom)-(left|right)-radius\s*:"
    r"|(left|right)\s*:"
    r"|(text-align|float|clear)\s*:\s*(left|right)"
    r")"
)


def page(template, rf, language):
    request = rf.get("/")
    request.user = AnonymousUser()
    with translation.override(language):
        return render_to_string(template, request=request)


@pytest.mark.django_db
@pytest.mark.parametrize("template", PAGES)
@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("he", "rtl"), ("it", "ltr")])
def test_page_says_its_language_and_direction(rf, office, template, language, direction):
    html = re.search(r"<html[^>]*>", page(template, rf, language))[0]

    assert f'lang="{language}"' in html
    assert f'dir="{direction}"' in html


@pytest.mark.parametrize(
    ("style", "found"),
    [
        ("a { margin-left: 0 }", True),
        ("a{left:0}", True),
        ("a { text-align:  right; }", True),
        ("a { float: left }", True),
        ("a { border-top-left-radius: 1px }", True),
        ("a { margin-inline-start: 0; text-align: start; inset-inline-end: 0 }", False),
        ("a { justify-content: flex-start; --left: 0; text-align: center }", False),
    ],
)
def test_sides_are_found_in_a_style(style, found):
    assert bool(PHYSICAL.search(style)) is found


def test_our_styles_speak_of_start_and_end_only():
    files = sorted(Path(settings.BASE_DIR, "static", "css").glob("*.css"))

    told = {
        f"{file.name}, line {number}: {line.strip()}"
        for file in files
        for number, line in enumerate(file.read_text().splitlines(), 1)
        if PHYSICAL.search(line)
    }

    assert files
    assert told == set()
