//! What keeps an element out of sight, by its style and its names, and what brings it back.

use super::names::Tag;
use scraper::node::Element;

/// Words of a class name that say of what is hidden that a control shows it.
const PANELS: [&str; 7] = [
    "tab",
    "tabs",
    "accordion",
    "collapsible",
    "panel",
    "faq",
    "answer",
];

/// Whether what is hidden is shown by a control beside it, and is no menu and no dialogue.
pub fn is_panel(element: &Element, tag: Tag) -> bool {
    let labelled = || element.attr("aria-labelledby").is_some();
    let worded = || {
        let mut words = element
            .attr("class")
            .unwrap_or("")
            .split(|c: char| !c.is_ascii_alphabetic());
        words.any(|word| PANELS.contains(&word))
    };
    tag == Tag::Block
        && match element.attr("role").unwrap_or("") {
            "" => labelled() || worded(),
            role => matches!(role, "region" | "tabpanel"),
        }
}

/// Whether an element is the dialogue of a consent manager: they come with names of their own,
/// or are dialogues named for what they ask.
pub fn is_consent_manager(element: &Element) -> bool {
    const NAMES: [&str; 8] = [
        "onetrust-",
        "CybotCookiebotDialog",
        "didomi-",
        "usercentrics",
        "cmplz-cookiebanner",
        "iubenda-cs",
        "osano-cm",
        "fc-consent",
    ];
    let dialogue = element
        .attr("role")
        .is_some_and(|role| role.ends_with("dialog"));
    let named = |name: &str| {
        NAMES.iter().any(|known| name.starts_with(known))
            || dialogue
                && ["gdpr", "cookie", "consent"]
                    .iter()
                    .any(|word| name.contains(word))
    };
    element.attr("id").is_some_and(named)
        || element
            .attr("class")
            .is_some_and(|names| names.split_ascii_whitespace().any(named))
}

/// Inline styles that keep an element out of sight.
pub fn hides(style: &str) -> bool {
    let style: String = style
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_ascii_lowercase())
        .collect();
    style.split(';').any(|rule| {
        let rule = rule.strip_suffix("!important").unwrap_or(rule);
        matches!(
            rule,
            "display:none" | "visibility:hidden" | "font-size:0" | "font-size:0px"
        )
    })
}

/// Class names that hide an element, or that hold the controls of who edits a page, unless others
/// show it again on wider screens (`hidden md:block`, `d-none d-lg-flex`).
pub fn is_unseen(classes: &str) -> bool {
    const HIDING: [&str; 11] = [
        "hidden",
        "hide",
        "invisible",
        "d-none",
        "sr-only",
        "sronly",
        "visually-hidden",
        "visuallyhidden",
        "screen-reader-text",
        "is-hidden",
        "mw-editsection",
    ];
    let shows = |class: &str| {
        ["sm", "md", "lg", "xl"].iter().any(|size| {
            class
                .strip_prefix("d-")
                .unwrap_or(class)
                .strip_prefix(size)
                .is_some_and(|rest| rest.starts_with([':', '-']))
        })
    };
    let names = || classes.split_ascii_whitespace().take(32);
    names().any(|class| HIDING.contains(&class)) && !names().any(shows)
}

/// Whether a script of another site finds by this class the words it is to draw as a post.
pub fn is_embed(class: &str) -> bool {
    const EMBEDS: [&str; 9] = [
        "twitter-tweet",
        "twitter-video",
        "instagram-media",
        "tiktok-embed",
        "fb-post",
        "bluesky-embed",
        "mastodon-embed",
        "reddit-embed-bq",
        "imgur-embed-pub",
    ];
    EMBEDS.contains(&class)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_inline_style_hides_only_as_a_rule_of_its_own() {
        assert!(hides("color:red; DISPLAY : none"));
        assert!(hides("display:none!important"));
        assert!(!hides("background:url(display:none.png)"));
    }
}
