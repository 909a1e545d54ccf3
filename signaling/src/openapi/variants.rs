//! Types of several variants, of which each has its own fields and no further ones: the variants
//! themselves cannot say so where they are written.

use utoipa::openapi::{Components, RefOr, Schema, schema::AdditionalProperties};

/// The types whose readers refuse what a variant does not have.
const STRICT: [&str; 2] = ["Act", "ActInput"];

/// Closes the variants of these types.
pub(super) fn close(components: &mut Components) {
    for name in STRICT {
        let Some(RefOr::T(Schema::OneOf(one_of))) = components.schemas.get_mut(name) else {
            continue;
        };
        for item in &mut one_of.items {
            if let RefOr::T(Schema::Object(variant)) = item {
                variant.additional_properties =
                    Some(Box::new(AdditionalProperties::FreeForm(false)));
            }
        }
    }
}
