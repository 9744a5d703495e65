//! Reads one JSON value for one field without ever refusing it: what has the wrong type is set aside as it is.
//!
//! Typed visitors read straight from the text, so that a good file costs one pass and no intermediate tree.

use std::borrow::Cow;
use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// What a file has at a field.
#[derive(Debug, Default)]
pub(super) enum Field<T> {
    /// Nothing.
    #[default]
    Absent,
    /// `null`.
    Null,
    /// A value of the right type.
    Known(T),
    /// A value that the format does not allow here.
    Odd(Value),
}

/// Outcome of taking a JSON value for a type: the value, or what it was instead.
pub(super) type Taken<T> = Result<T, Value>;

/// A type that can be made from some JSON values; the default of every method is that it cannot.
pub(super) trait Shape<'de>: Sized {
    /// What the warning says the format wants: *a text*, *a list*.
    const WANTED: &'static str;

    fn of_str(text: Cow<'de, str>) -> Taken<Self> {
        Err(Value::String(text.into_owned()))
    }
    fn of_bool(value: bool) -> Taken<Self> {
        Err(Value::Bool(value))
    }
    fn of_number(number: Number) -> Taken<Self> {
        Err(Value::Number(number))
    }
    fn of_seq<A: SeqAccess<'de>>(seq: A) -> Result<Taken<Self>, A::Error> {
        Value::deserialize(SeqAccessDeserializer::new(seq)).map(Err)
    }
    fn of_map<A: MapAccess<'de>>(map: A) -> Result<Taken<Self>, A::Error> {
        Value::deserialize(MapAccessDeserializer::new(map)).map(Err)
    }
}

struct FieldVisitor<T>(PhantomData<T>);

fn field<T>(taken: Taken<T>) -> Field<T> {
    taken.map_or_else(Field::Odd, Field::Known)
}

impl<'de, T: Shape<'de>> Visitor<'de> for FieldVisitor<T> {
    type Value = Field<T>;

    fn expecting(&self, out: &mut std::fmt::Formatter) -> std::fmt::Result {
        out.write_str("any JSON value")
    }
    fn visit_unit<E>(self) -> Result<Field<T>, E> {
        Ok(Field::Null)
    }
    fn visit_bool<E>(self, value: bool) -> Result<Field<T>, E> {
        Ok(field(T::of_bool(value)))
    }
    fn visit_u64<E>(self, value: u64) -> Result<Field<T>, E> {
        Ok(field(T::of_number(value.into())))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Field<T>, E> {
        Ok(field(T::of_number(value.into())))
    }
    fn visit_f64<E>(self, value: f64) -> Result<Field<T>, E> {
        Ok(Number::from_f64(value).map_or(Field::Null, |number| field(T::of_number(number))))
    }
    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Field<T>, E> {
        Ok(field(T::of_str(Cow::Borrowed(text))))
    }
    fn visit_str<E>(self, text: &str) -> Result<Field<T>, E> {
        Ok(field(T::of_str(Cow::Owned(text.to_owned()))))
    }
    fn visit_string<E>(self, text: String) -> Result<Field<T>, E> {
        Ok(field(T::of_str(Cow::Owned(text))))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Field<T>, A::Error> {
        T::of_seq(seq).map(field)
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Field<T>, A::Error> {
        T::of_map(map).map(field)
    }
}

impl<'de, T: Shape<'de>> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(FieldVisitor(PhantomData))
    }
}

/// An object's key, borrowed from the file where it has no escapes.
pub(super) struct Key<'de>(pub(super) Cow<'de, str>);

struct KeyVisitor;

impl<'de> Visitor<'de> for KeyVisitor {
    type Value = Key<'de>;

    fn expecting(&self, out: &mut std::fmt::Formatter) -> std::fmt::Result {
        out.write_str("a key")
    }
    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Key<'de>, E> {
        Ok(Key(Cow::Borrowed(text)))
    }
    fn visit_str<E>(self, text: &str) -> Result<Key<'de>, E> {
        Ok(Key(Cow::Owned(text.to_owned())))
    }
    fn visit_string<E>(self, text: String) -> Result<Key<'de>, E> {
        Ok(Key(Cow::Owned(text)))
    }
}

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_str(KeyVisitor)
    }
}

