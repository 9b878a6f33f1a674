//! The headline: visible headings, the head's claims and the window title held
//! against each other.

use super::{Said, View, fold, key};
use crate::document::{Builder, Property, Witness};
use crate::reader::html::names::Traits;

/// What another source that says the same adds to a title.
const AGREEMENT: f32 = 0.12;

pub fn collect(view: &View, said: &mut Said, builder: &mut Builder) {
    let window = fold(&view.page.title);
    let sites: Vec<String> = said.of(Property::Site).map(|(_, site, ..)| key(site)).collect();
    let cut = without_site(&window, &sites);
    said.add(Property::Title, cut, "title", 0.35);
    for (_, value, ..) in said.0.iter_mut().filter(|(p, ..)| *p == Property::Title) {
        *value = without_site(value, &sites).to_owned();
    }
    for (run, weight) in headings(view) {
        let words = view.page.plain(&view.page.runs[run]);
        if let Some(span) = super::visible::locate(view, builder, run, &words) {
            said.0.push((Property::Title, words, Witness::Text(span), weight));
        }
    }
    agree(said, &key(&window));
    mark(view, said, builder);
}

/// Runs that may be the headline, with weights.
fn headings(view: &View) -> Vec<(usize, f32)> {
    let body = view.choice.asides.iter().position(Option::is_none).unwrap_or(0);
    let mut found = Vec::new();
    for (index, run) in view.page.runs.iter().enumerate() {
        let traits = view.page.nodes[run.block as usize].traits;
        let headline = traits.has(Traits::HEADLINE);
        if run.chars < 4 || run.chars > 250 || (run.heading != 1 && !(headline && index < body + 1)) {
            continue;
        }
        let hidden = view.choice.asides[index] == Some("hidden");
        let weight = match (run.heading, headline) {
            (1, true) => 0.62,
            (1, false) => 0.58,
            (2, true) => 0.35,
            _ => 0.3,
        };
        found.push((index, if hidden || index > body + 3 { weight - 0.2 } else { weight }));
    }
    found.truncate(20);
    found
}

/// Raises what several sources say.
fn agree(said: &mut Said, window: &str) {
    let titles: Vec<(usize, String)> = said
        .0
        .iter()
        .enumerate()
        .filter(|(_, (p, ..))| *p == Property::Title)
        .map(|(index, (_, value, ..))| (index, key(value)))
        .collect();
    for (index, title) in &titles {
        let others = titles.iter().filter(|(other, same)| other != index && same == title).count().min(3);
        let shown = !title.is_empty() && window.contains(title.as_str());
        let candidate = &mut said.0[*index];
        candidate.3 += AGREEMENT * others as f32 + if shown { 0.08 } else { 0.0 };
    }
}

/// `Headline | Site` without the site: the part behind (or before) a separator goes if it
/// is the site's name, or if it is the shorter end of a window title.
pub fn without_site<'a>(title: &'a str, sites: &[String]) -> &'a str {
    for separator in [" | ", " – ", " — ", " - ", " :: ", " » ", " « ", " · ", " • ", ": ", " / "] {
        if let Some((head, tail)) = title.rsplit_once(separator)
            && sites.contains(&key(tail))
        {
            return without_site(head.trim_end(), sites);
        }
        if let Some((head, tail)) = title.split_once(separator)
            && sites.contains(&key(head))
        {
            return without_site(tail.trim_start(), sites);
        }
    }
    title
}

/// Sets the visible headline aside.
fn mark(view: &View, said: &Said, builder: &mut Builder) {
    let best = said.of(Property::Title).fold(None::<&(_, String, _, f32)>, |best, c| match best {
        Some(b) if b.3 >= c.3 => Some(b),
        _ => Some(c),
    });
    let Some(title) = best.map(|(_, title, ..)| key(title)) else { return };
    let body = view.choice.asides.iter().position(Option::is_none).unwrap_or(0);
    for (index, run) in view.page.runs.iter().enumerate().take(body + 8) {
        let traits = view.page.nodes[run.block as usize].traits;
        let headline = (1..=2).contains(&run.heading) || traits.has(Traits::HEADLINE);
        let inherits = matches!(view.choice.asides[index], None | Some("header" | "outside"));
        if headline && inherits && key(&view.page.plain(run)) == title {
            view.placed[index].clone().for_each(|block| builder.set_aside(block, "headline"));
        }
    }
}
