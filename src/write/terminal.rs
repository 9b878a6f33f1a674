//! The one way to a terminal: text from input is made visible, never sent.
//!
//! Everything that a person reads in a terminal passes [`visible`]: control
//! characters, escape sequences and characters that reorder a line are shown
//! as `\u{…}`. Colours and widths are added here and nowhere else.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::IsTerminal;
use unicode_width::UnicodeWidthChar;

/// When to colour.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, clap::ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set.
    #[default]
    Auto,
    Always,
    Never,
}

/// What a piece of text is, for the eye.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ink {
    Old,
    New,
    Name,
    Quiet,
    Warn,
    Strong,
}

/// How to write for a terminal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Paint {
    pub color: bool,
    /// Columns of a line.
    pub width: usize,
}

/// Where the width of the terminal is not known.
const WIDTH: usize = 100;

impl Paint {
    /// What standard output can show.
    pub fn of_stdout(color: Color) -> Paint {
        let terminal = std::io::stdout().is_terminal();
        let allowed = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let color = match color {
            Color::Auto => terminal && allowed,
            Color::Always => true,
            Color::Never => false,
        };
        let columns = terminal_size::terminal_size()
            .filter(|_| terminal)
            .map(|(width, _)| usize::from(width.0));
        Paint {
            color,
            width: columns.unwrap_or(WIDTH).max(20),
        }
    }

    /// Text made visible, in its ink.
    pub fn ink(self, ink: Ink, text: &str) -> String {
        let text = visible(text);
        if !self.color {
            return text.into_owned();
        }
        let code = match ink {
            Ink::Old => "31",
            Ink::New => "32",
            Ink::Name => "1;36",
            Ink::Quiet => "2",
            Ink::Warn => "33",
            Ink::Strong => "1",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }

    /// Text made visible, as lines that leave `indent` columns free; breaks of the text stay.
    pub fn wrap(self, text: &str, indent: usize) -> Vec<String> {
        let room = self.width.saturating_sub(indent).max(10);
        text.split('\n')
            .flat_map(|line| wrap_line(&visible(line), room))
            .collect()
    }
}

/// Whether a terminal would act on the character, or a reader could not see it.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}'
        )
        || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fff0}'..='\u{fffb}')
        || matches!(c, '\u{e0000}'..='\u{e0fff}')
}

/// The text with every control, escape and direction character written out.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unseen) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if is_unseen(c) => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Columns a text takes.
pub fn columns(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(0)).sum()
}

/// The text cut to so many columns, with an ellipsis where something is missing.
pub fn cut(text: &str, room: usize) -> Cow<'_, str> {
    if columns(text) <= room {
        return Cow::Borrowed(text);
    }
    let mut used = 0;
    let end = text.char_indices().find(|(_, c)| {
        used += c.width().unwrap_or(0);
        used >= room.max(1)
    });
    Cow::Owned(format!("{}…", &text[..end.map_or(0, |(at, _)| at)]))
}

fn wrap_line(line: &str, room: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in line.split_inclusive(' ') {
        let wide = columns(word.trim_end());
        if used > 0 && used + wide > room {
            lines.push(String::new());
            used = 0;
        }
        for c in word.chars() {
            let wide = c.width().unwrap_or(0);
            if used + wide > room && c != ' ' {
                lines.push(String::new());
                used = 0;
            }
            if let Some(last) = lines.last_mut() {
                last.push(c);
            }
            used += wide;
        }
    }
    lines
        .iter_mut()
        .for_each(|line| line.truncate(line.trim_end().len()));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_would_act_on_the_terminal_is_written_out() {
        assert_eq!(visible("a\u{1b}[2Jb\u{7}"), "a\\u{1b}[2Jb\\u{7}");
        assert_eq!(visible("x\u{202e}y\u{9b}"), "x\\u{202e}y\\u{9b}");
        assert_eq!(visible("Қазақ «тілі»"), "Қазақ «тілі»");
    }

    #[test]
    fn lines_are_wrapped_between_words_and_long_words_are_broken() {
        let paint = Paint {
            color: false,
            width: 12,
        };
        assert_eq!(
            paint.wrap("one two three four", 0),
            ["one two", "three four"]
        );
        assert_eq!(paint.wrap("abcdefghijklmno", 2), ["abcdefghij", "klmno"]);
        assert_eq!(paint.wrap("a\nb", 0), ["a", "b"]);
    }

    #[test]
    fn a_cut_shows_that_something_is_missing() {
        assert_eq!(cut("library", 4), "lib…");
        assert_eq!(cut("図書館", 5), "図書…");
        assert_eq!(cut("book", 4), "book");
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_the_room_and_nothing_unseen_is_left(text in any::<String>()) {
            let paint = Paint { color: false, width: 24 };
            for line in paint.wrap(&text, 4) {
                prop_assert!(columns(&line) <= 20);
                prop_assert!(!line.contains(is_unseen));
            }
        }
    }
}
