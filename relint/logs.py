"""Logs that a machine can read: one JSON object a line."""

import json
import logging
import re
from datetime import UTC, datetime

# A private link opens its page to whoever reads it, so no log may hold one; nor an address that
# opens a page for a day, by Django's signature with a time.
PRIVATE_LINK = re.compile(r"/link/[^/\s?\"']+")
SIGNED_FOR_A_TIME = re.compile(r"[\w.-]+(?::|%3[Aa])[\w-]{6}(?::|%3[Aa])[\w-]{43}", re.ASCII)


class JsonFormatter(logging.Formatter):
    def format(self, record):
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        said = PRIVATE_LINK.sub("/link/…", json.dumps(line, ensure_ascii=False))
        return SIGNED_FOR_A_TIME.sub("…", said)
