//! A form filled in: read strictly, a part at a time or whole, and what is still missing in it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    form::{Field, Kind, Must, Section},
    sections::REQUEST,
};
use crate::{
    error::Why,
    language::Language,
    time::{Local, WallTime, Zone},
};

/// What is wrong with one field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Its path in the JSON, for instance `session.dates.1.local`.
    pub path: String,
    /// What is wrong.
    pub why: Why,
}

/// The request's form, each value of the kind that its field takes; some may be missing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct Content(Map<String, Value>);

impl Content {
    /// Reads what has been filled in so far.
    ///
    /// # Errors
    /// Every field that is unknown or not as it should be.
    pub fn read(value: Value) -> Result<Self, Vec<Fault>> {
        let Value::Object(parts) = value else { return Err(vec![fault("", Why::Malformed)]) };
        let mut faults = Vec::new();
        for (key, part) in &parts {
            match REQUEST.iter().find(|section| section.key == key) {
                Some(section) => faults.extend(faults_in(section, part)),
                None => faults.push(fault(key, Why::Unknown)),
            }
        }
        if faults.is_empty() { Ok(Self(parts)) } else { Err(faults) }
    }

    /// What must be there before it can be sent, in the form's order.
    #[must_use]
    pub fn missing(&self) -> Vec<Fault> {
        REQUEST.iter().flat_map(|section| missing_in(section, self.0.get(section.key))).collect()
    }

    /// The value of a field, if it is filled in.
    #[must_use]
    pub fn get(&self, section: &str, field: &str) -> Option<&Value> {
        self.0.get(section)?.get(field)
    }

    /// The text of a field; nothing if it is not filled in.
    #[must_use]
    pub fn text(&self, section: &str, field: &str) -> Option<&str> {
        self.get(section, field)?.as_str()
    }

    /// Whether it is marked as urgent.
    #[must_use]
    pub fn is_urgent(&self) -> bool {
        self.text("opening", "urgency") == Some("urgent")
    }

    /// The three dates proposed for the session.
    #[must_use]
    pub fn dates(&self) -> Vec<WallTime> {
        let dates = self.get("session", "dates").and_then(Value::as_array);
        dates.into_iter().flatten().filter_map(wall_time).collect()
    }

    /// The whole as JSON.
    #[must_use]
    pub fn to_value(&self) -> Value {
        Value::Object(self.0.clone())
    }

    /// The same with one part replaced.
    ///
    /// # Errors
    /// What is wrong with the part.
    pub fn with(&self, section: &Section, part: Value) -> Result<Self, Vec<Fault>> {
        let faults = faults_in(section, &part);
        if !faults.is_empty() {
            return Err(faults);
        }
        let mut parts = self.0.clone();
        parts.insert(section.key.to_owned(), part);
        Ok(Self(parts))
    }
}

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::read(Value::deserialize(from)?).map_err(|faults| {
            let paths: Vec<_> = faults.iter().map(|fault| fault.path.as_str()).collect();
            serde::de::Error::custom(format!("refused: {}", paths.join(", ")))
        })
    }
}

/// Everything in a part that is unknown or not as it should be.
#[must_use]
pub fn faults_in(section: &Section, part: &Value) -> Vec<Fault> {
    let mut faults = Vec::new();
    check_object(section.fields, part, section.key, &mut faults);
    faults
}

/// What a part must have and has not.
#[must_use]
pub fn missing_in(section: &Section, part: Option<&Value>) -> Vec<Fault> {
    let is_missing = |field: &&Field| {
        let needed = match field.must {
            Must::Always => true,
            Must::When(other, word) => {
                part.and_then(|part| part.get(other)).and_then(Value::as_str) == Some(word)
            }
            Must::Never => false,
        };
        needed && part.and_then(|part| part.get(field.key)).is_none_or(|value| !says(value))
    };
    section
        .fields
        .iter()
        .filter(is_missing)
        .map(|field| fault(&format!("{}.{}", section.key, field.key), Why::Missing))
        .collect()
}

/// An empty text says nothing, and so is missing; an empty list is for its field to judge.
fn says(value: &Value) -> bool {
    value.as_str().is_none_or(|text| !text.trim().is_empty())
}

fn fault(path: &str, why: Why) -> Fault {
    Fault { path: path.to_owned(), why }
}

fn check_object(fields: &[Field], value: &Value, path: &str, faults: &mut Vec<Fault>) {
    let Value::Object(found) = value else {
        faults.push(fault(path, Why::Malformed));
        return;
    };
    for (key, value) in found {
        let path = format!("{path}.{key}");
        match fields.iter().find(|field| field.key == key) {
            Some(field) => check(field.kind, value, &path, faults),
            None => faults.push(fault(&path, Why::Unknown)),
        }
    }
}

