#!/usr/bin/env python
"""Django's command line for relint."""

import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "relint.settings")
    from django.core.management import execute_from_command_line

    from relint.database import speak_in_one_line

    speak_in_one_line()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
