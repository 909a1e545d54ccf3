//! Content lines: unfolding, names, parameters, values (RFC 5545, 3.1).

/// One content line; names in upper case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) name: String,
    parameters: Vec<(String, String)>,
    pub(super) value: String,
}

impl Line {
    /// The first value of a parameter.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// Every line that is one, in order; what is none is passed over.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Line> {
    let mut rest = text.strip_prefix('\u{feff}').unwrap_or(text).split('\n').peekable();
    std::iter::from_fn(move || {
        loop {
            let mut unfolded = rest.next()?.trim_end_matches('\r').to_owned();
            while let Some(more) = rest.peek().and_then(|next| next.strip_prefix([' ', '\t'])) {
                unfolded.push_str(more.trim_end_matches('\r'));
                rest.next();
            }
            if let Some(line) = line(&unfolded) {
                return Some(line);
            }
        }
    })
}

fn line(text: &str) -> Option<Line> {
    let end = text.find([':', ';'])?;
    let name = text.get(..end)?.trim();
    if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        return None;
    }
    let mut parameters = Vec::new();
    let mut rest = text.get(end..)?;
    while let Some(after) = rest.strip_prefix(';') {
        let equals = after.find(['=', ':', ';'])?;
        if after.as_bytes().get(equals) != Some(&b'=') {
            return None;
        }
        let name = after.get(..equals)?.to_ascii_uppercase();
        let (value, left) = parameter_value(after.get(equals + 1..)?)?;
        parameters.push((name, value.to_owned()));
        rest = left;
        // Further values of the same parameter are of no interest here.
        while let Some(after) = rest.strip_prefix(',') {
            rest = parameter_value(after)?.1;
        }
    }
    let value = rest.strip_prefix(':')?.trim().to_owned();
    Some(Line { name: name.to_ascii_uppercase(), parameters, value })
}

fn parameter_value(text: &str) -> Option<(&str, &str)> {
    if let Some(quoted) = text.strip_prefix('"') {
        let end = quoted.find('"')?;
        return Some((quoted.get(..end)?, quoted.get(end + 1..)?));
    }
    let end = text.find([',', ';', ':'])?;
    Some((text.get(..end)?, text.get(end..)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn folded_lines_and_quoted_parameters_are_one_line_each() {
        let text = "\u{feff}BEGIN:VEVENT\r\nSUMMARY:a\r\n  b\r\n\tc\r\n\
                    dtstart;tzid=\"A:B;C\";X=1,\"2\":20260101T000000\r\nno line\r\nX;Y:1\r\n";
        let all: Vec<Line> = lines(text).collect();
        let names: Vec<_> = all.iter().map(|l| (l.name.as_str(), l.value.as_str())).collect();
        assert_eq!(
            names,
            [("BEGIN", "VEVENT"), ("SUMMARY", "a bc"), ("DTSTART", "20260101T000000")]
        );
        assert_eq!(all[2].parameter("TZID"), Some("A:B;C"));
        assert_eq!(all[2].parameter("X"), Some("1"));
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_reader(text in "(?s).{0,400}") {
            let count = lines(&text).count();
            prop_assert!(count <= text.len());
        }
    }
}