fn check(kind: Kind, value: &Value, path: &str, faults: &mut Vec<Fault>) {
    let outcome = match kind {
        Kind::Line(most) => line(value, most),
        Kind::Text(most) => text(value, most, |c| c == '\n' || !c.is_control()),
        Kind::Word(words) => word(value, words),
        Kind::Words(words) => several(value, words),
        Kind::Lines { count, length } => {
            return check_list(value, 1, count, path, faults, |value, path, faults| {
                note(line(value, length), path, faults);
            });
        }
        Kind::Day => day(value),
        Kind::Minutes => {
            let minutes = value.as_i64().is_some_and(|minutes| (1..=720).contains(&minutes));
            if minutes { Ok(()) } else { Err(Why::Malformed) }
        }
        Kind::Language => parsed::<Language>(value),
        Kind::Time => time(value),
        Kind::Times(count) => {
            if let Some(list) = value.as_array()
                && list.iter().enumerate().any(|(at, one)| list.iter().take(at).any(|b| b == one))
            {
                faults.push(fault(path, Why::Repeated));
            }
            return check_list(value, count, count, path, faults, |value, path, faults| {
                note(time(value), path, faults);
            });
        }
        Kind::Rows { least, most, columns } => {
            return check_list(value, least, most, path, faults, |row, path, faults| {
                check_object(columns, row, path, faults);
                for column in columns {
                    if row.get(column.key).is_none_or(|value| !says(value)) {
                        faults.push(fault(&format!("{path}.{}", column.key), Why::Missing));
                    }
                }
            });
        }
        Kind::Hash => {
            let is_hash = value.as_str().is_some_and(|text| {
                text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
            });
            if is_hash { Ok(()) } else { Err(Why::Malformed) }
        }
    };
    note(outcome, path, faults);
}

fn note(outcome: Result<(), Why>, path: &str, faults: &mut Vec<Fault>) {
    if let Err(why) = outcome {
        faults.push(fault(path, why));
    }
}

fn check_list(
    value: &Value,
    least: usize,
    most: usize,
    path: &str,
    faults: &mut Vec<Fault>,
    check: impl Fn(&Value, &str, &mut Vec<Fault>),
) {
    let Some(list) = value.as_array() else { return faults.push(fault(path, Why::Malformed)) };
    if list.len() < least {
        faults.push(fault(path, Why::Missing));
    }
    if list.len() > most {
        return faults.push(fault(path, Why::TooLong));
    }
    for (at, value) in list.iter().enumerate() {
        check(value, &format!("{path}.{at}"), faults);
    }
}

fn line(value: &Value, most: usize) -> Result<(), Why> {
    text(value, most, |c| !c.is_control())
}

fn text(value: &Value, most: usize, admits: impl Fn(char) -> bool) -> Result<(), Why> {
    let text = value.as_str().ok_or(Why::Malformed)?;
    if text.chars().count() > most {
        return Err(Why::TooLong);
    }
    if text.chars().all(admits) { Ok(()) } else { Err(Why::Malformed) }
}

fn word(value: &Value, words: &[&str]) -> Result<(), Why> {
    let word = value.as_str().ok_or(Why::Malformed)?;
    if words.contains(&word) { Ok(()) } else { Err(Why::Unknown) }
}

fn several(value: &Value, words: &[&str]) -> Result<(), Why> {
    let list = value.as_array().ok_or(Why::Malformed)?;
    if list.is_empty() {
        return Err(Why::Missing);
    }
    for (at, value) in list.iter().enumerate() {
        word(value, words)?;
        if list.iter().take(at).any(|before| before == value) {
            return Err(Why::Repeated);
        }
    }
    Ok(())
}

fn day(value: &Value) -> Result<(), Why> {
    let day = value.as_str().filter(|day| day.len() == 10 && day.is_ascii());
    let midnight = format!("{}T00:00", day.ok_or(Why::Malformed)?);
    midnight.parse::<Local>().map(drop).map_err(|_| Why::Malformed)
}

fn parsed<T: std::str::FromStr>(value: &Value) -> Result<(), Why> {
    let text = value.as_str().ok_or(Why::Malformed)?;
    text.parse::<T>().map(drop).map_err(|_| Why::Malformed)
}

