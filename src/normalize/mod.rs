//! Drafts and findings become records.
//!
//! What was found is weighed here and nowhere else: which of several dates is
//! the event's ([`role`], [`date`], [`year`]), which country reports ([`country`]), which year a
//! list's order allows ([`series`]). Every value that is published gets its
//! evidence ([`evidence`]); every doubt becomes a diagnostic.

mod country;
mod date;
mod dateline;
mod evidence;
mod goals;
mod names;
mod page;
mod published;
mod role;
mod series;
mod several;
mod whereabouts;
mod year;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::view::View;
use crate::document::{Document, Kind, Property, Witness, is_cut};
use crate::draft::{Draft, Findings, READ};
use crate::field::date::Reference;
use crate::field::date::dateline::DateOrder;
use crate::field::language;
use crate::record::{
    ACTIVITY_SCHEMA, Activity, ActivityKind, ActivitySource, ActivityType, Attendance,
    DOCUMENT_SCHEMA, DocumentKind, DocumentRecord, DocumentSource, Extent, Note,
};
use crate::scheme::Scheme;
use crate::source::hex;
use country::CountrySigns;
use evidence::Evidences;
use page::{PageContext, plain_note};
use published::Published;
pub use role::{DateRole, Judged};
use sha2::{Digest, Sha256};
use whereabouts::whereabouts;

/// Characters, and how sure one must be of its language, from which a text speaks against the one
/// that its file declares. Set by hand on the fixtures.
const SHORT: usize = 40;
const DOUBTFUL: f32 = 0.8;

/// What is known of the source as a file.
#[derive(Clone, Debug)]
pub struct SourceFile<'a> {
    pub path: &'a str,
    pub url: Option<&'a str>,
    pub captured: Option<&'a str>,
    pub bytes: u64,
    pub sha256: String,
}

impl<'d> PageContext<'d> {
    fn new(
        file: &SourceFile,
        document: &'d Document,
        kind: DocumentKind,
        drafts: &[Draft],
        scheme: &'d Scheme,
        diagnostics: &mut Diagnostics,
    ) -> PageContext<'d> {
        let view = View::new(document, |_, block| block.aside.is_none());
        let language = page_language(document, &view.text, diagnostics);
        // On a list the first day may be that of its first item, and says nothing of the others.
        let published = published::published(document, language.as_deref()).filter(|published| {
            drafts.len() < 2 || !published::is_an_items(document, drafts, published)
        });
        // Of a text with one activity the main text may tell when it was published.
        let single = matches!(kind, DocumentKind::Article | DocumentKind::Other);
        let dateline = single
            .then(|| dateline::find_in(document, language.as_deref()))
            .flatten();
        let published = published.or_else(|| Published::told(dateline.as_ref()?));
        let datelines = published::datelines(document, dateline.as_ref());
        if published
            .as_ref()
            .is_some_and(|published| published.unstated)
        {
            let message =
                "the page tells only of its last change; that day stands for its publication";
            diagnostics.add_on(Code::PublishedUnstated, "/published", message);
        }
        // The caller knows better than the page where it was fetched.
        let given = file.url.map(str::to_owned);
        let url = given.or_else(|| best(document, Property::Url));
        // A year named in the text stands for the whole of a report only where nothing better is
        // known.
        let annual = matches!(kind, DocumentKind::Report | DocumentKind::Project);
        let year = if annual && published.is_none() {
            year::stated_year(&view.text)
        } else {
            None
        };
        let yearless = dateline.as_ref().filter(|_| published.is_none());
        let reference = Reference {
            published: published.as_ref().map(|p| p.day),
            yearless: yearless.and_then(|dateline| dateline.yearless),
            year,
            alone: true,
            order: published::order_of_text(document),
        };
        PageContext {
            document,
            view,
            kind,
            published,
            datelines,
            home: whereabouts::home(document, language.as_deref()),
            language,
            url,
            reference,
            scheme,
        }
    }

    /// What may fill in the dates of a draft: an item's own date of publication before the page's.
    fn reference_for(&self, draft: &Draft) -> Reference {
        let own = draft.published.and_then(|span| {
            published::first_day(
                self.document.passage(span),
                self.language.as_deref(),
                DateOrder::default(),
            )
        });
        if let Some(day) = own {
            return Reference {
                published: Some(day),
                yearless: None,
                year: None,
                ..self.reference
            };
        }
        // A report's title, or a section, gives the year that its rows leave out.
        let year = draft
            .year
            .and_then(|span| year_in(span.of(&self.document.text)));
        year.map_or(self.reference, |year| Reference {
            published: None,
            yearless: None,
            year: Some(year),
            ..self.reference
        })
    }

    fn findings(&self, draft: &Draft) -> Findings {
        Findings::read(
            self.document,
            draft,
            self.language.as_deref(),
            &self.reference_for(draft),
            self.scheme,
        )
    }
}