impl<'de> Shape<'de> for Cow<'de, str> {
    const WANTED: &'static str = "a text";

    fn of_str(text: Cow<'de, str>) -> Taken<Self> {
        Ok(text)
    }
}

impl<'de> Shape<'de> for String {
    const WANTED: &'static str = "a text";

    fn of_str(text: Cow<'de, str>) -> Taken<Self> {
        Ok(text.into_owned())
    }
}

impl Shape<'_> for bool {
    const WANTED: &'static str = "true or false";

    fn of_bool(value: bool) -> Taken<Self> {
        Ok(value)
    }
}

/// An offset or a length in scalars. Programs that know floating-point numbers only write `12.0`.
impl Shape<'_> for usize {
    const WANTED: &'static str = "a whole number from 0";

    fn of_number(number: Number) -> Taken<Self> {
        const EXACT: f64 = 9_007_199_254_740_992.0;
        match (number.as_u64().and_then(|whole| usize::try_from(whole).ok()), number.as_f64()) {
            (Some(whole), _) => Ok(whole),
            (None, Some(float)) if float.fract() == 0.0 && (0.0..EXACT).contains(&float) => Ok(float as usize),
            _ => Err(Value::Number(number)),
        }
    }
}

/// A probability, 0–1.
pub(super) struct Probability(pub(super) f64);

impl Shape<'_> for Probability {
    const WANTED: &'static str = "a number from 0 to 1";

    fn of_number(number: Number) -> Taken<Self> {
        match number.as_f64() {
            Some(value) if (0.0..=1.0).contains(&value) => Ok(Self(value)),
            _ => Err(Value::Number(number)),
        }
    }
}

/// A status of HTTP, 100–599.
pub(super) struct HttpStatus(pub(super) u16);

impl Shape<'_> for HttpStatus {
    const WANTED: &'static str = "a number from 100 to 599";

    fn of_number(number: Number) -> Taken<Self> {
        match number.as_u64().and_then(|status| u16::try_from(status).ok()) {
            Some(status) if (100..600).contains(&status) => Ok(Self(status)),
            _ => Err(Value::Number(number)),
        }
    }
}

/// A version: a text, or a number by mistake.
pub(super) struct Version(pub(super) Value);

impl<'de> Shape<'de> for Version {
    const WANTED: &'static str = "a text such as \"1.0\"";

    fn of_str(text: Cow<'de, str>) -> Taken<Self> {
        Ok(Self(Value::String(text.into_owned())))
    }
    fn of_number(number: Number) -> Taken<Self> {
        Ok(Self(Value::Number(number)))
    }
}

/// An object, not looked into yet.
impl<'de> Shape<'de> for Map<String, Value> {
    const WANTED: &'static str = "an object";

    fn of_map<A: MapAccess<'de>>(map: A) -> Result<Taken<Self>, A::Error> {
        Self::deserialize(MapAccessDeserializer::new(map)).map(Ok)
    }
}

impl<'de, T: Shape<'de>> Shape<'de> for Vec<Field<T>> {
    const WANTED: &'static str = "a list";

    fn of_seq<A: SeqAccess<'de>>(mut seq: A) -> Result<Taken<Self>, A::Error> {
        let mut items = Self::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Ok(items))
    }
}

macro_rules! named {
    ($($kind:ty),*) => {$(
        impl<'de> Shape<'de> for $kind {
            const WANTED: &'static str = concat!("one of the names that the schema lists for ", stringify!($kind));

            fn of_str(text: Cow<'de, str>) -> Taken<Self> {
                match Self::NAMES.iter().find(|(_, name)| *name == text) {
                    Some((kind, _)) => Ok(*kind),
                    None => Err(Value::String(text.into_owned())),
                }
            }
        }
        impl Named for $kind {
            fn name(self) -> &'static str {
                Self::NAMES.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
            }
        }
    )*};
}

/// A value that the file has by name.
pub trait Named {
    /// Its name in the file.
    fn name(self) -> &'static str;
}

use crate::article::{
    ActorKind, AgentKind, BlockKind, Form, Kind, Marking, Resolution, ReviewStatus, SpeakerKind, Support,
};
named!(ActorKind, AgentKind, BlockKind, Form, Kind, Marking, Resolution, ReviewStatus, SpeakerKind, Support);
