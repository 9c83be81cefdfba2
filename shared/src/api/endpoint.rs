//! What an endpoint is: method, path, query, body and reply in one type.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use utoipa::openapi::path::Parameter;
use utoipa::openapi::{RefOr, Schema};
use utoipa::{IntoParams, ToSchema};

use super::problem::FieldFault;
use crate::both;

/// HTTP methods in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// Reads.
    Get,
    /// Changes.
    Post,
    /// Replaces.
    Put,
    /// Removes.
    Delete,
}

impl Method {
    /// The name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// What a caller must show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Nothing.
    Open,
    /// A token that may read.
    Read,
    /// A token that may change things.
    Write,
    /// A token of somebody who administers.
    Admin,
}

/// One endpoint. The server mounts it, the client calls it, the document describes it.
pub trait Endpoint: 'static {
    /// The method.
    const METHOD: Method;
    /// The path, with at most one `{part}`.
    const PATH: &'static str;
    /// A unique name (the OpenAPI operation id).
    const NAME: &'static str;
    /// One line about it.
    const SUMMARY: &'static str;
    /// What a caller must show.
    const ACCESS: Access;
    /// The part of the path in braces; `()` where there is none.
    type Part: Part;
    /// The query string.
    type Query: Query;
    /// The body.
    type Body: Payload;
    /// The reply on success.
    type Reply: Reply;

    /// The path with its part filled in, percent-encoded.
    #[must_use]
    fn path(part: &Self::Part) -> String {
        match (Self::PATH.find('{'), Self::PATH.find('}')) {
            (Some(open), Some(close)) if open < close => {
                let mut path = Self::PATH[..open].to_owned();
                encode_part(&part.text(), &mut path);
                path.push_str(&Self::PATH[close + 1..]);
                path
            }
            _ => Self::PATH.to_owned(),
        }
    }
}

fn encode_part(text: &str, into: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            into.push(char::from(byte));
        } else {
            into.push('%');
            for digit in [byte >> 4, byte & 15] {
                into.push(char::from(b"0123456789ABCDEF"[usize::from(digit)]));
            }
        }
    }
}

/// The variable part of a path.
pub trait Part: Sized + Send + 'static {
    /// As text, before percent-encoding.
    fn text(&self) -> String;
    /// Back from decoded text.
    ///
    /// # Errors
    /// Says what was expected.
    fn parse(text: &str) -> Result<Self, FieldFault>;
}

impl Part for () {
    fn text(&self) -> String {
        String::new()
    }
    fn parse(_: &str) -> Result<Self, FieldFault> {
        Ok(())
    }
}

impl Part for String {
    fn text(&self) -> String {
        self.clone()
    }
    fn parse(text: &str) -> Result<Self, FieldFault> {
        if text.is_empty() || text.chars().count() > 200 {
            return Err(FieldFault::new(
                "",
                "length",
                both!(
                    "地址的这一部分应有 1 至 200 个字符",
                    "this part of the path holds 1 to 200 characters"
                ),
            ));
        }
        Ok(text.to_owned())
    }
}

macro_rules! part_of_id {
    ($($id:ty),+) => { $(
        impl Part for $id {
            fn text(&self) -> String { self.0.clone() }
            fn parse(text: &str) -> Result<Self, FieldFault> { String::parse(text).map(Self) }
        }
    )+ };
}
part_of_id!(
    crate::ids::CaseId,
    crate::ids::PersonId,
    crate::ids::UnitCode,
    crate::ids::SessionId,
    super::proposals::ProposalRef
);

/// A query string.
pub trait Query: Serialize + DeserializeOwned + Default + Send + 'static {
    /// Its parameters, for the document.
    fn parameters() -> Vec<Parameter>;
}

/// No query string.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoQuery {}

impl Query for NoQuery {
    fn parameters() -> Vec<Parameter> {
        vec![]
    }
}

/// Makes a struct that derives `IntoParams` the query of an endpoint.
#[macro_export]
macro_rules! query {
    ($($name:ty),+ $(,)?) => { $(
        impl $crate::api::Query for $name {
            fn parameters() -> Vec<utoipa::openapi::path::Parameter> {
                $crate::api::query_parameters::<$name>()
            }
        }
    )+ };
}

/// The parameters of a query struct, all in the query string.
#[must_use]
pub fn query_parameters<Q: IntoParams>() -> Vec<Parameter> {
    Q::into_params(|| Some(utoipa::openapi::path::ParameterIn::Query))
}

/// Named schemas that a schema refers to.
pub type Schemas = Vec<(String, RefOr<Schema>)>;

