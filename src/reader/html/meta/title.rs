//! The headline: visible headings, the head's claims and the window title held
//! against each other.

use super::said::PageCandidates;
use super::view::PageView;
use crate::document::{Builder, Property, Rule, Witness};
use crate::lookup::prefix;
use crate::reader::html::names::{Traits, attribute};
use crate::reader::html::page::{Page, Run};
use crate::reader::html::spelling::{fold, key};
use crate::reader::html::words::notice;
use html5ever::local_name;

/// How far the window's title is believed, and the site that it names.
const WINDOW: f32 = 0.35;
const SITE: f32 = 0.3;

/// The weight of a visible heading: by its rank and its name, by its distance from the text, by
/// what the head of the page claims. One that contradicts claims which agree, and one that is
/// hidden, lose most of it. Set by hand on the titles of wcxb-dev.
const FIRST: f32 = 0.5;
const LOWER: f32 = 0.45;
const NAMED: f32 = 0.05;
const NEAR: f32 = 0.2;
const LINK: f32 = 0.15;
const CLAIMED: f32 = 0.8;
const CONTRADICTED: f32 = 0.4;
const UNSEEN: f32 = 0.4;

/// What a title gains that stands in the window's.
const SHOWN: f32 = 0.08;

/// What another source that says the same adds to a title.
const AGREEMENT: f32 = 0.12;

/// Adds the candidates; gives the run of the likeliest visible headline.
pub fn collect(view: &PageView, said: &mut PageCandidates, builder: &mut Builder) -> Option<usize> {
    let window = fold(&view.page.title);
    name_site(view, &window, said);
    let mut sites = sites(said);
    let parts: Vec<&str> = window
        .split(BETWEEN)
        .map(str::trim)
        .chain([&window[..]])
        .collect();
    for sign in signs_of_the_house(view, &parts) {
        sites.push(key(sign));
        if said.of(Property::Site).next().is_none() {
            said.add(Property::Site, sign, "title", SITE);
        }
    }
    said.add(Property::Title, &window, "title", WINDOW);
    for (_, value, ..) in said.0.iter_mut().filter(|(p, ..)| *p == Property::Title) {
        *value = without_site(value, &sites).to_owned();
    }
    agree(said, &key(&window));
    let claims: Vec<Vec<String>> = said
        .of(Property::Title)
        .map(|(_, title, ..)| words(title))
        .collect();
    let headings = headings(view, &claims, agreed(&claims), &sites, &window);
    let shown: Vec<usize> = headings.iter().map(|(run, _)| *run).collect();
    let first = headings.first().map(|(run, _)| *run);
    for (run, weight) in headings {
        let text = view.page.plain(&view.page.runs[run]);
        if let Some(span) = super::sight::locate(view, builder, run, &text) {
            said.0.push((
                Property::Title,
                without_site(&text, &sites).to_owned(),
                Witness::Text(span),
                weight,
            ));
        }
    }
    mark(view, said, &shown, builder);
    first
}

/// What the window's title adds to the headline is the name of the site.
fn name_site(view: &PageView, window: &str, said: &mut PageCandidates) {
    if said.of(Property::Site).next().is_some() {
        return;
    }
    let headline = view
        .page
        .runs
        .iter()
        .find(|run| run.heading == 1)
        .map(|run| view.page.plain(run));
    let titles = said.of(Property::Title).map(|(_, title, ..)| title.clone());
    let rest = titles
        .chain(headline)
        .find_map(|title| window.strip_prefix(title.as_str()).map(str::to_owned));
    let site = rest.as_deref().unwrap_or("").trim_start();
    let name = site
        .trim_start_matches(['|', '-', '–', '—', '·', '•', '»'])
        .trim_start();
    if name.len() < site.len() && (1..=NAME).contains(&name.split_whitespace().count()) {
        said.add(Property::Site, name, "title", SITE);
    }
}

/// Words of the longest name of a site.
const NAME: usize = 4;

