//! The words by which a page announces what is no part of its text, in the
//! languages of the collection: English, Russian, Kazakh, Uzbek, Kyrgyz,
//! Tajik, Turkmen, and some German, French and Spanish.

use crate::document::Rule;
use crate::lookup::{Beginning, Beginnings};
use std::sync::LazyLock;

/// What a short line announces.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Notice {
    /// What readers say; nothing of the article follows.
    Comments,
    /// Other articles.
    Related,
    /// Who wrote it, who publishes it.
    About,
    Sharing,
    Subscription,
    /// Cookies, rights, legal lines.
    Legal,
    Tags,
    /// The table of contents.
    Contents,
}

impl Notice {
    pub fn rule(self) -> Rule {
        match self {
            Notice::Comments => Rule::Comments,
            Notice::Related => Rule::Related,
            Notice::About => Rule::About,
            Notice::Sharing => Rule::Sharing,
            Notice::Subscription => Rule::Subscription,
            Notice::Legal => Rule::Notice,
            Notice::Tags => Rule::Tags,
            Notice::Contents => Rule::Contents,
        }
    }
}

/// Whole lines.
const LINES: &[(&str, Notice)] = &[
    ("comments", Notice::Comments),
    ("comment", Notice::Comments),
    ("reader comments", Notice::Comments),
    ("reader interactions", Notice::Comments),
    ("join the conversation", Notice::Comments),
    ("join the discussion", Notice::Comments),
    ("add comment", Notice::Comments),
    ("add a comment", Notice::Comments),
    ("post a comment", Notice::Comments),
    ("submit a comment", Notice::Comments),
    ("responses", Notice::Comments),
    ("комментарии", Notice::Comments),
    ("комментариев", Notice::Comments),
    ("комментарий", Notice::Comments),
    ("добавить комментарий", Notice::Comments),
    ("обсуждение", Notice::Comments),
    ("пікірлер", Notice::Comments),
    ("пікір қалдыру", Notice::Comments),
    ("izohlar", Notice::Comments),
    ("изоҳлар", Notice::Comments),
    ("пикирлер", Notice::Comments),
    ("шарҳҳо", Notice::Comments),
    ("kommentare", Notice::Comments),
    ("commentaires", Notice::Comments),
    ("comentarios", Notice::Comments),
    ("teswirler", Notice::Comments),
    ("related", Notice::Related),
    ("related links", Notice::Related),
    ("related topics", Notice::Related),
    ("related reading", Notice::Related),
    ("more", Notice::Related),
    ("more news", Notice::Related),
    ("more stories", Notice::Related),
    ("more articles", Notice::Related),
    ("more posts", Notice::Related),
    ("more videos", Notice::Related),
    ("other news", Notice::Related),
    ("other articles", Notice::Related),
    ("other stories", Notice::Related),
    ("read more", Notice::Related),
    ("read also", Notice::Related),
    ("more on this topic", Notice::Related),
    ("mehr zum thema", Notice::Related),
    ("lesen sie auch", Notice::Related),
    ("sur le même sujet", Notice::Related),
    ("lire aussi", Notice::Related),
    ("à lire aussi", Notice::Related),
    ("más información", Notice::Related),
    ("noticias relacionadas", Notice::Related),
    ("lee también", Notice::Related),
    ("leggi anche", Notice::Related),
    ("leia também", Notice::Related),
    ("leia mais", Notice::Related),
    ("lees ook", Notice::Related),
    ("czytaj także", Notice::Related),
    ("zobacz także", Notice::Related),
    ("mavzuga oid", Notice::Related),
    ("other posts", Notice::Related),
    ("similar posts", Notice::Related),
    ("similar articles", Notice::Related),
    ("recommended", Notice::Related),
    ("recommended for you", Notice::Related),
    ("recommended reading", Notice::Related),
    ("read next", Notice::Related),
    ("up next", Notice::Related),
    ("what others are reading", Notice::Related),
    ("what to read next", Notice::Related),
    ("keep reading", Notice::Related),
    ("continue reading", Notice::Related),
    ("editors' picks", Notice::Related),
    ("editor's picks", Notice::Related),
    ("don't miss", Notice::Related),
    ("trending", Notice::Related),
    ("trending now", Notice::Related),
    ("most popular", Notice::Related),
    ("most read", Notice::Related),
    ("most viewed", Notice::Related),
    ("top stories", Notice::Related),
    ("our latest news", Notice::Related),
    ("post navigation", Notice::Related),
    ("previous article", Notice::Related),
    ("next article", Notice::Related),
    ("previous post", Notice::Related),
    ("next post", Notice::Related),
    ("advertisement", Notice::Related),
    ("advertisement - continue reading below", Notice::Related),
    ("advertisement · scroll to continue", Notice::Related),
    ("from our blog", Notice::Related),
    ("from the blog", Notice::Related),
    ("похожие записи", Notice::Related),
    ("похожие новости", Notice::Related),
    ("похожие статьи", Notice::Related),
    ("похожие материалы", Notice::Related),
    ("похожее", Notice::Related),
    ("другие новости", Notice::Related),
    ("другие материалы", Notice::Related),
    ("другие статьи", Notice::Related),
    ("ещё новости", Notice::Related),
    ("еще новости", Notice::Related),
    ("новости по теме", Notice::Related),
    ("материалы по теме", Notice::Related),
    ("по теме", Notice::Related),
    ("смотрите также", Notice::Related),
    ("рекомендуем", Notice::Related),
    ("популярное", Notice::Related),
    ("популярные новости", Notice::Related),
    ("самое читаемое", Notice::Related),
    ("самое популярное", Notice::Related),
    ("лента новостей", Notice::Related),
    ("навигация по записям", Notice::Related),
    ("ұқсас жаңалықтар", Notice::Related),
    ("соңғы жаңалықтар", Notice::Related),
    ("басқа жаңалықтар", Notice::Related),
    ("тағы да оқыңыз", Notice::Related),
    ("o‘xshash yangiliklar", Notice::Related),
    ("so‘nggi yangiliklar", Notice::Related),
    ("boshqa yangiliklar", Notice::Related),
    ("окшош жаңылыктар", Notice::Related),
    ("акыркы жаңылыктар", Notice::Related),
    ("хабарҳои охирин", Notice::Related),
    ("das könnte sie auch interessieren", Notice::Related),
    ("articles similaires", Notice::Related),
    ("artículos relacionados", Notice::Related),
    ("about us", Notice::About),
    ("author bio", Notice::About),
    ("about author", Notice::About),
    ("meet the author", Notice::About),
    ("written by", Notice::About),
    ("об авторе", Notice::About),
    ("share", Notice::Sharing),
    ("share on", Notice::Sharing),
    ("share it", Notice::Sharing),
    ("sharing", Notice::Sharing),
    ("follow us", Notice::Sharing),
    ("поделиться", Notice::Sharing),
    ("бөлісу", Notice::Sharing),
    ("ulashish", Notice::Sharing),
    ("бөлүшүү", Notice::Sharing),
    ("teilen", Notice::Sharing),
    ("compartir", Notice::Sharing),
    ("newsletter", Notice::Subscription),
    ("newsletters", Notice::Subscription),
    ("subscribe", Notice::Subscription),
    ("subscribe now", Notice::Subscription),
    ("subscribe today", Notice::Subscription),
    ("sign up", Notice::Subscription),
    ("sign up now", Notice::Subscription),
    ("sign up today", Notice::Subscription),
    ("stay updated", Notice::Subscription),
    ("contact us", Notice::Subscription),
    ("get in touch", Notice::Subscription),
    ("подписаться", Notice::Subscription),
    ("privacy overview", Notice::Legal),
    ("tags", Notice::Tags),
    ("теги", Notice::Tags),
];