fn time(value: &Value) -> Result<(), Why> {
    let found = value.as_object().ok_or(Why::Malformed)?;
    if found.keys().any(|key| key != "local" && key != "zone") {
        return Err(Why::Unknown);
    }
    let local = found.get("local").ok_or(Why::Missing)?;
    let zone = found.get("zone").ok_or(Why::Missing)?;
    let minute = local.as_str().filter(|text| text.len() == 16).ok_or(Why::Malformed)?;
    minute.parse::<Local>().map_err(|_| Why::Malformed)?;
    parsed::<Zone>(zone).map_err(|_| Why::Unknown)?;
    wall_time(value).ok_or(Why::Malformed)?.moment().map(drop).map_err(|_| Why::SkippedByClock)
}

/// A wall time of a form.
#[must_use]
pub fn wall_time(value: &Value) -> Option<WallTime> {
    let part = |key: &str| value.get(key).and_then(Value::as_str);
    Some(WallTime { local: part("local")?.parse().ok()?, zone: part("zone")?.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cooperation::schema::request_schema;
    use proptest::prelude::*;
    use serde_json::json;

    const FILLED: &str = include_str!("../sample/cooperation_request.json");

    fn filled() -> Value {
        serde_json::from_str(FILLED).unwrap()
    }

    #[test]
    fn coop_each_must_that_is_left_out_is_named_and_asked_for_by_the_schema() {
        let schema = request_schema();
        assert_eq!(Content::read(filled()).unwrap().missing(), []);
        let mut musts = 0;
        for section in REQUEST {
            for field in section.fields.iter().filter(|field| field.must != Must::Never) {
                let mut without = filled();
                without[section.key].as_object_mut().unwrap().remove(field.key);
                let path = format!("{}.{}", section.key, field.key);
                let missing = Content::read(without).unwrap().missing();
                assert_eq!(missing, [fault(&path, Why::Missing)]);
                let part = &schema["properties"][section.key];
                let asked = part["required"].as_array().unwrap().contains(&json!(field.key));
                assert_eq!(asked, field.must == Must::Always, "{path}");
                musts += 1;
            }
        }
        assert_eq!(musts, 60);
        // Every part of the requirement that is marked M has at least one, but 20, the reply.
        let parts: Vec<u8> = REQUEST
            .iter()
            .filter(|s| s.fields.iter().any(|f| f.must == Must::Always))
            .map(|s| s.number)
            .collect();
        assert_eq!(parts, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 18]);
    }

    #[test]
    fn coop_why_it_is_urgent_is_asked_only_where_it_is() {
        let mut ordinary = filled();
        ordinary["opening"]["urgency"] = "ordinary".into();
        ordinary["opening"].as_object_mut().unwrap().remove("urgency_why");
        assert_eq!(Content::read(ordinary).unwrap().missing(), []);
    }

    #[test]
    fn coop_values_of_the_wrong_kind_are_refused_by_their_path() {
        for (section, field, value, path, why) in [
            ("opening", "date", json!("2026-02-30"), "opening.date", Why::Malformed),
            ("opening", "urgency", json!("soon"), "opening.urgency", Why::Unknown),
            ("session", "minutes", json!(0), "session.minutes", Why::Malformed),
            ("session", "dates", json!([]), "session.dates", Why::Missing),
            ("languages", "variety", json!("Mam"), "languages.variety", Why::Malformed),
            ("purpose", "questions", json!(["a", 1]), "purpose.questions.1", Why::Malformed),
            ("basis", "article", json!("a".repeat(81)), "basis.article", Why::TooLong),
            ("basis", "article", json!("a\nb"), "basis.article", Why::Malformed),
            (
                "protection",
                "measures",
                json!(["none", "none"]),
                "protection.measures",
                Why::Repeated,
            ),
            (
                "attendance",
                "at_requested",
                json!([{ "who": "x" }]),
                "attendance.at_requested.0.role",
                Why::Missing,
            ),
        ] {
            let mut wrong = filled();
            wrong[section][field] = value;
            assert_eq!(Content::read(wrong), Err(vec![fault(path, why)]));
        }
    }

    /// Any JSON, a few levels deep.
    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            ".{0,12}".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 24, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                proptest::collection::btree_map("[a-z_]{0,8}", inner, 0..4)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn coop_no_json_breaks_the_reader_and_what_is_read_is_kept(
            section in 0..REQUEST.len(), value in any_json(), at in 0..8_usize,
        ) {
            let mut form = filled();
            let section = REQUEST[section];
            let field = section.fields[at % section.fields.len()];
            form[section.key][field.key] = value.clone();
            if let Ok(content) = Content::read(form.clone()) {
                prop_assert_eq!(content.to_value(), form);
            }
            let _ = Content::read(value);
        }
    }
}
