"""A template prints what it is given, and can do nothing else."""

import pytest
from jinja2 import TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError

from office.papers.sandbox import environment

DATA = {"name": "Città & Co", "fact": {"items": "1"}, "rows": [[1, 2], [3]]}


def printed(source, *, strict=True):
    return environment(strict=strict).from_string(source).render(DATA)


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__ }}",
        "{{ name.__class__.__mro__ }}",
        "{{ name['__class__'] }}",
        "{{ fact.items() }}",
        "{{ name.format(1) }}",
        "{{ range(9) }}",
        "{{ self._TemplateReference__context }}",
        "{% for row in rows %}{{ loop.cycle(1) }}{% endfor %}",
        "{{ 'a' * 999999999 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ '%999999999d' % 1 }}",
        "{% set a = name %}",
        "{% macro a() %}{% endmacro %}",
        "{% autoescape false %}{{ name }}{% endautoescape %}",
        "{% include 'settings.py' %}",
        "{% import 'os' as os %}",
    ],
)
def test_what_is_more_than_printing_is_refused(source):
    with pytest.raises(SecurityError):
        printed(source)


@pytest.mark.parametrize("name", ["safe", "attr", "map", "format", "xmlattr", "center"])
def test_only_a_few_filters_are_known(name):
    with pytest.raises(TemplateSyntaxError):
        printed(f"{{{{ name|{name} }}}}")


def test_a_field_that_is_not_there_is_named():
    with pytest.raises(UndefinedError, match=r"^nmae$"):
        printed("{{ nmae }}")
    assert printed("{{ nmae }}{{ fact.a.b }}", strict=False) == ""


def test_what_templates_need_is_there():
    assert printed("{{ name }}") == "Città &amp; Co"
    assert printed("{{ fact.items }}{{ name|upper }}") == "1CITTÀ &amp; CO"
    loop = "{% for row in rows %}{{ loop.index * 2 }}:{{ row|join('-') }};{% endfor %}"
    assert printed(loop) == "2:1-2;4:3;"
    assert printed("{{ nothing|default('–') }}") == "–"
