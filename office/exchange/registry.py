"""Where the apps hand in what can be imported and exported."""

from office.registry import Registry

# Name -> a Resource (office/exchange/resources.py), as a dotted path from the app's `ready()`.
resources = Registry()
