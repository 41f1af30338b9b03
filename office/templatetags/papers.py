"""A report as a part of a page: the same data as the PDF, the Word document and the workbook."""

from django import template
from django.utils.html import format_html, format_html_join

from office.papers.report import pieces, plain

register = template.Library()


@register.inclusion_tag("office/_report.html")
def show_report(report):
    """All of the report but its title, which the page itself has as its only h1."""
    return {"report": report}


@register.simple_tag
def words(said):
    """A text of a report, each piece in its own language, with the address behind it."""
    return format_html_join("", "{}", ((piece(one),) for one in pieces(said)))


def piece(one):
    body = one.text
    if one.language:
        body = format_html(
            '<span lang="{}" dir="{}">{}</span>', one.language, one.direction, one.text
        )
    return format_html('<a href="{}">{}</a>', one.link, body) if one.link else body


@register.filter
def in_plain(said):
    """A text of a report for an attribute, which has no languages."""
    return plain(said)


@register.filter
def with_numbers(table):
    """(cell, whether its column holds numbers, what the column is) of each row of the table."""
    numeric = table.numeric_columns()
    heads = [plain(head) for head in table.header]
    return [
        [
            (cell, place in numeric, head)
            for place, (cell, head) in enumerate(zip(row, heads, strict=True))
        ]
        for row in table.rows
    ]