/// The body of a request.
pub trait Payload: Sized + Send + 'static {
    /// Its content type; none where there is no body.
    const CONTENT_TYPE: Option<&'static str>;
    /// Most bytes the server reads.
    const MAX_BYTES: usize;
    /// As bytes.
    fn encode(&self) -> Vec<u8>;
    /// Back from bytes.
    ///
    /// # Errors
    /// Names the field with a JSON pointer.
    fn decode(bytes: &[u8]) -> Result<Self, FieldFault>;
    /// Its schema and those it refers to.
    fn schema() -> Option<WireSchema>;
}

/// What comes back on success.
pub trait Reply: Sized + Send + 'static {
    /// Its content type; none for 204.
    const CONTENT_TYPE: Option<&'static str>;
    /// As bytes.
    fn encode(&self) -> Vec<u8>;
    /// Back from bytes.
    ///
    /// # Errors
    /// Names the field with a JSON pointer.
    fn decode(bytes: &[u8]) -> Result<Self, FieldFault>;
    /// Its schema and those it refers to.
    fn schema() -> Option<WireSchema>;
}

/// A JSON body or reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Json<T>(pub T);

/// No body, or an empty reply (204).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nothing;

/// A file as it is, up or down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bytes(pub Vec<u8>);

fn json_encode<T: Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).expect("wire types have string keys and no failing serialiser")
}

fn json_decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, FieldFault> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|fault| {
        let pointer: String = fault.path().iter().filter_map(pointer_step).collect();
        FieldFault::of_decoder(&pointer, "json", &fault.inner().to_string())
    })?;
    reader
        .end()
        .map_err(|fault| FieldFault::of_decoder("", "json", &fault.to_string()))?;
    Ok(value)
}

fn pointer_step(segment: &serde_path_to_error::Segment) -> Option<String> {
    use serde_path_to_error::Segment;
    match segment {
        Segment::Seq { index } => Some(format!("/{index}")),
        Segment::Map { key } => Some(format!("/{}", key.replace('~', "~0").replace('/', "~1"))),
        Segment::Enum { variant } => Some(format!("/{variant}")),
        Segment::Unknown => None,
    }
}

fn json_schema<T: ToSchema>() -> (RefOr<Schema>, Schemas) {
    let mut schemas = vec![(T::name().into_owned(), T::schema())];
    T::schemas(&mut schemas);
    (
        utoipa::openapi::Ref::from_schema_name(T::name()).into(),
        schemas,
    )
}

impl<T: Serialize + DeserializeOwned + ToSchema + Send + 'static> Payload for Json<T> {
    const CONTENT_TYPE: Option<&'static str> = Some("application/json");
    const MAX_BYTES: usize = 1024 * 1024;
    fn encode(&self) -> Vec<u8> {
        json_encode(&self.0)
    }
    fn decode(bytes: &[u8]) -> Result<Self, FieldFault> {
        json_decode(bytes).map(Self)
    }
    fn schema() -> Option<WireSchema> {
        Some(json_schema::<T>())
    }
}

impl<T: Serialize + DeserializeOwned + ToSchema + Send + 'static> Reply for Json<T> {
    const CONTENT_TYPE: Option<&'static str> = Some("application/json");
    fn encode(&self) -> Vec<u8> {
        json_encode(&self.0)
    }
    fn decode(bytes: &[u8]) -> Result<Self, FieldFault> {
        json_decode(bytes).map(Self)
    }
    fn schema() -> Option<WireSchema> {
        Some(json_schema::<T>())
    }
}

impl Payload for Nothing {
    const CONTENT_TYPE: Option<&'static str> = None;
    const MAX_BYTES: usize = 0;
    fn encode(&self) -> Vec<u8> {
        vec![]
    }
    fn decode(bytes: &[u8]) -> Result<Self, FieldFault> {
        if bytes.is_empty() {
            return Ok(Self);
        }
        Err(FieldFault::new(
            "",
            "body",
            both!("此请求不应带内容", "this request takes no body"),
        ))
    }
    fn schema() -> Option<WireSchema> {
        None
    }
}

impl Reply for Nothing {
    const CONTENT_TYPE: Option<&'static str> = None;
    fn encode(&self) -> Vec<u8> {
        vec![]
    }
    fn decode(_: &[u8]) -> Result<Self, FieldFault> {
        Ok(Self)
    }
    fn schema() -> Option<WireSchema> {
        None
    }
}

impl Payload for Bytes {
    const CONTENT_TYPE: Option<&'static str> = Some("application/octet-stream");
    const MAX_BYTES: usize = 16 * 1024 * 1024;
    fn encode(&self) -> Vec<u8> {
        self.0.clone()
    }
    fn decode(bytes: &[u8]) -> Result<Self, FieldFault> {
        Ok(Self(bytes.to_vec()))
    }
    fn schema() -> Option<WireSchema> {
        None
    }
}

