"""The shape of records, as the JSON Schema `document` has it.

Written by python/generate.py from schemas/document.schema.json; not to be edited.
"""

from __future__ import annotations

from typing import Any, Dict, List, Literal, Optional, TypedDict, Union


DocumentKind = Literal["other", "article", "listing", "report", "project"]


ActivityKind = Literal["activity", "project", "stage"]


ActivityType = Literal[
    "conference",
    "meeting",
    "round_table",
    "seminar",
    "training",
    "exhibition",
    "presentation",
    "competition",
    "publication",
    "opening",
    "agreement",
    "celebration",
    "project",
    "other",
]


TitleBasis = Literal["stated", "supplied", "corrected"]


CountryBasis = Literal["stated", "carried", "inferred", "corrected"]


#: Whether a value was said or worked out.
Basis = Literal["stated", "inferred", "corrected"]


Mode = Literal["in_person", "online", "hybrid"]


Precision = Literal["day", "month", "quarter", "year", "bounded"]


OrganizationRole = Literal[
    "organizer",
    "host",
    "participant",
    "partner",
    "funder",
    "parent",
    "mentioned",
]


PersonRole = Literal[
    "speaker",
    "organizer",
    "guest",
    "participant",
    "author",
    "subject",
    "mentioned",
]


GoalBasis = Literal["inferred", "stated", "caption", "corrected"]


class _EvidenceStartEnd(TypedDict):
    start: int
    end: int


class EvidenceStartEnd(_EvidenceStartEnd, total=False):
    """In the record's text."""

    page: Optional[int]
    #: The sheet of a workbook.
    sheet: Optional[str]
    #: The cell of that sheet: `B12`.
    cell: Optional[str]


#: A curator's word, `correction`, in the place of what the program read.
EvidenceFromMachine = TypedDict(
    "EvidenceFromMachine",
    {
        "from": str,
        "machine": Any,
        "who": Optional[str],
        "when": Optional[str],
        "why": Optional[str],
    },
    total=False,
)


#: Outside it: `meta:og:title`, `json-ld:datePublished`, `visible:headline` …
EvidenceFrom = TypedDict(
    "EvidenceFrom",
    {
        "from": str,
    },
)


#: Where a value stands.
Evidence = Union[EvidenceStartEnd, EvidenceFromMachine, EvidenceFrom]


#: What a diagnostic is about. Written as kebab-case words.
Code = Literal[
    "no-text",
    "limit-reached",
    "repaired",
    "part-lost",
    "hidden-content",
    "undecodable-bytes",
    "charset-mismatch",
    "unmapped-glyphs",
    "empty-shell",
    "article-body",
    "published-unstated",
    "language-mismatch",
    "goal-conflict",
    "unknown-goal",
    "stray-lines",
    "inferred-year",
    "ambiguous-date",
    "ambiguous-place",
    "empty-item",
    "copied-objectives",
    "truncated",
    "unread-row",
    "unsupported-value",
    "no-activity",
    "several-in-one",
]


class DocumentSource(TypedDict):
    #: Relative to the path given, `/`-separated; `archive.zip!/name` for members of archives.
    path: str
    #: Where the page says it lives, or the archive says it came from.
    url: Optional[str]
    media_type: str
    #: Lower case; null for binary formats.
    charset: Optional[str]
    bytes: int
    #: Of the bytes, lower-case hexadecimal.
    sha256: str
    #: When an archive captured it, RFC 3339.
    captured: Optional[str]


class _Activity(TypedDict):
    #: `annalist/activity/1`.
    schema: str
    #: A hash of the source's bytes, the place in it and the kind.
    id: str
    kind: ActivityKind
    type: Optional[ActivityType]
    #: Id of the project a stage belongs to.
    parent: Optional[str]
    #: The number a report gives (`#2`).
    ordinal: Optional[int]
    title: Optional[str]
    title_basis: Optional[TitleBasis]
    #: The activity's own text, list marks dropped.
    description: Optional[str]
    #: BCP 47.
    language: Optional[str]
    #: ISO 3166-1 alpha-2.
    reporting_country: Optional[str]
    country_basis: Optional[CountryBasis]
    place: Place
    mode: Optional[Mode]
    date: Optional[EventDate]
    #: ISO 8601: of the page, or of the list item where it shows its own.
    published: Optional[str]
    organizations: List[Organization]
    people: List[Person]
    objectives: List[Objective]
    goals: List[Goal]
    #: What came of it, where a report has a column or label for that; never mixed with objectives.
    results: List[str]
    #: How many came.
    attendance: Optional[Attendance]
    #: Addresses in the activity's text, as written.
    urls: List[str]
    #: The source itself is cut.
    truncated: bool
    source: ActivitySource
    #: JSON Pointer below the record → where its value stands.
    evidence: Dict[str, List[Evidence]]
    diagnostics: List[Note]


class Activity(_Activity, total=False):
    """One thing a library did."""

    #: Stays when the page is captured again or only what surrounds its text changes.
    key: Optional[str]


class Place(TypedDict):
    """Where it happened."""

    #: ISO 3166-1 alpha-2.
    country: Optional[str]
    city: Optional[str]
    venue: Optional[str]
    basis: Optional[Basis]


class EventDate(TypedDict):
    """When it happened."""

    #: ISO 8601 day; null when open or when the year is not known.
    start: Optional[str]
    end: Optional[str]
    precision: Precision
    edtf: str
    basis: Basis
    #: As written; pieces joined by ` … `.
    text: Optional[str]


class Organization(TypedDict):
    name: str
    variants: List[str]
    role: OrganizationRole


class Person(TypedDict):
    name: str
    variants: List[str]
    role: PersonRole


class Objective(TypedDict):
    text: str
    #: Codes that its own words support.
    goals: List[str]


class Goal(TypedDict):
    #: `ifla-2019`.
    scheme: str
    #: `SD2`.
    code: str
    label: str
    #: `2.3`.
    initiative: Optional[str]
    basis: GoalBasis
    #: 0 to 1; 1 for stated; below 0.5 it is a hint.
    confidence: float
    evidence: List[Quote]
    #: What disagrees: number and caption, edition.
    conflict: Optional[str]


class Quote(TypedDict):
    """Words of the text and where they stand."""

    text: str
    #: Null where the words stand outside the record's text.
    span: Optional[Extent]


class Extent(TypedDict):
    """Code points of the record's text, end exclusive."""

    start: int
    end: int


class Attendance(TypedDict):
    #: Null where only those who came are named.
    count: Optional[int]
    #: As written.
    text: str


class ActivitySource(TypedDict):
    path: str
    sha256: str
    url: Optional[str]
    captured: Optional[str]
    #: First page (PDF).
    page: Optional[int]


class _Note(TypedDict):
    code: Code
    message: str


class Note(_Note, total=False):
    """A doubt, a repair or a loss."""

    #: JSON Pointer below the record.
    field: Optional[str]
    span: Optional[Extent]


class DocumentRecord(TypedDict):
    """One source, read."""

    #: `annalist/document/1`.
    schema: str
    source: DocumentSource
    kind: DocumentKind
    title: Optional[str]
    site: Optional[str]
    authors: List[str]
    #: ISO 8601; where the page beside its headline only says when it was changed, that day.
    published: Optional[str]
    #: ISO 8601.
    modified: Optional[str]
    #: BCP 47, with script where it matters (`uz-Cyrl`).
    language: Optional[str]
    #: Main content, paragraphs separated by an empty line; spans point here.
    text: str
    activities: List[Activity]
    diagnostics: List[Note]
