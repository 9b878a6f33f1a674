//! The outcome of a check for CI systems.

use super::{CheckCase, Verdict};
use crate::write::annotation::annotation;
use crate::write::terminal::Paint;

/// Text in files: no colour, no terminal to measure.
const PLAIN: Paint = Paint {
    color: false,
    width: 100,
};

/// JUnit XML: one test case a source; sources without expectation are skipped.
pub fn junit(cases: &[CheckCase]) -> String {
    let failures = cases.iter().filter(|case| case.fails()).count();
    let skipped = cases
        .iter()
        .filter(|case| matches!(case.verdict, Verdict::NoExpectation(_)))
        .count();
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <testsuite name=\"annalist check\" tests=\"{}\" \
         failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\">\n",
        cases.len()
    );
    for case in cases {
        out.push_str(&format!(
            "  <testcase classname=\"annalist\" name=\"{}\"",
            xml(&case.path)
        ));
        match (&case.verdict, case.complaint()) {
            (_, Some(complaint)) => out.push_str(&format!(
                ">\n    <failure message=\"{}\">{}</failure>\n  </testcase>\n",
                xml(&complaint),
                xml(&case.details(PLAIN))
            )),
            (Verdict::NoExpectation(_), _) => {
                out.push_str(">\n    <skipped message=\"no expectation\"/>\n  </testcase>\n")
            }
            _ => out.push_str("/>\n"),
        }
    }
    out.push_str("</testsuite>\n");
    out
}

/// One `::error` a source that fails, on its expectation.
pub fn github(cases: &[CheckCase]) -> String {
    let mut out = String::new();
    for case in cases {
        if let Some(complaint) = case.complaint() {
            let message = format!("{complaint}\n{}", case.details(PLAIN));
            let title = format!("annalist check: {}", case.path);
            let file = case.file.to_string_lossy();
            out.push_str(&annotation(
                "error",
                Some(&file),
                &title,
                message.trim_end(),
            ));
        } else if matches!(case.verdict, Verdict::NoExpectation(_)) {
            let message = format!("{} has no expectation", case.path);
            out.push_str(&annotation("notice", None, "annalist check", &message));
        }
    }
    out
}

/// Text of XML 1.0, which has no place for most control characters.
fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::check::held_against;
    use serde_json::json;
    use std::path::PathBuf;

    fn failing(path: &str) -> CheckCase {
        let verdict = held_against(json!({"title": "a<b"}), json!({"title": "\u{1b}100%\n"}));
        CheckCase {
            path: path.into(),
            file: PathBuf::from("f/a,b.expected.json"),
            verdict,
        }
    }

    #[test]
    fn xml_holds_hostile_names_and_values() {
        let out = junit(&[failing("\"><x>\u{1}.html")]);
        assert!(
            out.contains("name=\"&quot;&gt;&lt;x&gt;\u{fffd}.html\""),
            "{out}"
        );
        assert!(out.contains("a&lt;b") && !out.contains('\u{1b}'), "{out}");
    }

    #[test]
    fn a_workflow_command_is_one_line() {
        let out = github(&[failing("a.html")]);
        assert_eq!(out.lines().count(), 1);
        assert!(out.starts_with(
            "::error file=f/a%2Cb.expected.json,title=annalist check%3A a.html::1 field differs%0A"
        ));
        assert!(out.contains("100%25"), "{out}");
    }
}
