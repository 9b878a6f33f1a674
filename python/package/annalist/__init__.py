"""annalist turns collected documents into a register of activities.

    import annalist

    document = annalist.extract("page.html")
    for activity in document["activities"]:
        print(activity["date"], activity["title"])

    for item in annalist.extract_many(paths):
        print(item.source, item.error or len(item.document["activities"]))

    items = annalist.extract_many(paths)
    table = annalist.to_arrow(item.document for item in items if item.document)
"""

from ._annalist import __version__, schema
from .arrow import arrow_schema, to_arrow
from .extraction import Extracted, ExtractionError, Source, extract, extract_many
from .records import Activity, DocumentRecord

__all__ = [
    "Activity",
    "DocumentRecord",
    "Extracted",
    "ExtractionError",
    "Source",
    "__version__",
    "arrow_schema",
    "extract",
    "extract_many",
    "schema",
    "to_arrow",
]
