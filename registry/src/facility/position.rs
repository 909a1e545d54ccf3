//! Where something is on the globe, in millionths of a degree: no rounding on the way through the
//! database, and about ten centimetres.

use serde::{Deserialize, Serialize};

/// Degrees of latitude or longitude.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, sqlx::Type)]
#[sqlx(transparent)]
pub struct Degrees(i32);

/// A number that is no latitude or no longitude.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("latitudes are from -90 to 90 and longitudes from -180 to 180")]
pub struct OutsideTheGlobe;

const MILLION: f64 = 1_000_000.0;

impl Degrees {
    /// As a number.
    #[must_use]
    pub fn as_f64(self) -> f64 {
        f64::from(self.0) / MILLION
    }

    #[expect(clippy::cast_possible_truncation, reason = "within ±180 million")]
    fn within(degrees: f64, most: f64) -> Result<Self, OutsideTheGlobe> {
        if degrees.is_finite() && degrees.abs() <= most {
            Ok(Self((degrees * MILLION).round() as i32))
        } else {
            Err(OutsideTheGlobe)
        }
    }
}

/// A point on the globe (WGS 84).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow, utoipa::ToSchema,
)]
#[serde(try_from = "Written", into = "Written")]
#[serde(deny_unknown_fields)]
#[schema(as = Position)]
pub struct Position {
    /// North of the equator.
    #[schema(value_type = f64, minimum = -90, maximum = 90)]
    pub latitude: Degrees,
    /// East of Greenwich.
    #[schema(value_type = f64, minimum = -180, maximum = 180)]
    pub longitude: Degrees,
}

/// As it is written in JSON.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    latitude: f64,
    longitude: f64,
}

impl Position {
    /// From degrees.
    ///
    /// # Errors
    /// [`OutsideTheGlobe`].
    pub fn new(latitude: f64, longitude: f64) -> Result<Self, OutsideTheGlobe> {
        Ok(Self {
            latitude: Degrees::within(latitude, 90.0)?,
            longitude: Degrees::within(longitude, 180.0)?,
        })
    }
}

impl TryFrom<Written> for Position {
    type Error = OutsideTheGlobe;

    fn try_from(written: Written) -> Result<Self, OutsideTheGlobe> {
        Self::new(written.latitude, written.longitude)
    }
}

impl From<Position> for Written {
    fn from(position: Position) -> Self {
        Self { latitude: position.latitude.as_f64(), longitude: position.longitude.as_f64() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_point_of_the_globe_comes_back_to_a_millionth_and_no_other_is_taken(
            latitude in any::<f64>(), longitude in -400.0..400.0_f64,
        ) {
            match Position::new(latitude, longitude) {
                Ok(position) => {
                    prop_assert!(latitude.abs() <= 90.0 && longitude.abs() <= 180.0);
                    prop_assert!((position.latitude.as_f64() - latitude).abs() < 1e-6);
                    let text = serde_json::to_string(&position).unwrap();
                    prop_assert_eq!(serde_json::from_str::<Position>(&text).unwrap(), position);
                }
                Err(OutsideTheGlobe) => {
                    let outside = latitude.abs() > 90.0 || longitude.abs() > 180.0;
                    prop_assert!(!latitude.is_finite() || outside);
                }
            }
        }
    }
}