/// Openings of lines.
const OPENINGS: &[(&str, Notice)] = &[
    ("leave a comment", Notice::Comments),
    ("leave a reply", Notice::Comments),
    ("leave your comment", Notice::Comments),
    ("leave your thoughts", Notice::Comments),
    ("comments on ", Notice::Comments),
    ("thoughts on ", Notice::Comments),
    ("responses to ", Notice::Comments),
    ("replies to ", Notice::Comments),
    ("cancel reply", Notice::Comments),
    ("your email address will not be published", Notice::Comments),
    ("оставить комментарий", Notice::Comments),
    ("оставьте комментарий", Notice::Comments),
    ("ваш адрес email не будет опубликован", Notice::Comments),
    ("story continues ", Notice::Related),
    ("article continues ", Notice::Related),
    ("related articles", Notice::Related),
    ("related posts", Notice::Related),
    ("related stories", Notice::Related),
    ("related news", Notice::Related),
    ("related content", Notice::Related),
    ("related resources", Notice::Related),
    ("related products", Notice::Related),
    ("you may also like", Notice::Related),
    ("you might also like", Notice::Related),
    ("you may also be interested", Notice::Related),
    ("you might also be interested", Notice::Related),
    ("you may be interested", Notice::Related),
    ("you might be interested", Notice::Related),
    ("also on ", Notice::Related),
    ("more from ", Notice::Related),
    ("more in ", Notice::Related),
    ("more on this", Notice::Related),
    ("more like this", Notice::Related),
    ("read more from ", Notice::Related),
    ("latest news", Notice::Related),
    ("latest articles", Notice::Related),
    ("latest posts", Notice::Related),
    ("latest stories", Notice::Related),
    ("latest from ", Notice::Related),
    ("the latest from ", Notice::Related),
    ("recent posts", Notice::Related),
    ("recent articles", Notice::Related),
    ("recent news", Notice::Related),
    ("recent stories", Notice::Related),
    ("popular posts", Notice::Related),
    ("popular articles", Notice::Related),
    ("featured articles", Notice::Related),
    ("featured posts", Notice::Related),
    ("последние новости", Notice::Related),
    ("последние записи", Notice::Related),
    ("свежие записи", Notice::Related),
    ("читайте также", Notice::Related),
    ("читать также", Notice::Related),
    ("вам может быть интересно", Notice::Related),
    ("вас может заинтересовать", Notice::Related),
    ("about the author", Notice::About),
    ("об авторах", Notice::About),
    ("share this", Notice::Sharing),
    ("share with ", Notice::Sharing),
    ("поделитесь", Notice::Sharing),
    ("subscribe to ", Notice::Subscription),
    ("sign up for ", Notice::Subscription),
    ("sign up to ", Notice::Subscription),
    ("join our newsletter", Notice::Subscription),
    ("get our newsletter", Notice::Subscription),
    ("подпишитесь на ", Notice::Subscription),
    ("we use cookies", Notice::Legal),
    ("this website uses cookies", Notice::Legal),
    ("this site uses cookies", Notice::Legal),
    ("© ", Notice::Legal),
    ("copyright ©", Notice::Legal),
    ("filed under", Notice::Tags),
    ("tagged with", Notice::Tags),
];