/// The parts of the window's title that the page shows as its own sign: the link to its front page,
/// or whom the line about the rights names.
fn signs_of_the_house<'p>(view: &PageView, parts: &[&'p str]) -> Vec<&'p str> {
    let mut signs = Vec::new();
    for run in view.page.runs.iter().filter(|run| run.chars <= SIGN) {
        let home = leads_home(view.page, run);
        let rights = !home && view.page.texts(run).any(|text| text.contains('©'));
        if home || rights {
            let shown = key(&view.page.plain(run));
            let is_shown = |part: &&&str| {
                let part = key(part);
                part.chars().count() > 4
                    && (home && shown == part || rights && shown.ends_with(&part))
            };
            signs.extend(parts.iter().filter(is_shown).copied());
        }
    }
    signs
}

/// Characters of the longest sign of a house.
const SIGN: u32 = 150;

/// Signs between the parts of a window's title.
const BETWEEN: [char; 9] = ['|', '-', '–', '—', '·', '•', '»', ':', '/'];

fn words(title: &str) -> Vec<String> {
    title
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// A heading that shares less than this with claims that agree heads a part of the page, or the
/// section it stands in (tuned on half of wcxb-dev, held on the other).
const STRANGE: f32 = 0.2;

/// A heading of the first rank that weighs this much is the headline, whatever the head claims, and
/// one of a lesser rank heads a part (set on the wrong titles of wcxb-dev).
const CREDIBLE: f32 = 0.7;
const LESSER: f32 = 0.4;

/// Whether two sources claim the same title.
fn agreed(claims: &[Vec<String>]) -> bool {
    claims
        .iter()
        .enumerate()
        .any(|(at, claim)| !claim.is_empty() && claims[at + 1..].contains(claim))
}

/// Share of common words, 0 to 1.
fn likeness(a: &[String], b: &[String]) -> f32 {
    let common = a.iter().filter(|word| b.contains(word)).count();
    2.0 * common as f32 / (a.len() + b.len()).max(1) as f32
}

/// What the site is called: its names as the head gives them, and its host.
fn sites(said: &PageCandidates) -> Vec<String> {
    let names = said.of(Property::Site).map(|(_, site, ..)| key(site));
    let hosts = said.of(Property::Url).filter_map(|(_, url, ..)| {
        let host = url.split_once("://")?.1.split(['/', ':']).next()?;
        let host = host.strip_prefix("www.").unwrap_or(host);
        Some(host.split('.').map(key).collect::<Vec<_>>())
    });
    // The longest label, and the one that was registered: `news.example.org`.
    let hosts = hosts.flat_map(|labels| {
        let registered = labels
            .iter()
            .rev()
            .skip(1)
            .find(|label| label.len() > 3)
            .cloned();
        labels
            .into_iter()
            .max_by_key(String::len)
            .into_iter()
            .chain(registered)
    });
    let mut sites: Vec<String> = names
        .chain(hosts)
        .filter(|site| site.chars().count() > 2)
        .collect();
    sites.sort();
    sites.dedup();
    sites
}

/// Runs that may be the headline, with weights: what a reader sees as the first heading
/// near the text wins over what the head claims, which is often written for searchers.
fn headings(
    view: &PageView,
    claims: &[Vec<String>],
    agreed: bool,
    sites: &[String],
    window: &str,
) -> Vec<(usize, f32)> {
    let body = view
        .choice
        .asides
        .iter()
        .position(Option::is_none)
        .unwrap_or(0);
    let opening_lines = TitleText::new(view, body, window);
    let mut found: Vec<(usize, f32)> = Vec::new();
    for (index, run) in view.page.runs.iter().enumerate() {
        let named = view.page.nodes[run.block as usize]
            .traits
            .has(Traits::HEADLINE);
        let near = index + 40 > body && index < body + 4;
        if !(4..=250).contains(&run.chars)
            || !(run.heading == 1 || near && (named || run.heading == 2 || run.linked == 0))
        {
            continue;
        }
        let text = view.page.plain(run);
        let opening = opens_window(&text, window);
        let heads = claims.len() < 2 && heads_the_text(view, index, body, &opening_lines);
        if run.heading != 1 && run.heading != 2 && !named && !opening && !heads {
            continue;
        }
        let claimed = claims
            .iter()
            .map(|claim| likeness(claim, &words(&text)))
            .fold(0.0, f32::max);
        if is_site(&text, sites)
            || is_host(&text)
            || leads_home(view.page, run)
            || (run.heading != 1 && claimed < 0.5 && !opening && !heads)
            || notice(&text).is_some()
        {
            continue;
        }
        let unseen = matches!(
            view.choice.asides[index],
            Some(Rule::Hidden | Rule::Navigation | Rule::Popup | Rule::Sidebar | Rule::Related)
        );
        let distance = if near { NEAR } else { 0.0 } + if run.is_linked() { -LINK } else { 0.0 };
        let rank = if run.heading == 1 { FIRST } else { LOWER } + if named { NAMED } else { 0.0 };
        let rank = if agreed && claimed < STRANGE {
            rank - CONTRADICTED
        } else {
            rank
        };
        found.push((
            index,
            rank + CLAIMED * claimed + distance - if unseen { UNSEEN } else { 0.0 },
        ));
    }
    if !opening_lines.tells_window {
        found.extend(bold(view, body).map(|run| (run, BOLD)));
    }
    let first =
        |&(run, weight): &(usize, f32)| view.page.runs[run].heading == 1 && weight >= CREDIBLE;
    if found.iter().any(first) {
        found
            .iter_mut()
            .filter(|found| !first(found))
            .for_each(|(.., weight)| *weight -= LESSER);
    }
    found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    found.truncate(5);
    found
}

/// Runs up to the text below a headline: its date, who wrote it.
const BELOW: usize = 4;

/// Whether a heading right above the text is its headline, where the head claims no title but the
/// window's, which may be the name of the site: it is the only one of the page, or the text tells
/// it again and not what the window says.
fn heads_the_text(view: &PageView, index: usize, body: usize, text: &TitleText) -> bool {
    let runs = &view.page.runs;
    let rank = |run: usize| match runs[run].heading {
        0 => {
            let block = &view.page.nodes[runs[run].block as usize];
            if block.traits.has(Traits::HEADLINE) {
                NAMED_RANK
            } else {
                0
            }
        }
        heading => heading,
    };
    if rank(index) == 0 || index > body || body - index > BELOW {
        return false;
    }
    let headings = || (0..runs.len()).filter(|&run| rank(run) > 0);
    let alike = headings().filter(|&run| rank(run) == rank(index)).count();
    let nearest = !(index + 1..=body).any(|run| rank(run) > 0);
    let told = !text.tells_window && text.tells(&view.page.plain(&runs[index]));
    headings().count() == 1 || nearest && alike == 1 && told
}

/// The rank of a line that its name makes a headline, behind those of headings.
const NAMED_RANK: u8 = 7;

/// The first lines of the text, to see whether they tell a title again.
struct TitleText {
    words: Vec<String>,
    /// Whether the text tells what the window's title says.
    tells_window: bool,
}

impl TitleText {
    fn new(view: &PageView, body: usize, window: &str) -> TitleText {
        let runs = &view.page.runs;
        let lines = body..runs.len().min(body + BELOW);
        let words = lines.flat_map(|run| words(&view.page.plain(&runs[run])));
        let mut text = TitleText {
            words: words.collect(),
            tells_window: false,
        };
        text.tells_window = text.tells(window);
        text
    }

    fn tells(&self, title: &str) -> bool {
        let titled = words(title);
        let long = titled.iter().filter(|word| is_long(word));
        let told = |word: &&String| {
            let mut others = self.words.iter();
            others.any(|other| prefix(other, TOLD) == prefix(word, TOLD))
        };
        long.filter(told).count() >= AGAIN
    }
}

/// Whether a word has letters enough to be found again; a number is in many lines.
fn is_long(word: &str) -> bool {
    word.chars().count() >= TOLD && word.chars().all(char::is_alphabetic)
}

/// Letters by which a word of a title is found again in the text, and words found again that make
/// a heading its headline; set on the articles of `bench/pages`, seeds 841 to 846.
const TOLD: usize = 4;
const AGAIN: usize = 2;

/// Whether the window's title is a line of the page, and behind a separator the section and the
/// site: pages without headings show their headline so.
fn opens_window(text: &str, window: &str) -> bool {
    let opens = window.strip_prefix(text).map(str::trim_start);
    let closes = window.strip_suffix(text).map(str::trim_end);
    text.split_whitespace().count() > 1
        && (opens.is_some_and(|rest| rest.starts_with(BETWEEN))
            || closes.is_some_and(|rest| rest.ends_with(BETWEEN)))
}

/// What the bold line over the text of a page without headings weighs: more than the window's title
/// alone, which is often that of the site.
const BOLD: f32 = 0.5;

/// Runs before the first paragraph among which that line stands.
const ABOVE: usize = 6;

/// The bold line over the text, on a page without headings.
fn bold(view: &PageView, body: usize) -> Option<usize> {
    let runs = &view.page.runs;
    if runs.iter().any(|run| (1..=3).contains(&run.heading)) {
        return None;
    }
    let text = (body..runs.len())
        .find(|&run| view.choice.asides[run].is_none() && runs[run].prose() >= 40)?;
    let headline = |&run: &usize| {
        let run = &runs[run];
        let fits = (8..=200).contains(&run.chars) && run.bold == run.chars && run.linked == 0;
        fits && !run.closed && {
            let words = view.page.plain(run);
            words.split_whitespace().count() > 1 && notice(&words).is_none()
        }
    };
    (text.saturating_sub(ABOVE)..text).rev().find(headline)
}

/// A site that stands as its own author gives way to any person.
pub fn doubt_sites(said: &mut PageCandidates) {
    let sites = sites(said);
    let authors = said
        .0
        .iter_mut()
        .filter(|(property, ..)| *property == Property::Author);
    authors
        .filter(|(_, name, ..)| sites.contains(&key(name)))
        .for_each(|(.., weight)| *weight *= 0.5);
}

/// Whether words are the name of the site.
fn is_site(text: &str, sites: &[String]) -> bool {
    let key = key(text);
    let alike = |site: &String| {
        let (site, key) = (site.as_str(), key.as_str());
        site == key
            || (key.len() > 4 && site.contains(key))
            || (site.len() > 4 && key.len() < site.len() + 12 && key.contains(site))
    };
    sites.iter().any(alike)
}

/// Raises what several sources say.
fn agree(said: &mut PageCandidates, window: &str) {
    let titles: Vec<(usize, String)> = said
        .0
        .iter()
        .enumerate()
        .filter(|(_, (p, ..))| *p == Property::Title)
        .map(|(index, (_, value, ..))| (index, key(value)))
        .collect();
    for (index, title) in &titles {
        let others = titles
            .iter()
            .filter(|(other, same)| other != index && same == title)
            .count()
            .min(3);
        let shown = !title.is_empty() && window.contains(title.as_str());
        let candidate = &mut said.0[*index];
        candidate.3 += AGREEMENT * others as f32 + if shown { SHOWN } else { 0.0 };
    }
}

/// `Headline | Site` without the site: the part behind (or before) a separator goes if it is the
/// site's name, or if a bar sets it off from a headline.
pub fn without_site<'a>(title: &'a str, sites: &[String]) -> &'a str {
    for separator in [
        " | ", " – ", " — ", " - ", " :: ", " » ", " « ", " · ", " • ", ": ", " / ",
    ] {
        if let Some((head, tail)) = title.rsplit_once(separator)
            && names_site(separator, tail, sites, words(head).len())
            && key(head).len() > 4
        {
            return without_site(head.trim_end(), sites);
        }
        if let Some((head, tail)) = title.split_once(separator)
            && sites.contains(&key(head))
            && key(tail).len() > 4
        {
            return without_site(tail.trim_start(), sites);
        }
    }
    title
}

