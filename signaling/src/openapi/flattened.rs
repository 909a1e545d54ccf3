//! Types that take in the fields of another.
//!
//! Some of those others are bodies, too, and as bodies have no further fields. Within a larger
//! type that would be a contradiction, so there the fields stand without that word.

use std::collections::BTreeMap;
use utoipa::openapi::{Components, RefOr, Schema, schema::AdditionalProperties};

/// Writes the fields of a closed type out wherever another type takes them in.
pub(super) fn open(components: &mut Components) {
    let closed: BTreeMap<String, Schema> = components
        .schemas
        .iter()
        .filter_map(|(name, schema)| Some((name.clone(), opened(schema)?)))
        .collect();
    for schema in components.schemas.values_mut() {
        let RefOr::T(Schema::AllOf(all_of)) = schema else { continue };
        for item in &mut all_of.items {
            let RefOr::Ref(named) = &*item else { continue };
            let name = named.ref_location.rsplit('/').next().unwrap_or_default();
            if let Some(fields) = closed.get(name) {
                *item = RefOr::T(fields.clone());
            }
        }
    }
}

/// The same type with room for further fields, if it has none.
fn opened(schema: &RefOr<Schema>) -> Option<Schema> {
    let RefOr::T(Schema::Object(object)) = schema else { return None };
    let closed = object
        .additional_properties
        .as_deref()
        .is_some_and(|further| matches!(further, AdditionalProperties::FreeForm(false)));
    closed.then(|| {
        let mut object = object.clone();
        object.additional_properties = None;
        Schema::Object(object)
    })
}