/// Lines that head the table of contents.
const CONTENTS: &[&str] = &[
    "table of contents",
    "table of content",
    "contents",
    "in this article",
    "on this page",
    "jump to",
    "jump to section",
    "what's inside",
    "in this guide",
    "содержание",
    "содержание статьи",
    "оглавление",
    "inhaltsverzeichnis",
];

/// What a short line announces; none for a line of the text.
pub fn notice(line: &str) -> Option<Notice> {
    let lower = line.to_lowercase().replace('’', "'");
    let trimmed = lower.trim_matches(|c: char| !c.is_alphabetic() && c != '©');
    if trimmed.is_empty() {
        return None;
    }
    // A control beside the heading folds the list.
    let folding = ["hide", "show", "toggle"]
        .iter()
        .find_map(|word| trimmed.strip_suffix(word))
        .unwrap_or(trimmed);
    if CONTENTS.contains(&folding.trim_end_matches(|c: char| !c.is_alphabetic())) {
        return Some(Notice::Contents);
    }
    if is_row_of_networks(trimmed) {
        return Some(Notice::Sharing);
    }
    if !LINES_BEGIN.hold(Beginning::of(trimmed)) {
        return None;
    }
    let whole = LINES.iter().find(|(known, _)| *known == trimmed);
    let opening = || {
        OPENINGS
            .iter()
            .find(|(known, _)| trimmed.starts_with(known))
    };
    whole.or_else(opening).map(|(_, notice)| *notice)
}

/// How such lines begin.
static LINES_BEGIN: LazyLock<Beginnings> = LazyLock::new(|| {
    LINES
        .iter()
        .chain(OPENINGS)
        .map(|(line, _)| *line)
        .collect()
});

/// What buttons for sharing are called.
const NETWORKS: [&str; 20] = [
    "facebook",
    "twitter",
    "x",
    "email",
    "e-mail",
    "whatsapp",
    "linkedin",
    "pinterest",
    "telegram",
    "reddit",
    "messenger",
    "sms",
    "print",
    "tweet",
    "pin",
    "share",
    "copy",
    "link",
    "vk",
    "flipboard",
];

/// Whether a line is the names of several buttons for sharing and nothing else.
fn is_row_of_networks(line: &str) -> bool {
    let words = || {
        line.split(|c: char| c.is_whitespace() || c == '|' || c == ',')
            .filter(|word| !word.is_empty())
    };
    words().count() > 1 && words().all(|word| NETWORKS.contains(&word))
}

/// How long a text takes to read: the words beside the number of minutes.
const READING: [&str; 10] = [
    "min read",
    "mins read",
    "minute read",
    "minutes read",
    "reading time",
    "read time",
    "время чтения",
    "lesezeit",
    "temps de lecture",
    "min de lecture",
];

/// Whether a part of a short line says how long the text takes to read.
pub fn is_reading_time(line: &str) -> bool {
    let says = |part: &str| {
        let part = part
            .trim()
            .to_lowercase()
            .replace('-', " ")
            .replace('.', "");
        let number = part.contains(|c: char| c.is_ascii_digit());
        number
            && READING
                .iter()
                .any(|words| part.starts_with(words) || part.ends_with(words))
    };
    line.split(['|', '•', '·']).any(says)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_marks_about_a_line_do_not_hide_what_it_announces() {
        assert_eq!(notice("109 Comments"), Some(Notice::Comments));
        assert_eq!(notice("Поделиться:"), Some(Notice::Sharing));
        assert_eq!(notice("You May Also Like…"), Some(Notice::Related));
        assert_eq!(notice("Comments were welcome"), None);
        assert_eq!(notice("Contents [hide]"), Some(Notice::Contents));
        assert_eq!(notice("SMS Facebook Twitter Email"), Some(Notice::Sharing));
    }

    #[test]
    fn a_reading_time_is_told_from_a_sentence_about_reading() {
        assert!(is_reading_time("The team | 5 min read"));
        assert!(is_reading_time("7 min. read"));
        assert!(is_reading_time("Время чтения: 4 мин"));
        assert!(!is_reading_time("A 20-minute read-aloud for children"));
    }
}
