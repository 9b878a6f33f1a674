//! Pages whose parts are none of their own: the points of minutes, questions and their answers.

use super::units::{HEAD, Units};
use crate::lexicon::cues::Cue;

/// Words of the longest line that says no more than that minutes follow.
const MINUTES_WORDS: usize = 7;

/// Headings that ask, of the shortest page of questions and answers.
const QUESTIONS: usize = 3;

impl Units<'_> {
    /// Whether a line near the top says that minutes follow.
    pub(super) fn are_minutes(&self) -> bool {
        let mut head = self.all.iter().take(HEAD);
        head.any(|unit| unit.words <= MINUTES_WORDS && unit.cues.opens(Cue::Minutes))
    }

    /// Whether most headings ask.
    pub(super) fn are_questions(&self) -> bool {
        let headings = self.all.iter();
        let headings = headings.filter(|unit| unit.is_heading() && !unit.headline);
        let (mut all, mut asked) = (0, 0);
        for heading in headings {
            all += 1;
            asked += usize::from(heading.text.trim_end().ends_with('?'));
        }
        asked >= QUESTIONS && asked * 2 > all
    }
}