/// The year that a section names: `2023`, `май 2023 года`.
fn year_in(text: &str) -> Option<i16> {
    let mut runs = text.split(|c: char| !c.is_ascii_digit());
    runs.find(|run| run.len() == 4)
        .and_then(|run| run.parse().ok())
}

/// What was found for a draft, and the role of each of its dates.
#[derive(Debug)]
pub struct Weighed {
    pub findings: Findings,
    /// One for each of the dates found, in their order.
    pub dates: Vec<Judged>,
}

/// What the field readers found for every draft, with the roles by which one of several
/// dates becomes the event's: what a record no longer shows.
pub fn weighed(
    file: &SourceFile,
    document: &Document,
    kind: DocumentKind,
    drafts: &[Draft],
    scheme: &Scheme,
) -> Vec<Weighed> {
    let page = PageContext::new(
        file,
        document,
        kind,
        drafts,
        scheme,
        &mut Diagnostics::default(),
    );
    let weigh = |draft: &Draft| {
        let findings = page.findings(draft);
        let dates = role::judge(&page, draft, &findings);
        Weighed { findings, dates }
    };
    drafts.iter().map(weigh).collect()
}

/// The record of a document that was cut into drafts.
pub fn record(
    file: &SourceFile,
    document: &Document,
    kind: DocumentKind,
    drafts: &[Draft],
    scheme: &Scheme,
    mut diagnostics: Diagnostics,
) -> DocumentRecord {
    let page = PageContext::new(file, document, kind, drafts, scheme, &mut diagnostics);
    for draft in drafts.iter().filter(|draft| draft.is_overlong()) {
        let message = format!("fields are read from the first {READ} bytes of the activity's text");
        diagnostics.add_at(Code::LimitReached, draft.extent, message);
    }
    let activities = activities(file, &page, drafts);
    let published = page.published.as_ref();
    let authors = document.meta.all_best(Property::Author).into_iter();
    let notes = diagnostics.0.iter();
    DocumentRecord {
        schema: DOCUMENT_SCHEMA.to_owned(),
        source: document_source(file, &page),
        kind,
        title: best(document, Property::Title).or_else(|| heading(document)),
        site: best(document, Property::Site),
        authors: authors.map(|author| author.value.clone()).collect(),
        published: published.map(|published| published.day.to_string()),
        modified: published::modified(document, page.language.as_deref()),
        language: page.language.clone(),
        diagnostics: notes.map(|diagnostic| note(&page, diagnostic)).collect(),
        activities,
        text: page.view.text,
    }
}

/// The activities of a document, each alone and then beside the others.
fn activities(file: &SourceFile, page: &PageContext, drafts: &[Draft]) -> Vec<Activity> {
    let mut activities = if page.kind == DocumentKind::Listing {
        items(file, page, drafts)
    } else {
        rows(file, page, drafts)
    };
    goals::copied_objectives(&mut activities);
    for (at, draft) in drafts.iter().enumerate() {
        let parent = draft.parent.and_then(|parent| activities.get(parent));
        activities[at].parent = parent.map(|parent| parent.id.clone());
    }
    activities
}

/// The items of a list, whose countries and dates speak for those of the others.
fn items(file: &SourceFile, page: &PageContext, drafts: &[Draft]) -> Vec<Activity> {
    let mut activities = Vec::with_capacity(drafts.len());
    let mut findings = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let found = page.findings(draft);
        activities.push(activity(file, page, draft, &found));
        findings.push(found.settled());
    }
    let signs = CountrySigns::read(page, &findings);
    for ((draft, found), activity) in drafts.iter().zip(&findings).zip(&mut activities) {
        country::report(page, draft, found, &signs, activity);
    }
    series::bound(page, drafts, &findings, &mut activities);
    activities
}

