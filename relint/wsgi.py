"""What a WSGI server serves."""

import os

from django.core.wsgi import get_wsgi_application

from relint.database import start_of_web_server

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "relint.settings")

with start_of_web_server():
    application = get_wsgi_application()
