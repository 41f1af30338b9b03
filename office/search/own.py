"""What the office's own room lets be found: the sources."""

from office.models import Source
from office.search import Kind, Part, register


def source_parts(source):
    yield Part(title=source.title, names=[source.url])


register(Kind(Source, source_parts))
