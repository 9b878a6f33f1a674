//! Candidates in the making.

use super::{dateline, moment};
use crate::document::{Property, Witness};
use crate::reader::html::spelling::fold;

/// What a moment in words loses against one in the form for machines.
const IN_WORDS: f32 = 0.05;

/// Candidates in the making.
#[derive(Default)]
pub struct PageCandidates(pub Vec<(Property, String, Witness, f32)>);

impl PageCandidates {
    /// A value that stands outside the text.
    pub fn add(&mut self, property: Property, value: &str, from: impl Into<String>, weight: f32) {
        let value = fold(value);
        if !value.is_empty() {
            self.0
                .push((property, value, Witness::Outside(from.into()), weight));
        }
    }

    /// A moment that a machine wrote; one in words as those, with less weight.
    pub fn moment(
        &mut self,
        property: Property,
        value: &str,
        from: impl Into<String>,
        weight: f32,
    ) {
        match moment::parse(value) {
            Some(moment) => self.add(property, &moment, from, weight),
            None if value.len() <= 80 && dateline::is_dated(value) => {
                self.add(property, value, from, weight - IN_WORDS)
            }
            None => {}
        }
    }

    /// The values that are candidates for a property.
    pub fn of(
        &self,
        property: Property,
    ) -> impl Iterator<Item = &(Property, String, Witness, f32)> {
        self.0.iter().filter(move |(p, ..)| *p == property)
    }
}
