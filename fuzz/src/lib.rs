//! What the targets do with their bytes: nothing may panic, hang or take memory without bound,
//! and every span must lie within the text of its document.

use annalist::budget::{Budget, Limits};
use annalist::container::{self, Found};
use annalist::correction::Corrections;
use annalist::diagnostic::Diagnostics;
use annalist::reader::{FORMATS, Format};
use annalist::request::Request;
use annalist::source::Source;
use annalist::{Document, DocumentRecord, Extractor, Hints};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::io::Cursor;
use std::ops::ControlFlow;
use std::sync::LazyLock;

/// Small enough that a run of the fuzzer stays with small inputs that do much.
fn limits() -> Limits {
    Limits {
        input_bytes: 4 << 20,
        decoded_bytes: 16 << 20,
        table_cells: 50_000,
        operators: 500_000,
        pages: 200,
        blocks: 50_000,
        text: 1 << 20,
        activities: 2_000,
        ..Limits::default()
    }
}

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| Extractor {
    limits: limits(),
    ..Extractor::default()
});

fn format(name: &str) -> &'static Format {
    FORMATS
        .iter()
        .find(|format| format.name == name)
        .unwrap_or_else(|| panic!("no reader is called {name}"))
}

/// Reads bytes as a format, whatever they look like, and cuts the document.
pub fn read(name: &str, bytes: &[u8]) {
    let hints = Hints::path(format!("source.{name}"));
    let source = Source {
        bytes,
        hints: &hints,
        password: None,
        sites: None,
    };
    let mut diagnostics = Diagnostics::default();
    let read = (format(name).read)(&source, &Budget::new(limits()), &mut diagnostics);
    let Ok(mut document) = read else {
        return;
    };
    check(&document);
    EXTRACTOR.cut(&mut document, &mut diagnostics);
    check(&document);
}

/// Spans rise, lie within the text and begin and end between characters.
fn check(document: &Document) {
    let text = &document.text;
    let mut behind = 0;
    for block in &document.blocks {
        let range = block.span.range();
        assert!(range.start >= behind, "blocks overlap at {}", range.start);
        behind = range.end;
        assert!(text.get(range.clone()).is_some(), "a block at {range:?} of {}", text.len());
    }
    for link in &document.links {
        assert!(text.get(link.span.range()).is_some(), "a link at {:?}", link.span);
    }
}

/// Walks through a stored file and reads the small documents in it.
pub fn open(bytes: &[u8]) {
    const MEMBERS: usize = 50;
    let mut members = 0;
    let limits = limits();
    container::walk(Cursor::new(bytes), bytes.len() as u64, &limits, None, &mut |member| {
        if let Found::Bytes(bytes) = &member.found {
            drop(EXTRACTOR.parse(bytes, &Hints::path("member"), &mut Diagnostics::default()));
        }
        members += 1;
        if members < MEMBERS { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
}

/// Takes a line as `annalist stream` does and extracts what it holds.
pub fn answer(line: &[u8]) {
    let Ok(request) = serde_json::from_slice::<Request>(line) else {
        return;
    };
    let content = request.content.and_then(|content| STANDARD.decode(content).ok());
    let hints = Hints {
        path: request.path.unwrap_or_default(),
        url: request.url,
        media_type: request.media_type,
        ..Hints::default()
    };
    if let Some(bytes) = content {
        drop(EXTRACTOR.extract(&bytes, &hints));
    }
}

/// A record with a date, lists and evidence, for corrections to fit.
static RECORD: LazyLock<DocumentRecord> = LazyLock::new(|| {
    let note = "Book fair\n\nOn 3 June 2021 the City Library of Osh held a book fair with the \
                writer Aida Karimova for 40 readers, https://library.example/fair (SD2).\n";
    EXTRACTOR
        .extract(note.as_bytes(), &Hints::path("note.txt"))
        .expect("a note of two paragraphs has a record")
});

/// Puts corrections on a record; `ID` stands for that of its activity, so that they meet it.
pub fn correct(lines: &[u8]) {
    let mut record = RECORD.clone();
    let text = String::from_utf8_lossy(lines).replace("ID", &record.activities[0].id);
    if let Ok(corrections) = Corrections::read(&text) {
        corrections.apply(&mut record);
    }
}
