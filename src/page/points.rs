//! What speaks for a record and against it, in hundredths of a point.
//!
//! One table, so that its rows can be weighed against each other. The points
//! were set by hand on some 220 documents of generators and six of
//! `gold/pages`, then moved by coordinate ascent over them, which changed 15
//! rows by small steps; 22 rows without effect were struck. The plateau is
//! wide: single points matter less than what is counted at all. A reading must
//! be worth more than nothing.

/// A record, and a run of records that open alike.
pub const BASE: i32 = -100;
pub const REGION: i32 = -180;
/// Another way to open than the region before, and an article beside a list.
pub const SWITCH: i32 = -250;
pub const BESIDE: i32 = -500;
/// A list below an article: most are of other pages.
pub const BELOW: i32 = -150;

// Leaving a unit out: running text, one that tells of a deed, a title, a notice, all else.
pub const OUT_PROSE: i32 = -60;
pub const OUT_TOLD: i32 = -50;
pub const OUT_TITLE: i32 = -15;
pub const OUT_NOTICE: i32 = -5;
pub const OUT_OTHER: i32 = -10;
/// Within a region that costs so many tenths as much; before the first one half.
pub const GAP: i32 = 25;
pub const BEFORE: i32 = 5;

// How a record opens.
pub const HEADING: i32 = 78;
pub const FAMILY: i32 = 90;
pub const NUMBER: i32 = 30;
pub const IN_SEQUENCE: i32 = 91;
pub const OUT_OF_SEQUENCE: i32 = -120;
pub const BULLET: i32 = 10;
pub const LEAD: i32 = 78;
pub const LABEL: i32 = 120;
pub const TITLE: i32 = 10;
pub const TITLE_OVER_TEXT: i32 = 50;
/// And the text opens with its day.
pub const TITLE_OVER_DATE: i32 = 30;
pub const PARAGRAPH: i32 = -30;
/// Its words lead elsewhere.
pub const LINKED: i32 = 40;
pub const AFTER_COLON: i32 = -80;
/// It opens with words that go on about something, or with a small letter.
pub const GOES_ON: i32 = -150;
pub const LOWER: i32 = -250;
pub const SIDE: i32 = -100;

// What a record holds.
pub const DAY: i32 = 110;
pub const MONTH: i32 = 70;
pub const DATE_FIRST: i32 = 50;
pub const TODAY: i32 = 80;
pub const DATELINE: i32 = 90;
/// A date line beside a heading or in a box: news lists are made so.
pub const DATED_HEADING: i32 = 40;
pub const DEED: i32 = 104;
pub const KIND: i32 = 78;
pub const TOLD_AGAIN: i32 = 60;
pub const CUT: i32 = 70;
pub const MORE: i32 = 160;
pub const LIST_PAGE: i32 = 49;
/// And the page's title names nothing else.
pub const ONLY_LIST: i32 = 60;
/// What opens otherwise behind it is a list of other pages.
pub const SECOND_LIST: i32 = -300;
pub const OTHER_DAY: i32 = 30;
pub const SAME_DAY: i32 = -30;

// What it lacks.
pub const NOTHING: i32 = -200;
pub const UNDATED: i32 = -60;
/// A long text under a heading that no day dates: a section of an article.
pub const SECTION_LIKE: i32 = -150;
pub const NO_DEED: i32 = -91;
pub const ONLY_TITLE: i32 = -65;
pub const LINK_ALONE: i32 = -170;
/// A dated title, whose text is left to another record.
pub const LEFT_TEXT: i32 = -150;

// What speaks against it.
pub const RULES: i32 = -90;
pub const LEGAL: i32 = -150;
pub const CONTACT: i32 = -49;
pub const HOURS: i32 = -90;
pub const DESCRIBES: i32 = -120;
pub const CALENDAR: i32 = -200;
pub const REGULAR: i32 = -200;
/// It opens a letter or a newsletter.
pub const GREETS: i32 = -200;
/// It describes a book.
pub const BOOK: i32 = -250;
/// An item on a page of rules, prices or vacancies; its sections are none of their own.
pub const STANDING_ITEM: i32 = -150;
/// A text without a title of its own on a page whose headline tells of one deed.
pub const UNDER_HEADLINE: i32 = -60;

// What should not stand within a record of a region.
pub const SAME_WITHIN: i32 = -100;
pub const TITLE_WITHIN: i32 = -100;
pub const LEAD_WITHIN: i32 = -90;
pub const SECTION_WITHIN: i32 = -200;

// An article, and what should not stand within one.
pub const ARTICLE: i32 = 70;
/// Each running text above its first, up to four: a text begins where it begins.
pub const ARTICLE_LATE: i32 = -40;
pub const ARTICLE_NO_DEED: i32 = -220;
/// A few words without a date.
pub const ARTICLE_SHORT: i32 = -80;
pub const STANDING: i32 = -400;
pub const ARTICLE_LEAD: i32 = -160;
pub const ARTICLE_DATE: i32 = -90;
pub const ARTICLE_MORE: i32 = -90;
pub const ARTICLE_TITLE_DATE: i32 = -70;
pub const ARTICLE_TOLD: i32 = -130;
pub const ARTICLE_SIDE: i32 = -150;
pub const ARTICLE_SECTION: i32 = -30;

/// So many tenths of a row's points.
pub const fn tenths(points: i32, tenths: i32) -> i32 {
    points * tenths / 10
}
