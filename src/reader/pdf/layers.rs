//! Optional content: which layers of a file are shown (ISO 32000-2, 8.11).

use hayro_syntax::object::{Array, Dict, Name, ObjectIdentifier};
use hayro_syntax::xref::XRef;
use std::collections::BTreeSet;

/// The layers that are hidden when the file is opened.
#[derive(Default, Debug)]
pub struct Layers {
    hidden: BTreeSet<ObjectIdentifier>,
}

impl Layers {
    pub fn read(xref: &XRef) -> Layers {
        let catalog = xref.get::<Dict<'_>>(xref.root_id());
        let Some(properties) = catalog.and_then(|c| c.get::<Dict<'_>>(b"OCProperties")) else {
            return Layers::default();
        };
        let Some(configuration) = properties.get::<Dict<'_>>(b"D") else {
            return Layers::default();
        };
        let mut hidden = BTreeSet::new();
        if configuration
            .get::<Name<'_>>(b"BaseState")
            .is_some_and(|state| state.as_ref() == b"OFF")
        {
            hidden.extend(groups(&properties, b"OCGs"));
        }
        for shown in groups(&configuration, b"ON") {
            hidden.remove(&shown);
        }
        hidden.extend(groups(&configuration, b"OFF"));
        Layers { hidden }
    }

    /// Whether content under the entry `key` of `holder` is shown: a group, or a
    /// membership of groups whose policy is taken as "any is on" unless it says "all".
    pub fn shows(&self, holder: &Dict<'_>, key: &[u8]) -> bool {
        if self.hidden.is_empty() {
            return true;
        }
        if holder
            .get_ref(key)
            .is_some_and(|id| self.hidden.contains(&id.into()))
        {
            return false;
        }
        let Some(membership) = holder.get::<Dict<'_>>(key) else {
            return true;
        };
        let mut members: Vec<ObjectIdentifier> = groups(&membership, b"OCGs");
        members.extend(membership.get_ref(b"OCGs").map(ObjectIdentifier::from));
        if members.is_empty() {
            return true;
        }
        let all = membership
            .get::<Name<'_>>(b"P")
            .is_some_and(|policy| policy.as_ref() == b"AllOn");
        let shown = |id: &ObjectIdentifier| !self.hidden.contains(id);
        if all {
            members.iter().all(shown)
        } else {
            members.iter().any(shown)
        }
    }
}

fn groups(holder: &Dict<'_>, key: &[u8]) -> Vec<ObjectIdentifier> {
    let Some(array) = holder.get::<Array<'_>>(key) else {
        return Vec::new();
    };
    array
        .raw_iter()
        .filter_map(|item| item.as_obj_ref().map(ObjectIdentifier::from))
        .collect()
}