/// Whether the words behind a separator are the site's name: behind a colon, which titles have too,
/// only the name itself; behind a bar anything, where a title stands before it.
fn names_site(separator: &str, tail: &str, sites: &[String], before: usize) -> bool {
    match separator {
        ": " => sites.contains(&key(tail)),
        " | " => before > 2 || is_site(tail, sites) || is_host(tail),
        _ => is_site(tail, sites) || is_host(tail),
    }
}

/// Whether a heading is a link to the front page: the name of the site.
fn leads_home(page: &Page, run: &Run) -> bool {
    let link = page
        .nodes
        .get(run.first as usize)
        .and_then(|node| page.element(node.link));
    let target = link
        .and_then(|link| attribute(link, &local_name!("href")))
        .unwrap_or("");
    let path = target.split_once("://").map_or(target, |(_, rest)| {
        rest.find('/').map_or("/", |at| &rest[at..])
    });
    run.is_linked() && matches!(path, "/" | "./" | "/index.html" | "/index.php")
}

/// `Example.com`: a site that is called by its host.
fn is_host(text: &str) -> bool {
    let label =
        |part: &str| part.len() > 1 && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let top =
        |part: &str| (2..=3).contains(&part.len()) && part.chars().all(|c| c.is_ascii_lowercase());
    text.rsplit_once('.')
        .is_some_and(|(host, ending)| top(ending) && host.len() > 2 && host.split('.').all(label))
}

