import json
import logging
from datetime import UTC, datetime

REQUEST_ATTRIBUTES = ["status_code"]


class JSONFormatter(logging.Formatter):
    """One JSON object a line, for collectors that index fields."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "process": record.process,
        }
        for name in REQUEST_ATTRIBUTES:
            if hasattr(record, name):
                line[name] = getattr(record, name)
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)
