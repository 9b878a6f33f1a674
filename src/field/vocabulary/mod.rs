//! Words that several field readers know: of people, of institutions, of cities.
//!
//! A person's name is told from an institution's by the words of both, and a city from either; so
//! the words stand below the readers, which lead one way: verbs, institutions, people, places.

pub mod city;
pub mod institution;
pub mod person;
