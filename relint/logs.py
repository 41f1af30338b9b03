"""Logs that a machine can read: one JSON object a line."""

import json
import logging
import re
from datetime import UTC, datetime

# A private link opens its page to whoever reads it, so no log may hold one.
PRIVATE_LINK = re.compile(r"/link/[^/\s?\"']+")


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
        return PRIVATE_LINK.sub("/link/…", json.dumps(line, ensure_ascii=False))