impl Reply for Bytes {
    const CONTENT_TYPE: Option<&'static str> = Some("application/octet-stream");
    fn encode(&self) -> Vec<u8> {
        self.0.clone()
    }
    fn decode(bytes: &[u8]) -> Result<Self, FieldFault> {
        Ok(Self(bytes.to_vec()))
    }
    fn schema() -> Option<WireSchema> {
        None
    }
}

/// The schema of a JSON body, and the named schemas it refers to.
pub type WireSchema = (RefOr<Schema>, Schemas);
/// A stream of server-sent events, each holding a `T` as JSON. The server writes it piece by piece.
#[derive(Clone, Copy, Debug)]
pub struct Stream<T>(std::marker::PhantomData<fn() -> T>);

impl<T: ToSchema + Send + 'static> Reply for Stream<T> {
    const CONTENT_TYPE: Option<&'static str> = Some("text/event-stream");
    fn encode(&self) -> Vec<u8> {
        vec![]
    }
    fn decode(_: &[u8]) -> Result<Self, FieldFault> {
        Err(FieldFault::new(
            "",
            "stream",
            both!("此答复须逐条读取", "read this reply event by event"),
        ))
    }
    fn schema() -> Option<(RefOr<Schema>, Schemas)> {
        Some(json_schema::<T>())
    }
}

/// All that the document and the tests need to know of an endpoint, without its type.
pub struct Info {
    /// The method.
    pub method: Method,
    /// The path as declared.
    pub path: &'static str,
    /// The unique name.
    pub name: &'static str,
    /// One line about it.
    pub summary: &'static str,
    /// What a caller must show.
    pub access: Access,
    /// Query parameters.
    pub parameters: Vec<Parameter>,
    /// Content type of the body, if it has one, and its schema where it is JSON.
    pub body: Option<(&'static str, Option<WireSchema>)>,
    /// Content type of the reply, if it has one, and its schema where it is JSON.
    pub reply: Option<(&'static str, Option<WireSchema>)>,
}

impl Info {
    /// What there is to know of `E`.
    #[must_use]
    pub fn of<E: Endpoint>() -> Self {
        Self {
            method: E::METHOD,
            path: E::PATH,
            name: E::NAME,
            summary: E::SUMMARY,
            access: E::ACCESS,
            parameters: E::Query::parameters(),
            body: E::Body::CONTENT_TYPE.map(|kind| (kind, E::Body::schema())),
            reply: E::Reply::CONTENT_TYPE.map(|kind| (kind, E::Reply::schema())),
        }
    }
}

/// Declares endpoints: one line of facts, four types.
#[macro_export]
macro_rules! endpoint {
    (
        $(#[$meta:meta])*
        $name:ident = $method:ident $path:literal, $id:literal, $access:ident, $summary:literal;
        part $part:ty; query $query:ty; body $body:ty; reply $reply:ty
    ) => {
        $(#[$meta])*
        pub enum $name {}
        impl $crate::api::Endpoint for $name {
            const METHOD: $crate::api::Method = $crate::api::Method::$method;
            const PATH: &'static str = $path;
            const NAME: &'static str = $id;
            const SUMMARY: &'static str = $summary;
            const ACCESS: $crate::api::Access = $crate::api::Access::$access;
            type Part = $part;
            type Query = $query;
            type Body = $body;
            type Reply = $reply;
        }
    };
}

#[cfg(test)]
#[expect(unreachable_pub, reason = "the macro declares public endpoints")]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize, ToSchema)]
    #[serde(deny_unknown_fields)]
    pub struct Inner {
        count: u32,
    }
    #[derive(Debug, PartialEq, Serialize, Deserialize, ToSchema)]
    #[serde(rename_all = "snake_case")]
    pub enum Tagged {
        Do { things: Vec<Inner> },
    }

    endpoint! {
        Probe = Post "/x/{ref}/y", "probe", Write, "Probes.";
        part String; query NoQuery; body Json<Tagged>; reply Nothing
    }

    #[test]
    fn the_path_part_is_percent_encoded() {
        assert_eq!(Probe::path(&"a/b 提".to_owned()), "/x/a%2Fb%20%E6%8F%90/y");
    }

    #[test]
    fn a_bad_field_is_named_by_its_pointer() {
        let fault =
            <Json<Tagged> as Payload>::decode(br#"{"do":{"things":[{"count":1},{"count":"x"}]}}"#)
                .unwrap_err();
        assert_eq!(fault.pointer, "/do/things/1/count");
        let extra = <Json<Inner> as Payload>::decode(br#"{"count":1,"more":2}"#).unwrap_err();
        assert!(extra.text.contains("unknown field"), "{extra:?}");
        assert!(<Json<Inner> as Payload>::decode(br#"{"count":1} x"#).is_err());
    }
}
