"""
The public projects in the words of IATI 2.03, written activity by activity.

https://iatistandard.org/en/iati-standard/203/. The order of elements is the schema's.
"""

from cooperation.iati.activities import activities
from cooperation.iati.organisation import organisation

__all__ = ["activities", "organisation"]
