//! Paragraphs that ask readers to follow their publisher elsewhere.

/// How a publisher begins to ask readers to follow it.
const PLEAS: [&str; 29] = [
    "follow ",
    "like us",
    "like our",
    "join us on",
    "join our",
    "subscribe",
    "sign up",
    "get our",
    "find us on",
    "connect with us",
    "download our",
    "подпи",
    "присоединя",
    "читайте нас",
    "следите за",
    "больше ",
    "жазылыңыз",
    "біздің",
    "bizning",
    "бизнинг",
    "obuna bo",
    "folge",
    "abonnie",
    "suivez",
    "abonnez",
    "síguenos",
    "suscríbete",
    "seguici",
    "iscriviti",
];

/// Where it asks them to.
const CHANNELS: [&str; 16] = [
    "telegram",
    "телеграм",
    "facebook",
    "twitter",
    "instagram",
    "whatsapp",
    "youtube",
    "tiktok",
    "вконтакте",
    "google news",
    "google новост",
    "дзен",
    "канал",
    "kanal",
    "newsletter",
    "рассылк",
];

/// Whether a paragraph asks readers to follow its publisher somewhere.
pub fn is_plea(words: &str) -> bool {
    let lower = words.to_lowercase();
    let lower = lower.trim_start_matches(|c: char| !c.is_alphabetic());
    PLEAS.iter().any(|plea| lower.starts_with(plea))
        && CHANNELS.iter().any(|channel| lower.contains(channel))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plea_asks_readers_to_a_channel() {
        assert!(is_plea("Follow Valley News on Facebook and Instagram."));
        assert!(is_plea("✅ Подписывайтесь на наш канал в Telegram!"));
        assert!(is_plea("Join our WhatsApp group for alerts."));
        assert!(!is_plea("Follow the path along the river to the mill."));
        assert!(is_plea("Больше важных новостей в Telegram-канале «Вести»."));
        assert!(!is_plea("The library opened a Telegram channel."));
    }
}
