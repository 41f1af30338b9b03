"""How the pages of the back-office print what the records hold."""

from django import template

from office.backoffice import reading

register = template.Library()
register.filter("language_class", reading.language_class)
register.filter("contents", reading.contents)


@register.filter
def filled(fieldset):
    """The lines of a fieldset that say something or can be filled in."""
    return list(reading.filled(fieldset))
