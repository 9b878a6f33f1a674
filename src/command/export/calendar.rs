//! iCalendar (RFC 5545): what has a first and a last day, as days of a calendar.

use super::writer::{Manner, Remark, Writer};
use crate::record::{Activity, Precision};
use anyhow::Result;
use jiff::civil::Date;
use std::io::Write;

struct Calendar<'a> {
    out: &'a mut (dyn Write + Send),
    /// Activities that no day of a calendar can show.
    left_out: u64,
}

pub fn open<'a>(out: &'a mut (dyn Write + Send), _: Manner) -> Result<Box<dyn Writer + 'a>> {
    write!(
        out,
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//annalist//register//EN\r\n"
    )?;
    Ok(Box::new(Calendar { out, left_out: 0 }))
}

/// Bytes of a line before it is folded.
const LINE: usize = 75;

/// One property, escaped and folded.
fn property(out: &mut String, name: &str, value: &str) {
    let value = value
        .replace('\\', "\\\\")
        .replace(';', "\\;")
        .replace(',', "\\,");
    let value = value.replace("\r\n", "\\n").replace(['\n', '\r'], "\\n");
    let mut room = LINE;
    for c in name
        .chars()
        .chain([':'])
        .chain(value.chars().filter(|c| !c.is_control()))
    {
        if c.len_utf8() > room {
            out.push_str("\r\n ");
            room = LINE - 1;
        }
        out.push(c);
        room -= c.len_utf8();
    }
    out.push_str("\r\n");
}

impl Writer for Calendar<'_> {
    fn add(&mut self, activity: &Activity) -> Result<()> {
        let date = activity
            .date
            .as_ref()
            .filter(|date| date.precision == Precision::Day);
        let day = |text: &Option<String>| text.as_ref()?.parse::<Date>().ok();
        let days =
            date.and_then(|date| Some((day(&date.start)?, day(&date.end)?.tomorrow().ok()?)));
        let Some((first, after)) = days else {
            self.left_out += 1;
            return Ok(());
        };
        let compact = |day: Date| day.strftime("%Y%m%d").to_string();
        let mut out = String::from("BEGIN:VEVENT\r\n");
        property(&mut out, "UID", &format!("{}@annalist", activity.id));
        // The moment is asked for; the first day stands in for one that would be the clock's.
        property(&mut out, "DTSTAMP", &format!("{}T000000Z", compact(first)));
        property(&mut out, "DTSTART;VALUE=DATE", &compact(first));
        property(&mut out, "DTEND;VALUE=DATE", &compact(after));
        property(&mut out, "SUMMARY", activity.title.as_deref().unwrap_or(""));
        let place = &activity.place;
        let place: Vec<&str> = [&place.venue, &place.city, &place.country]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        for (name, value) in [
            ("DESCRIPTION", activity.description.as_deref().unwrap_or("")),
            ("LOCATION", place.join(", ").as_str()),
            ("URL", activity.source.url.as_deref().unwrap_or("")),
        ] {
            if !value.is_empty() {
                property(&mut out, name, value);
            }
        }
        out.push_str("END:VEVENT\r\n");
        Ok(self.out.write_all(out.as_bytes())?)
    }

    fn finish(self: Box<Self>) -> Result<Remark> {
        write!(self.out, "END:VCALENDAR\r\n")?;
        self.out.flush()?;
        let count = self.left_out;
        let said = || format!("{count} activities without a whole day are not in the calendar");
        Ok((count > 0).then(said))
    }
}