/// Activities that say nothing of each other: what was read of one is let go before the next, for
/// of a long report it is more than its text.
fn rows(file: &SourceFile, page: &PageContext, drafts: &[Draft]) -> Vec<Activity> {
    let signs = CountrySigns::read(page, &[]);
    let row = |draft: &Draft| {
        let found = page.findings(draft);
        let mut activity = activity(file, page, draft, &found);
        country::report(page, draft, &found, &signs, &mut activity);
        activity
    };
    drafts.iter().map(row).collect()
}

fn document_source(file: &SourceFile, page: &PageContext) -> DocumentSource {
    DocumentSource {
        path: file.path.to_owned(),
        url: page.url.clone(),
        media_type: page.document.media_type.to_owned(),
        charset: page.document.charset.clone(),
        bytes: file.bytes,
        sha256: file.sha256.clone(),
        captured: file.captured.map(str::to_owned),
    }
}

fn best(document: &Document, property: Property) -> Option<String> {
    let best = document.meta.best(property);
    best.map(|candidate| candidate.value.clone())
}

/// The first heading of the main content, where nothing else names the page.
fn heading(document: &Document) -> Option<String> {
    let first = document
        .main_blocks()
        .find(|block| matches!(block.kind, Kind::Heading(_)))?;
    Some(first.span.of(&document.text).to_owned()).filter(|text| !text.is_empty())
}

fn note(page: &PageContext, diagnostic: &Diagnostic) -> Note {
    let span = diagnostic
        .span
        .and_then(|span| page.view.rebase(page.document, span))
        .map(|(start, end)| Extent { start, end });
    Note {
        code: diagnostic.code,
        message: diagnostic.message.clone(),
        field: diagnostic.field.clone(),
        span,
    }
}

/// The declared language weighed against the one the text is in.
fn page_language(document: &Document, text: &str, diagnostics: &mut Diagnostics) -> Option<String> {
    let declared = best(document, Property::Language);
    let primary = |tag: &str| tag.split('-').next().unwrap_or("").to_lowercase();
    match (declared, language::detect(text)) {
        (Some(declared), Some((detected, confidence)))
            if primary(&declared) != primary(detected) =>
        {
            // Templates declare English for pages in any language, so that a text that shows its
            // own outweighs them.
            if confidence < DOUBTFUL || text.chars().count() < SHORT {
                return Some(declared);
            }
            diagnostics.add(
                Code::LanguageMismatch,
                format!("declared as {declared}, the text is in {detected}"),
            );
            Some(detected.to_owned())
        }
        (_, Some((detected, _))) => Some(detected.to_owned()),
        (declared, None) => declared,
    }
}

/// One draft as a record. Country and bounds are filled in afterwards, when all records are there.
fn activity(file: &SourceFile, page: &PageContext, draft: &Draft, found: &Findings) -> Activity {
    let mut evidence = Evidences::new(page.document, &page.view);
    let mut notes = Vec::new();
    let title = draft.title.as_ref();
    if let Some(witness) = title.and_then(|title| title.witness.as_ref()) {
        evidence.witness("/title", witness);
    }
    if let Some(ordinal) = &draft.ordinal {
        evidence.span("/ordinal", ordinal.span);
    }
    let kind_of = kind_of(draft, found);
    let date = date::choose(page, draft, found, &mut evidence, &mut notes);
    let (place, mode) = whereabouts(page, found, kind_of, &mut evidence, &mut notes);
    let published = own_published(page, draft, &mut evidence);
    notes.extend(several::doubt(page, draft, found));
    let description = description(page.document, draft);
    let last = draft.body.last();
    let truncated = is_cut(last.map_or("", |span| span.of(&page.document.text)));
    if truncated {
        let message = "the source itself is cut here";
        notes.push(plain_note(Code::Truncated, message, "/description"));
    }
    evidence.spans("/description", &draft.body);
    Activity {
        schema: ACTIVITY_SCHEMA.to_owned(),
        id: id(file, draft),
        key: None,
        kind: draft.kind,
        kind_of,
        parent: None,
        ordinal: draft.ordinal.as_ref().map(|ordinal| ordinal.value),
        title: title.map(|title| title.text.clone()),
        title_basis: title.map(|title| title.basis),
        language: found.language.clone(),
        reporting_country: None,
        country_basis: None,
        place,
        mode,
        date,
        published,
        organizations: names::organizations(draft, found, &mut evidence),
        people: names::people(found, &mut evidence),
        objectives: goals::objectives(page, draft, &mut evidence),
        goals: goals::goals(page, found, &mut notes),
        results: results(page, found, &mut evidence),
        attendance: attendance(found, &mut evidence),
        urls: urls(found, &mut evidence),
        truncated,
        source: activity_source(file, page, draft),
        description,
        evidence: evidence.finish(),
        diagnostics: notes,
    }
}

