//! Workflow commands: how a program puts a note on a file in GitHub's pages.

/// One note, on one line. Escapes as GitHub's toolkit does (`command.ts`).
pub fn annotation(level: &str, file: Option<&str>, title: &str, message: &str) -> String {
    let file = file
        .map(|file| format!("file={},", property(file)))
        .unwrap_or_default();
    let (title, message) = (property(title), data(message));
    format!("::{level} {file}title={title}::{message}\n")
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