/// Sets the visible headline aside.
fn mark(view: &PageView, said: &PageCandidates, shown: &[usize], builder: &mut Builder) {
    let best = said
        .of(Property::Title)
        .fold(None::<&(_, String, _, f32)>, |best, c| match best {
            Some(b) if b.3 >= c.3 => Some(b),
            _ => Some(c),
        });
    let Some(title) = best.map(|(_, title, ..)| key(title)) else {
        return;
    };
    let body = view
        .choice
        .asides
        .iter()
        .position(Option::is_none)
        .unwrap_or(0);
    for (index, run) in view.page.runs.iter().enumerate().take(body + 8) {
        let traits = view.page.nodes[run.block as usize].traits;
        let headline = (1..=2).contains(&run.heading)
            || traits.has(Traits::HEADLINE)
            || shown.contains(&index);
        let inherits = matches!(
            view.choice.asides[index],
            None | Some(Rule::Header | Rule::Outside | Rule::Outweighed | Rule::Lead | Rule::Above)
        );
        if headline && inherits && key(&view.page.plain(run)) == title {
            view.placed[index]
                .clone()
                .for_each(|block| builder.set_aside(block, Rule::Headline));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::html::tests::read_page;

    fn titles(html: &str) -> (Option<String>, Option<String>) {
        let document = read_page(html);
        let best = |property| document.meta.best(property).map(|best| best.value.clone());
        (best(Property::Title), best(Property::Site))
    }

    #[test]
    fn the_line_about_the_rights_names_the_site() {
        let (title, site) = titles(
            "<html><head><title>Valley reads aloud - News - Green Shelf Union</title></head><body>\
             <p><font size=5>Green Shelf Union</font></p><p><b>Valley reads aloud</b></p>\
             <p>On 4 May the villages of the valley read to each other for six hours, and every \
             school sent a reader to the hall.</p>\
             <p>&copy; 2009 Green Shelf Union</p></body></html>",
        );
        assert_eq!(title.as_deref(), Some("Valley reads aloud"));
        assert_eq!(site.as_deref(), Some("Green Shelf Union"));
    }

    #[test]
    fn a_heading_that_the_text_tells_again_is_the_title_where_the_window_has_the_office() {
        let (title, _) = titles(
            "<html><head><title>Culture office :: Page</title></head><body>\
             <div><h4>Quotation</h4><a href=/a>Say it with books</a></div>\
             <h2>Puppets of the upper valley are shown in Karakol</h2>\
             <p>Forty puppets from the upper valley were shown in Karakol on 6 June, and the \
             oldest of them danced once more before two hundred children.</p></body></html>",
        );
        assert_eq!(
            title.as_deref(),
            Some("Puppets of the upper valley are shown in Karakol")
        );
    }

    #[test]
    fn the_site_is_cut_by_its_name_or_its_host() {
        let sites = [
            "nationalcentreforsafereading".to_owned(),
            "valley".to_owned(),
        ];
        assert_eq!(
            without_site("A guide: Safe Reading", &sites),
            "A guide: Safe Reading"
        );
        assert_eq!(without_site("A guide - Safe Reading", &sites), "A guide");
        assert_eq!(
            without_site("Winter hours | Books.example.org", &sites),
            "Winter hours"
        );
        assert_eq!(without_site("Valley: winter hours", &sites), "winter hours");
    }
}