fn activity_source(file: &SourceFile, page: &PageContext, draft: &Draft) -> ActivitySource {
    ActivitySource {
        path: file.path.to_owned(),
        sha256: file.sha256.clone(),
        url: page.url.clone(),
        captured: file.captured.map(str::to_owned),
        page: page.document.page_at(draft.extent.start),
    }
}

/// A hash of the source's bytes, the place in it and the kind: 128 bits in hexadecimal.
fn id(file: &SourceFile, draft: &Draft) -> String {
    let kind = match draft.kind {
        ActivityKind::Activity => "activity",
        ActivityKind::Project => "project",
        ActivityKind::Stage => "stage",
    };
    let place = format!(
        "{}\n{}\n{}\n{kind}",
        file.sha256, draft.extent.start, draft.extent.end
    );
    hex(&Sha256::digest(place.as_bytes())[..16])
}

fn kind_of(draft: &Draft, found: &Findings) -> Option<ActivityType> {
    match draft.kind {
        ActivityKind::Project => Some(ActivityType::Project),
        _ => found
            .kind_of
            .as_ref()
            .map(|found| found.value)
            .or(Some(ActivityType::Other)),
    }
}

/// The paragraphs and items of the text; items on lines of their own.
fn description(document: &Document, draft: &Draft) -> Option<String> {
    let paragraphs: Vec<&str> = draft
        .body
        .iter()
        .map(|span| span.of(&document.text))
        .filter(|text| !text.is_empty())
        .collect();
    (!paragraphs.is_empty()).then(|| paragraphs.join("\n\n"))
}

/// The item's own date of publication, or the page's where the page is one item.
fn own_published(page: &PageContext, draft: &Draft, evidence: &mut Evidences) -> Option<String> {
    if let Some(span) = draft.published {
        let day = published::first_day(
            page.document.passage(span),
            page.language.as_deref(),
            DateOrder::default(),
        )?;
        evidence.span("/published", span);
        return Some(day.to_string());
    }
    if page.kind == DocumentKind::Listing {
        return None;
    }
    let published = page.published.as_ref()?;
    evidence.witness("/published", &published.witness);
    Some(published.day.to_string())
}

fn results(page: &PageContext, found: &Findings, evidence: &mut Evidences) -> Vec<String> {
    let all = found.results.iter().enumerate().map(|(index, &span)| {
        evidence.span(&format!("/results/{index}"), span);
        span.of(&page.document.text).to_owned()
    });
    all.collect()
}

fn attendance(found: &Findings, evidence: &mut Evidences) -> Option<Attendance> {
    let attendance = found.attendance.as_ref()?;
    evidence.span("/attendance", attendance.span);
    Some(Attendance {
        count: attendance.value.count,
        text: attendance.value.text.clone(),
    })
}

fn urls(found: &Findings, evidence: &mut Evidences) -> Vec<String> {
    let all = found.urls.iter().enumerate().map(|(index, url)| {
        match url.rule {
            "link" => evidence.witness(
                &format!("/urls/{index}"),
                &Witness::Outside("link".to_owned()),
            ),
            _ => evidence.span(&format!("/urls/{index}"), url.span),
        }
        url.value.clone()
    });
    all.collect()
}
