//! Small numbers instead of texts that come again and again.

use std::{collections::HashMap, hash::Hash};

/// Numbers from 0 on, in the order in which things were first seen.
#[derive(Debug)]
pub(crate) struct Names<T> {
    all: Vec<T>,
    numbers: HashMap<T, u32>,
}

impl<T> Default for Names<T> {
    fn default() -> Self {
        Self { all: Vec::new(), numbers: HashMap::new() }
    }
}

impl<T: Clone + Eq + Hash> Names<T> {
    /// The number of a thing, known or new.
    pub(crate) fn number(&mut self, thing: &T) -> u32 {
        if let Some(number) = self.numbers.get(thing) {
            return *number;
        }
        // Four thousand million languages, zones or schemes there are not.
        let number = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        self.numbers.insert(thing.clone(), number);
        self.all.push(thing.clone());
        number
    }

    /// The number of a thing, if it was seen.
    pub(crate) fn known(&self, thing: &T) -> Option<u32> {
        self.numbers.get(thing).copied()
    }

    /// The thing of a number.
    pub(crate) fn get(&self, number: u32) -> Option<&T> {
        self.all.get(number as usize)
    }

    /// All things, in order.
    pub(crate) fn all(&self) -> &[T] {
        &self.all
    }
}
