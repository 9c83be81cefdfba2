//! The OpenAPI 3.1 document, made from the registry of endpoints: nothing in it is written by hand twice.

use banli_shared::api::{Access, Info, Method, Problem, registry};
use utoipa::openapi::path::{
    HttpMethod, OperationBuilder, ParameterBuilder, ParameterIn, PathsBuilder,
};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, Content, ContentBuilder, HeaderBuilder, InfoBuilder, KnownFormat,
    ObjectBuilder, OpenApi, OpenApiBuilder, PathItem, Ref, RefOr, Required, ResponseBuilder,
    Schema, SchemaFormat, SecurityRequirement, Type,
};
use utoipa::{PartialSchema, ToSchema};

/// Where the server hands it out.
pub const PATH: &str = "/api/v1/openapi.json";

const ABOUT: &str = "Proposals, their handling and their replies. Every endpoint but `login` needs a bearer token. \
    Errors are RFC 9457 problems with a stable `code`. Lists give `next`, to be sent as `cursor`. Changes take \
    `dry_run=true` (checked and answered, not kept), an `Idempotency-Key` (a repeated request has one effect) and, \
    where an answer had an ETag, `If-Match`.";

/// The document of every endpoint there is.
#[must_use]
pub fn document() -> OpenApi {
    let mut paths = PathsBuilder::new();
    let mut components = ComponentsBuilder::new()
        .schema(Problem::name(), Problem::schema())
        .schemas_from_iter(schemas_of::<Problem>())
        .security_scheme(
            "token",
            SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)),
        );
    for info in registry() {
        let schemas = [&info.body, &info.reply].into_iter().flatten();
        for (_, named) in schemas.filter_map(|(_, schema)| schema.as_ref()) {
            components = components.schemas_from_iter(named.clone());
        }
        let method = match info.method {
            Method::Get => HttpMethod::Get,
            Method::Post => HttpMethod::Post,
            Method::Put => HttpMethod::Put,
            Method::Delete => HttpMethod::Delete,
        };
        paths = paths.path(info.path, PathItem::new(method, operation(&info)));
    }
    let about = InfoBuilder::new()
        .title("Banli")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(ABOUT))
        .build();
    OpenApiBuilder::new()
        .info(about)
        .paths(paths)
        .components(Some(components.build()))
        .build()
}

fn schemas_of<T: ToSchema>() -> Vec<(String, RefOr<Schema>)> {
    let mut schemas = Vec::new();
    T::schemas(&mut schemas);
    schemas
}

fn operation(info: &Info) -> OperationBuilder {
    let mut operation = OperationBuilder::new()
        .operation_id(Some(info.name))
        .summary(Some(info.summary))
        .tag(info.path.split('/').nth(3).unwrap_or_default());
    operation = match info.access {
        Access::Open => operation,
        _ => operation.security(SecurityRequirement::new("token", [""; 0])),
    };
    if let Some(name) = part_of(info.path) {
        operation = operation.parameter(parameter(name, ParameterIn::Path, Required::True, ""));
    }
    for query in &info.parameters {
        operation = operation.parameter(query.clone());
    }
    if info.method != Method::Get && info.access != Access::Open {
        let key = "Repeating a request with its key has one effect and one answer.";
        operation = operation.parameter(parameter(
            "Idempotency-Key",
            ParameterIn::Header,
            Required::False,
            key,
        ));
        let seen =
            "The ETag of the answer this change was decided on; refused when there is a newer one.";
        operation = operation.parameter(parameter(
            "If-Match",
            ParameterIn::Header,
            Required::False,
            seen,
        ));
    }
    if let Some((kind, schema)) = &info.body {
        let schema = schema.as_ref().map(|(schema, _)| schema.clone());
        let body = RequestBodyBuilder::new()
            .content(*kind, content(schema))
            .required(Some(Required::True));
        operation = operation.request_body(Some(body.build()));
    }
    let problem = ResponseBuilder::new()
        .description("A problem: its `code` says which, its status goes with the code.")
        .content(
            "application/problem+json",
            Content::new(Some(Ref::from_schema_name(Problem::name()))),
        );
    let (status, success) = success(info);
    operation
        .response(status, success)
        .response("default", problem)
}

fn success(info: &Info) -> (&'static str, ResponseBuilder) {
    let named = HeaderBuilder::new().description(Some("The name of the request in the log."));
    let success = ResponseBuilder::new().header("X-Request-Id", named.build());
    match &info.reply {
        None => ("204", success.description("Done.")),
        Some((kind, schema)) => {
            let schema = schema.as_ref().map(|(schema, _)| schema.clone());
            let success = success.description("Done.");
            ("200", success.content(*kind, content(schema)))
        }
    }
}

/// JSON by its schema; files as bytes.
fn content(schema: Option<RefOr<Schema>>) -> Content {
    let bytes = || {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)))
            .into()
    };
    ContentBuilder::new()
        .schema(Some(schema.unwrap_or_else(bytes)))
        .build()
}

fn parameter(name: &str, place: ParameterIn, required: Required, about: &str) -> ParameterBuilder {
    let text = ObjectBuilder::new().schema_type(Type::String).build();
    let parameter = ParameterBuilder::new()
        .name(name)
        .parameter_in(place)
        .required(required)
        .schema(Some(text));
    match about {
        "" => parameter,
        about => parameter.description(Some(about)),
    }
}

/// The name in braces.
fn part_of(path: &str) -> Option<&str> {
    let (_, rest) = path.split_once('{')?;
    rest.split_once('}').map(|(name, _)| name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::Value;

    use super::*;

    fn references(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(map) => {
                if let Some(Value::String(target)) = map.get("$ref") {
                    found.push(target.clone());
                }
                map.values().for_each(|value| references(value, found));
            }
            Value::Array(values) => values.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let document = serde_json::to_value(document()).unwrap();
        assert_eq!(document["openapi"], "3.1.0");
        let mut found = Vec::new();
        references(&document, &mut found);
        assert!(found.len() > 50, "{}", found.len());
        for target in found {
            let pointer = target.strip_prefix('#').unwrap();
            assert!(document.pointer(pointer).is_some(), "{target}");
        }
    }

    #[test]
    fn a_name_means_one_schema() {
        let mut known: BTreeMap<String, Value> = BTreeMap::new();
        for info in registry() {
            for (_, schema) in [info.body, info.reply].into_iter().flatten() {
                for (name, schema) in schema.map(|(_, named)| named).unwrap_or_default() {
                    let schema = serde_json::to_value(schema).unwrap();
                    let before = known.entry(name.clone()).or_insert_with(|| schema.clone());
                    assert_eq!(*before, schema, "{name} means two things");
                }
            }
        }
    }

    #[test]
    fn every_endpoint_is_in_the_document() {
        let document = serde_json::to_value(document()).unwrap();
        for info in registry() {
            let method = info.method.as_str().to_ascii_lowercase();
            let operation = &document["paths"][info.path][&method];
            assert_eq!(
                operation["operationId"], info.name,
                "{} {}",
                method, info.path
            );
            let open = info.access == Access::Open;
            assert_eq!(operation.get("security").is_none(), open, "{}", info.name);
        }
    }
}
