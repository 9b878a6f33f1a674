//! Paragraphs that ask readers to follow their publisher elsewhere.

use crate::lexicon::LEXICON;

/// Whether a paragraph asks readers to follow its publisher somewhere.
pub fn asks_to_subscribe(words: &str) -> bool {
    let lower = words.to_lowercase();
    let lower = lower.trim_start_matches(|c: char| !c.is_alphabetic());
    let begins = |opening: &String| lower.starts_with(opening.as_str());
    let names = |channel: &String| lower.contains(channel.as_str());
    LEXICON.subscribe_opening.iter().any(begins) && LEXICON.subscribe_channel.iter().any(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_leads_readers_to_a_channel() {
        assert!(asks_to_subscribe(
            "Follow Valley News on Facebook and Instagram."
        ));
        assert!(asks_to_subscribe(
            "✅ Подписывайтесь на наш канал в Telegram!"
        ));
        assert!(asks_to_subscribe("Join our WhatsApp group for alerts."));
        assert!(!asks_to_subscribe(
            "Follow the path along the river to the mill."
        ));
        assert!(asks_to_subscribe(
            "Больше важных новостей в Telegram-канале «Вести»."
        ));
        assert!(!asks_to_subscribe("The library opened a Telegram channel."));
    }
}
