//! The last look: every value that is quoted must stand in the text.
//!
//! A value that is not in the words its evidence points at is kept (a person
//! may still want it) and doubted in a diagnostic.

use crate::diagnostic::Code;
use crate::document::CodePoints;
use crate::record::{Activity, DocumentRecord, Evidence, Note};

/// Adds a diagnostic for every value that its evidence does not hold.
pub fn record(record: &mut DocumentRecord) {
    if record.activities.is_empty() {
        return;
    }
    let places = CodePoints::new(&record.text);
    let text = &record.text;
    for activity in &mut record.activities {
        let doubts: Vec<Note> = quoted(activity)
            .into_iter()
            .filter(|(pointer, value)| !holds(activity, pointer, value, text, &places))
            .map(doubt)
            .collect();
        activity.diagnostics.extend(doubts);
    }
}

/// The values that are verbatim, with their pointers.
fn quoted(activity: &Activity) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let mut add = |pointer: String, value: &str| all.push((pointer, squeeze(value)));
    for (index, objective) in activity.objectives.iter().enumerate() {
        add(format!("/objectives/{index}"), &objective.text);
    }
    for (index, result) in activity.results.iter().enumerate() {
        add(format!("/results/{index}"), result);
    }
    if let Some(attendance) = &activity.attendance {
        add("/attendance".to_owned(), &attendance.text);
    }
    for (index, url) in activity.urls.iter().enumerate() {
        add(format!("/urls/{index}"), url);
    }
    if let Some(words) = activity.date.as_ref().and_then(|date| date.text.as_ref()) {
        for part in words.split(" … ") {
            add("/date".to_owned(), part);
        }
    }
    all
}

/// Whether the words under the evidence hold the value; evidence outside the text is believed.
fn holds(activity: &Activity, pointer: &str, value: &str, text: &str, places: &CodePoints) -> bool {
    let Some(evidence) = activity.evidence.get(pointer) else {
        return false;
    };
    let mut words = String::new();
    for entry in evidence {
        let Evidence::Text { start, end, .. } = entry else {
            return true;
        };
        let range = places.byte(text, *start).zip(places.byte(text, *end));
        let Some(part) = range.and_then(|(start, end)| text.get(start..end)) else {
            return false;
        };
        words.push_str(&squeeze(part));
    }
    words.contains(value)
}

fn squeeze(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn doubt((pointer, _): (String, String)) -> Note {
    Note {
        code: Code::UnsupportedValue,
        message: "the words of the evidence do not hold this value".to_owned(),
        field: Some(pointer),
        span: None,
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Code;

    #[test]
    fn a_value_that_is_not_in_its_words_is_doubted() {
        let page = "Country\tActivities\tImpact\nGeorgia\t#1 A fair\tObjectives<br>• Share books\n";
        let mut record = crate::extract(page.as_bytes(), &crate::Hints::path("a.txt")).unwrap();
        assert!(record.activities[0].diagnostics.is_empty());
        record.activities[0].objectives[0].text = "Share tools".to_owned();
        super::record(&mut record);
        assert_eq!(
            record.activities[0].diagnostics[0].code,
            Code::UnsupportedValue
        );
        assert_eq!(
            record.activities[0].diagnostics[0].field.as_deref(),
            Some("/objectives/0")
        );
    }
}
