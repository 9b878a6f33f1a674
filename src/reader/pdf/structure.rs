//! The logical structure that a tagged file brings (ISO 32000-2, 14.7 and 14.8): which
//! pieces of marked content make one paragraph, heading or list item.
//!
//! The tree is walked once; what is kept is, for every page, the unit that each
//! marked-content identifier belongs to. Whether the units are to be believed is
//! judged by the page ([`super::tags`]).

use hayro_syntax::object::{Dict, Name, Object, ObjectIdentifier};
use hayro_syntax::xref::XRef;
use std::collections::{BTreeMap, BTreeSet};

/// How many elements of a tree are read.
const ELEMENTS: usize = 1_000_000;
/// How many identifiers a page may use.
const IDENTIFIERS: usize = 100_000;

/// What a unit of text is.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum UnitRole {
    #[default]
    Text,
    Heading(u8),
    Item,
}

/// A paragraph, heading or item of the structure tree; 0 where there is none.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct TaggedUnit {
    pub id: u32,
    pub role: UnitRole,
}

impl TaggedUnit {
    /// Whether both stand in one unit; none where the structure does not say.
    pub fn is_same(self, other: TaggedUnit) -> Option<bool> {
        (self.id != 0 && other.id != 0).then_some(self.id == other.id)
    }
}

#[derive(Default, Debug)]
pub struct Structure {
    pages: BTreeMap<ObjectIdentifier, Vec<TaggedUnit>>,
    units: u32,
}

/// An element still to be walked: its page, the unit it stands in, and the roles of this file.
struct TreeStep<'a> {
    element: Dict<'a>,
    page: Option<ObjectIdentifier>,
    unit: TaggedUnit,
}

impl Structure {
    pub fn read(xref: &XRef) -> Structure {
        let mut structure = Structure::default();
        let root = xref
            .get::<Dict<'_>>(xref.root_id())
            .and_then(|c| c.get::<Dict<'_>>(b"StructTreeRoot"));
        let Some(root) = root else { return structure };
        let roles = root.get::<Dict<'_>>(b"RoleMap").unwrap_or_else(Dict::empty);
        let mut seen = BTreeSet::new();
        let mut open = vec![TreeStep {
            element: root,
            page: None,
            unit: TaggedUnit::default(),
        }];
        while let Some(step) = open.pop() {
            if step.element.obj_id().is_some_and(|id| !seen.insert(id)) || seen.len() > ELEMENTS {
                continue;
            }
            structure.element(step, &roles, &mut open);
        }
        structure
    }

    fn element<'a>(&mut self, step: TreeStep<'a>, roles: &Dict<'_>, open: &mut Vec<TreeStep<'a>>) {
        let TreeStep {
            element,
            page,
            unit,
        } = step;
        let page = element.get_ref(b"Pg").map(ObjectIdentifier::from).or(page);
        let unit = element
            .get::<Name<'_>>(b"S")
            .map_or(unit, |name| self.unit(&name, unit, roles));
        let before = open.len();
        match element.get::<Object<'a>>(b"K") {
            Some(Object::Array(kids)) => {
                for kid in kids.iter::<Object<'a>>() {
                    self.kid(kid, page, unit, open);
                }
            }
            Some(kid) => self.kid(kid, page, unit, open),
            None => {}
        }
        // The last one pushed is walked first: units are counted in reading order.
        open[before..].reverse();
    }

    fn kid<'a>(
        &mut self,
        kid: Object<'a>,
        page: Option<ObjectIdentifier>,
        unit: TaggedUnit,
        open: &mut Vec<TreeStep<'a>>,
    ) {
        match kid {
            Object::Number(number) => self.place(page, number.as_i64(), unit),
            Object::Dict(dict) => match dict.get::<i64>(b"MCID") {
                Some(id) => self.place(
                    dict.get_ref(b"Pg").map(ObjectIdentifier::from).or(page),
                    id,
                    unit,
                ),
                None => open.push(TreeStep {
                    element: dict,
                    page,
                    unit,
                }),
            },
            _ => {}
        }
    }

    fn place(&mut self, page: Option<ObjectIdentifier>, id: i64, unit: TaggedUnit) {
        let (Some(page), Ok(id)) = (page, usize::try_from(id)) else {
            return;
        };
        if unit.id == 0 || id >= IDENTIFIERS {
            return;
        }
        let units = self.pages.entry(page).or_default();
        if units.len() <= id {
            units.resize(id + 1, TaggedUnit::default());
        }
        units[id] = unit;
    }

    /// The unit of an element within another one: a paragraph within an item is the item's text.
    fn unit(&mut self, name: &Name<'_>, outer: TaggedUnit, roles: &Dict<'_>) -> TaggedUnit {
        let mapped = roles.get::<Name<'_>>(name.as_ref());
        let role = match mapped.as_ref().unwrap_or(name).as_ref() {
            b"H" | b"H1" | b"Title" => UnitRole::Heading(1),
            b"H2" => UnitRole::Heading(2),
            b"H3" => UnitRole::Heading(3),
            b"H4" | b"H5" | b"H6" => UnitRole::Heading(4),
            b"LI" => UnitRole::Item,
            b"P" if outer.role == UnitRole::Item => return outer,
            b"P" | b"TD" | b"TH" | b"Caption" | b"Note" => UnitRole::Text,
            b"Span" | b"Link" | b"Em" | b"Strong" | b"Lbl" | b"LBody" | b"Reference" | b"Quote" => {
                return outer;
            }
            _ => return TaggedUnit::default(),
        };
        self.units += 1;
        TaggedUnit {
            id: self.units,
            role,
        }
    }

    /// The units of a page, by marked-content identifier.
    pub fn page(&self, id: Option<ObjectIdentifier>) -> &[TaggedUnit] {
        id.and_then(|id| self.pages.get(&id))
            .map_or(&[], Vec::as_slice)
    }
}
