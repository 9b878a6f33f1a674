//! Roles of columns: what a header says, weighed against what stands under it.
//!
//! Every column gets points for every role: from its header, and from the kinds of its cells by
//! one table ([`WEIGHTS`]). The highest go first; a role of which an activity has only one is
//! given once.

use super::content::{CellContent, ContentKind};
use crate::draft::Role;

/// Points of a header for the role it names. The numbers here and below were set by hand on
/// reports of the project's own and on generated ones with half of the headers in unknown words.
const HEADER: f32 = 5.0;

/// A role needs more points than this.
const NEEDED: f32 = 0.9;

/// A role, what it has to overcome, and what speaks for it.
type Weights = (Role, f32, &'static [(ContentKind, f32)]);

/// What speaks for a role and against it, times the share of cells of that kind; and what a role
/// has to overcome. Roles that are not here are told by their headers alone.
const WEIGHTS: [Weights; 17] = {
    use ContentKind::*;
    [
        (Role::Number, 2.5, &[(Ordinal, 4.0), (Letters, -6.0)]),
        (
            Role::Country,
            2.5,
            &[(Country, 6.0), (Number, -5.0), (Day, -5.0), (Told, -3.0)],
        ),
        (
            Role::Date,
            3.0,
            &[
                (Day, 6.5),
                (Period, 2.5),
                (DayAndMore, 3.5),
                (Ordinal, -3.0),
                (Told, -4.0),
            ],
        ),
        (
            Role::DateAndPlace,
            3.0,
            &[(DayAndMore, 5.5), (Day, 1.0), (Ordinal, -4.0), (Told, -4.0)],
        ),
        (
            Role::Period,
            3.0,
            &[(Period, 4.5), (Day, -2.0), (Told, -4.0), (Ordinal, -2.0)],
        ),
        (
            Role::Place,
            2.5,
            &[
                (City, 5.5),
                (Day, -6.0),
                (Number, -4.0),
                (Ordinal, -4.0),
                (Country, -2.0),
                (Goal, -5.0),
            ],
        ),
        (
            Role::Title,
            2.0,
            &[
                (Told, 3.0),
                (Wordy, 1.5),
                (Number, -6.0),
                (Day, -6.0),
                (Period, -5.0),
                (DayAndMore, -1.0),
                (Country, -5.0),
                (Link, -6.0),
                (Organization, -2.5),
                (Person, -4.0),
                (City, -4.0),
                (Goal, -3.0),
                (Mode, -3.0),
            ],
        ),
        (
            Role::Description,
            3.0,
            &[(Long, 2.0), (Number, -4.0), (Day, -4.0), (Link, -4.0)],
        ),
        (
            Role::Organizer,
            2.5,
            &[
                (Organization, 4.5),
                (Person, 1.0),
                (Told, -2.0),
                (Number, -5.0),
                (Day, -5.0),
            ],
        ),
        (
            Role::Speaker,
            3.0,
            &[(Person, 4.5), (Number, -5.0), (Day, -5.0)],
        ),
        (
            Role::Participants,
            3.0,
            &[(Number, 4.2), (Day, -5.0), (Goal, -4.0), (Link, -5.0)],
        ),
        (Role::Mode, 2.5, &[(Mode, 6.5), (Number, -5.0)]),
        (
            Role::Type,
            2.5,
            &[(Type, 5.0), (Long, -4.0), (Number, -5.0), (Mode, -2.0)],
        ),
        (Role::Goals, 2.5, &[(Goal, 5.5)]),
        (Role::Link, 2.5, &[(Link, 6.0), (Number, -4.0)]),
        (Role::Budget, 1.0, &[(Letters, -1.0)]),
        (Role::Results, 1.0, &[(Ordinal, -2.0)]),
    ]
};

/// Roles of which an activity has one.
const SINGLE: [Role; 7] = [
    Role::Number,
    Role::Country,
    Role::Date,
    Role::DateAndPlace,
    Role::Title,
    Role::Type,
    Role::Mode,
];

/// The roles of the columns, by the roles that their headers name and by what they hold.
pub fn roles(named: &[Option<Role>], contents: &[CellContent]) -> Vec<Option<Role>> {
    let mut offers = Vec::new();
    for (column, content) in contents.iter().enumerate() {
        let named = named.get(column).copied().flatten();
        for &(role, need, weights) in &WEIGHTS {
            let points = points(role, need, weights, named, content);
            if points > NEEDED {
                offers.push((points, column, role));
            }
        }
        if let Some(role) = named.filter(|role| WEIGHTS.iter().all(|(known, ..)| known != role)) {
            offers.push((HEADER, column, role));
        }
    }
    offers.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut given: Vec<Option<Role>> = vec![None; contents.len()];
    for (_, column, role) in offers {
        let taken = SINGLE.contains(&role) && given.contains(&Some(role));
        if given[column].is_none() && !taken {
            given[column] = Some(role);
        }
    }
    if !given.contains(&Some(Role::Title)) {
        likeliest_title(named, contents, &mut given);
    }
    given
}

/// Where nothing names the activities, the column without a role that tells most of them does.
fn likeliest_title(named: &[Option<Role>], contents: &[CellContent], given: &mut [Option<Role>]) {
    let title = WEIGHTS.iter().find(|(role, ..)| *role == Role::Title);
    let Some(&(role, need, weights)) = title else {
        return;
    };
    let free = |column: &usize| given[*column].is_none();
    let told = |column: usize| {
        let own = named.get(column).copied().flatten();
        let points = points(role, need, weights, own, &contents[column]);
        (contents[column].share(ContentKind::Told) >= 0.3 && points > 0.0)
            .then_some((points, column))
    };
    let best = (0..contents.len()).filter(free).filter_map(told);
    if let Some((_, column)) = best.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1))) {
        given[column] = Some(role);
    }
}

fn points(
    role: Role,
    need: f32,
    weights: &[(ContentKind, f32)],
    named: Option<Role>,
    content: &CellContent,
) -> f32 {
    let own: f32 = weights
        .iter()
        .map(|&(feature, weight)| weight * content.share(feature))
        .sum();
    let header = match named {
        Some(named) if named == role => HEADER,
        Some(named) if are_near(named, role) => HEADER / 2.0,
        // A header that names something else speaks against.
        Some(_) => -2.0,
        None => 0.0,
    };
    // An empty column has the role of its header.
    if content.filled == 0 && header > 0.0 {
        return header;
    }
    own + header - need
}

/// Headers that stand for one another: `Time` over days, `Form` over ways to take part.
fn are_near(named: Role, role: Role) -> bool {
    let groups: [&[Role]; 5] = [
        &[Role::Date, Role::DateAndPlace, Role::Period, Role::Time],
        &[Role::Mode, Role::Type],
        &[Role::Organizer, Role::Speaker, Role::Partner],
        &[Role::Goals, Role::Objectives, Role::Results],
        &[Role::Title, Role::Description],
    ];
    let both = |group: &&[Role]| group.contains(&named) && group.contains(&role);
    groups.iter().any(both)
}
