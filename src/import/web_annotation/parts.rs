//! Values of JSON-LD as files have them: one or several, by name or written out.

use serde_json::{Map, Value};

/// The entries of a field that may have one, several or none.
pub(super) fn all(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    let entries = match value {
        Some(Value::Array(entries)) => entries.as_slice(),
        Some(Value::Null) | None => &[],
        Some(one) => std::slice::from_ref(one),
    };
    entries.iter()
}

/// A field's string.
pub(super) fn string<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key).and_then(Value::as_str)
}

/// Those fields of an object that are wanted.
pub(in crate::import) fn some(value: &Value, keys: &[&str]) -> Value {
    let field = |key: &&str| Some(((*key).to_owned(), value.get(*key)?.clone()));
    Value::Object(keys.iter().filter_map(field).collect::<Map<_, _>>())
}

/// Whether a value is of a type, or among others of it.
pub(super) fn is_a(value: &Value, kind: &str) -> bool {
    all(value.get("type")).any(|entry| entry == kind)
}

/// What an IRI names within its article: what stands after a mark, decoded; all of it where the mark is not there.
pub(super) fn decoded(iri: &str, mark: &str) -> String {
    let Some((_, encoded)) = iri.rsplit_once(mark) else { return iri.to_owned() };
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut rest = encoded.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let scalar = hex.filter(|_| byte == b'%').and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(scalar.unwrap_or(byte));
        rest = if scalar.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The actors that a field names.
pub(super) fn actors(value: &Value) -> Value {
    let name = |entry: &Value| {
        let iri = entry.as_str().or_else(|| string(entry, "id")).or_else(|| string(entry, "name"))?;
        Some(Value::String(decoded(iri, "#actor-")))
    };
    if value.is_null() { Value::Null } else { all(Some(value)).filter_map(name).collect() }
}
