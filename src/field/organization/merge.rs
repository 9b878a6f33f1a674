//! Mentions of one institution joined: short forms to the long one,
//! spellings and word orders to each other.

use super::{FoundOrganization, Mention};
use crate::field::vocabulary::institution::{is_another, root};
use crate::field::words::folded;
use crate::record::OrganizationRole;

/// More organizations than an activity has; joining compares each with each.
const MOST: usize = 300;

/// An organization in the making.
struct OrganizationGroup {
    organization: FoundOrganization,
    kind: String,
    body: bool,
    plain: bool,
    /// Roots of the words of every name.
    roots: Vec<Vec<String>>,
}

/// The organizations behind the mentions, in order of first mention.
pub fn merge(mentions: Vec<Mention>) -> Vec<FoundOrganization> {
    let mut groups: Vec<OrganizationGroup> = Vec::new();
    for mention in mentions {
        let roots = roots(&mention.name);
        match groups
            .iter()
            .position(|group| group.is_of(&mention, &roots))
        {
            Some(at) => groups[at].take(mention, roots),
            None if groups.len() == MOST => break,
            None => groups.push(OrganizationGroup::new(mention, roots)),
        }
    }
    groups.into_iter().map(|group| group.organization).collect()
}

impl OrganizationGroup {
    fn new(mention: Mention, roots: Vec<String>) -> OrganizationGroup {
        let organization = FoundOrganization {
            name: mention.name,
            variants: mention.others,
            role: mention.role,
            spans: vec![mention.span],
        };
        OrganizationGroup {
            organization,
            kind: mention.kind,
            body: mention.body,
            plain: mention.plain,
            roots: vec![roots],
        }
    }

    /// Whether a mention names this organization.
    fn is_of(&self, mention: &Mention, roots: &[String]) -> bool {
        let known = |name: &String| {
            *name == self.organization.name || self.organization.variants.contains(name)
        };
        if known(&mention.name)
            || mention
                .others
                .iter()
                .any(|other| is_abbreviation(other) && known(other))
        {
            return true;
        }
        if self.body || mention.body {
            let names = [&self.organization.name, &mention.name];
            let short = names.iter().position(|name| is_abbreviation(name));
            return self.kind == mention.kind
                || short.is_some_and(|i| initials(names[1 - i]) == folded(names[i]));
        }
        kinship(&self.kind) == kinship(&mention.kind)
            && self.roots.iter().any(|own| is_same(own, roots))
    }

    /// Adds a mention; the longest name is the organization's, the first among equals.
    fn take(&mut self, mention: Mention, roots: Vec<String>) {
        let longer =
            roots.len() > self.roots.first().map_or(0, Vec::len) || (self.plain && !mention.plain);
        let organization = &mut self.organization;
        let mut names = vec![mention.name.clone()];
        names.extend(mention.others);
        if longer {
            names.push(std::mem::replace(&mut organization.name, mention.name));
            organization.spans.insert(0, mention.span);
            self.roots.insert(0, roots);
        } else {
            organization.spans.push(mention.span);
            self.roots.push(roots);
        }
        self.plain &= mention.plain;
        // That its people came says less than any other part.
        if matches!(organization.role, OrganizationRole::Mentioned)
            || organization.role == OrganizationRole::Participant
                && mention.role != OrganizationRole::Mentioned
        {
            organization.role = mention.role;
        }
        for name in names {
            if name != organization.name && !organization.variants.contains(&name) {
                organization.variants.push(name);
            }
        }
        organization
            .variants
            .retain(|variant| *variant != organization.name);
    }
}

fn is_abbreviation(name: &str) -> bool {
    name.chars()
        .all(|c| c.is_uppercase() || c == '-' || c.is_numeric())
}

/// Heads are one kind whatever their spelling and possessive ending.
fn kinship(kind: &str) -> String {
    kind.replace("tre", "ter").chars().take(5).collect()
}

/// Whether all roots of one name are roots of the other, or only one of several is another.
fn is_same(a: &[String], b: &[String]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let held = !short.is_empty() && short.iter().all(|root| long.contains(root));
    // `State Library`, `State Children's Library`: two bodies.
    let apart = |one: &[String], other: &[String]| {
        one.iter()
            .any(|root| !other.contains(root) && is_another(root))
    };
    (held || is_slip(a, b)) && !apart(long, short) && !apart(short, long)
}

/// The same name but for one word between the first and the last, or but for one letter.
fn is_slip(a: &[String], b: &[String]) -> bool {
    const LEAST: usize = 3;
    if a.len() != b.len() || a.len() < LEAST {
        return false;
    }
    let mut others = (0..a.len()).filter(|i| a[*i] != b[*i]);
    match (others.next(), others.next()) {
        (Some(at), None) => {
            (at > 0 && at + 1 < a.len() && a.len() > LEAST + 1) || is_one_letter(&a[at], &b[at])
        }
        _ => false,
    }
}

/// One letter differs, and not the last: behind the beginning of a longer word more may.
fn is_one_letter(a: &str, b: &str) -> bool {
    let mut others = a
        .chars()
        .zip(b.chars())
        .enumerate()
        .filter(|(_, (a, b))| a != b);
    let length = a.chars().count();
    let first = others.next().map(|(at, _)| at);
    length == b.chars().count()
        && length > 3
        && first.is_some_and(|at| at + 1 < length)
        && others.next().is_none()
}

/// `CLGE` for `City library of the GE`: first letters, abbreviations whole.
fn initials(name: &str) -> String {
    const PASSED: [&str; 9] = [
        "the",
        "of",
        "for",
        "and",
        "in",
        "named",
        "after",
        "имени",
        "и",
    ];
    let words = name
        .split_whitespace()
        .filter(|word| !PASSED.contains(&folded(word).as_str()));
    words
        .map(|word| {
            if is_abbreviation(word) {
                folded(word)
            } else {
                folded(word).chars().take(1).collect()
            }
        })
        .collect()
}

/// The beginnings of the words of a name, articles and namesake words left out, so that
/// inflected forms and `Eurasia`, `Eurasian` are one.
fn roots(name: &str) -> Vec<String> {
    const PASSED: [&str; 26] = [
        "the",
        "of",
        "for",
        "and",
        "in",
        "named",
        "after",
        "имени",
        "им",
        "и",
        "атындағы",
        "атындагы",
        "және",
        "жана",
        "номидаги",
        "номли",
        "nomidagi",
        "nomli",
        "adyndaky",
        "va",
        "ва",
        "we",
        "ба",
        "номи",
        "im",
        "a",
    ];
    let name = folded(name)
        .replace("centre", "center")
        .replace("theatre", "theater");
    let words = name
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|word| word.chars().count() > 1);
    words
        .filter(|word| !PASSED.contains(word))
        .map(|word| root(word).to_owned())
        .collect()
}
