//! `docs/api/openapi.json` holds what it says: every answer that any test here gets is compared with it.
//!
//! The comparison is written by hand, for the few words of JSON Schema that the description uses; a word that
//! it does not know fails the test, so nothing is passed over. A whole implementation would bring sixty crates.

use crate::house::Answer;
use serde_json::{Value, json};
use std::sync::LazyLock;

static DESCRIPTION: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(vigie_server::http::OPENAPI).unwrap());

/// The path of the description that a request's path is an instance of; the most literal one.
pub fn described(path: &str) -> Option<&'static str> {
    let path = path.split('?').next().unwrap_or(path);
    let fits = |template: &str| {
        let (mut one, mut other) = (template.split('/'), path.split('/'));
        loop {
            match (one.next(), other.next()) {
                (None, None) => return true,
                (Some(a), Some(b)) if a == b || (a.starts_with('{') && !b.is_empty()) => {}
                _ => return false,
            }
        }
    };
    let paths = DESCRIPTION["paths"].as_object().unwrap().keys();
    paths
        .map(String::as_str)
        .filter(|template| fits(template))
        .min_by_key(|template| template.matches('{').count())
}

/// Panics unless the description knows this answer.
#[track_caller]
pub fn compare(method: &str, path: &str, answer: &Answer) {
    let at = format!("{method} {path}");
    if answer.status >= 400 {
        let code = answer.json()["code"].as_str().unwrap_or("").to_owned();
        if DESCRIPTION["x-problems-anywhere"][&code] == answer.status {
            return;
        }
    }
    let template = described(path).unwrap_or_else(|| panic!("{at} is not described: {answer:?}"));
    let status = answer.status.to_string();
    let response = &DESCRIPTION["paths"][template][method]["responses"][&status];
    assert!(
        response.is_object(),
        "{at}: {status} is not described: {}",
        answer.text
    );
    let Some(content) = response["content"].as_object() else {
        assert!(answer.text.is_empty(), "{at}: {status} has a body");
        return;
    };
    let kind = answer.headers["content-type"].to_str().unwrap();
    let said = content
        .get(kind)
        .or_else(|| content.get("*/*"))
        .unwrap_or_else(|| panic!("{at}: {kind} is not described"));
    if kind.contains("ndjson") {
        for line in answer.text.lines() {
            let line: Value = serde_json::from_str(line).unwrap();
            assert_eq!(
                faults(&line, &said["schema"], "line"),
                Vec::<String>::new(),
                "{at}"
            );
        }
    } else if kind.contains("json") {
        let faults = faults(&answer.json(), &said["schema"], "body");
        let text = answer.text.get(..2_000).unwrap_or(&answer.text);
        assert!(faults.is_empty(), "{at}: {faults:#?} in {text}");
    }
}

/// What of a value is not as its schema says.
fn faults(value: &Value, schema: &Value, at: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (word, rule) in schema.as_object().expect("a schema is an object") {
        match word.as_str() {
            "$ref" => {
                let name = rule
                    .as_str()
                    .unwrap()
                    .strip_prefix("#/components/schemas/")
                    .unwrap();
                let named = &DESCRIPTION["components"]["schemas"][name];
                assert!(named.is_object(), "there is no schema {name}");
                found.extend(faults(value, named, at));
            }
            "allOf" => found.extend(list(rule).iter().flat_map(|one| faults(value, one, at))),
            "anyOf" | "oneOf" => {
                let tried: Vec<_> = list(rule)
                    .iter()
                    .map(|one| faults(value, one, at))
                    .collect();
                let fitting = tried.iter().filter(|faults| faults.is_empty()).count();
                if fitting == 0 || (word == "oneOf" && fitting > 1) {
                    found.push(format!("{at} fits {fitting} forms: {tried:?}"));
                }
            }
            "type" if !is_of(value, rule) => found.push(format!("{at} is {value}, not {rule}")),
            "const" if value != rule => found.push(format!("{at} is {value}, not {rule}")),
            "enum" if !list(rule).contains(value) => {
                found.push(format!("{at} is {value}, not one of {rule}"));
            }
            "minimum" if value.as_f64() < rule.as_f64() => {
                found.push(format!("{at} is under {rule}"));
            }
            "maximum" if value.as_f64() > rule.as_f64() => {
                found.push(format!("{at} is over {rule}"));
            }
            "pattern" => {
                assert_eq!(rule, "^[A-Za-z0-9._-]{1,64}$", "the one pattern there is");
                if !value.as_str().is_some_and(vigie_core::ids::is_name) {
                    found.push(format!("{at} is {value}, no name"));
                }
            }
            "required" => {
                let missing = list(rule)
                    .iter()
                    .filter(|key| value.get(key.as_str().unwrap()).is_none());
                found.extend(missing.map(|key| format!("{at} has no {key}")));
            }
            "items" => {
                let items = value.as_array().into_iter().flatten().enumerate();
                found.extend(items.flat_map(|(i, item)| faults(item, rule, &format!("{at}[{i}]"))));
            }
            "propertyNames" => {
                let names = value.as_object().into_iter().flatten().map(|(key, _)| key);
                found.extend(names.flat_map(|key| {
                    faults(
                        &Value::from(key.as_str()),
                        rule,
                        &format!("{at}, the name {key}"),
                    )
                }));
            }
            "additionalProperties" => {
                let known = |key: &String| schema["properties"].get(key).is_some();
                let others = value
                    .as_object()
                    .into_iter()
                    .flatten()
                    .filter(|(key, _)| !known(key));
                for (key, inside) in others {
                    match rule {
                        Value::Bool(false) => {
                            found.push(format!("{at} has {key}, which is unknown"));
                        }
                        rule => found.extend(faults(inside, rule, &format!("{at}.{key}"))),
                    }
                }
            }
            // `properties` comes below; the others hold here, or say nothing of a value.
            "description" | "format" | "properties" | "type" | "const" | "enum" | "minimum"
            | "maximum" => {}
            other => panic!("{other} is a word that this comparison does not know"),
        }
    }
    if let (Some(properties), Some(object)) = (schema["properties"].as_object(), value.as_object())
    {
        for (key, rule) in properties {
            if let Some(inside) = object.get(key) {
                found.extend(faults(inside, rule, &format!("{at}.{key}")));
            }
        }
    }
    found
}

fn list(rule: &Value) -> &Vec<Value> {
    rule.as_array().expect("a list")
}

fn is_of(value: &Value, rule: &Value) -> bool {
    match rule {
        Value::Array(kinds) => kinds.iter().any(|kind| is_of(value, kind)),
        kind => match kind.as_str().unwrap() {
            "string" => value.is_string(),
            "integer" => value.is_i64() || value.is_u64(),
            "number" => value.is_number(),
            "boolean" => value.is_boolean(),
            "object" => value.is_object(),
            "array" => value.is_array(),
            "null" => value.is_null(),
            other => panic!("{other} is no type"),
        },
    }
}

#[test]
fn the_comparison_finds_what_is_wrong() {
    let schema = json!({ "type": "object", "required": ["a"], "additionalProperties": false,
        "properties": { "a": { "type": ["integer", "null"] }, "b": { "enum": ["x"] } } });
    let count = |value: Value| faults(&value, &schema, "body").len();
    assert_eq!(count(json!({ "a": null, "b": "x" })), 0);
    assert_eq!(count(json!({ "a": "1" })), 1);
    assert_eq!(count(json!({ "b": "y", "c": 1 })), 3);
    assert_eq!(count(json!([])), 2);
}

/// Who needs no token may send one all the same, and is told when it is wrong.
fn takes_a_token(operation: &Value) -> bool {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let mut names = parameters.map(|parameter| &parameter["name"]);
    let answers = operation["responses"].as_object().unwrap();
    names.any(|name| name == "auth") || answers.keys().eq(["401"])
}

#[test]
fn every_operation_says_what_it_does_who_may_ask_and_how_it_refuses() {
    for (path, item) in DESCRIPTION["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let at = format!("{method} {path}");
            assert!(
                operation["summary"]
                    .as_str()
                    .is_some_and(|s| s.ends_with('.')),
                "{at}"
            );
            assert!(
                operation["security"].is_array(),
                "{at} does not say who may ask"
            );
            let parameters = operation["parameters"]
                .as_array()
                .cloned()
                .unwrap_or_default();
            for name in path
                .split('{')
                .skip(1)
                .map(|rest| rest.split('}').next().unwrap())
            {
                let says = |p: &Value| p["in"] == "path" && p["name"] == name;
                assert!(parameters.iter().any(says), "{at} does not describe {name}");
            }
            let of_the_public = ["/api/v1/safe/", "/api/v1/signups"];
            let is_public = of_the_public.iter().any(|open| path.starts_with(open));
            let guarded = path.starts_with("/api/v1/") && !is_public;
            assert_eq!(operation["security"] != json!([]), guarded, "{at}");
            assert_eq!(
                operation["responses"]["401"].is_object(),
                guarded || path == "/live/ws" || takes_a_token(operation),
                "{at}"
            );
            if let Some(examples) =
                operation["requestBody"]["content"]["application/json"]["examples"].as_object()
            {
                for (name, example) in examples {
                    let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
                    assert_eq!(
                        faults(&example["value"], schema, name),
                        Vec::<String>::new(),
                        "{at}"
                    );
                }
            }
            // What the public is asked to send back is a link alone; an officer's word is always written.
            let may_be_bare = is_public || method == "put";
            let has_body = operation["requestBody"].is_object();
            assert!(has_body || method != "post" || may_be_bare, "{at}");
            assert!(
                !has_body || matches!(method.as_str(), "post" | "put"),
                "{at}"
            );
        }
    }
}

#[test]
fn a_request_that_the_description_forbids_is_one_that_the_server_refuses() {
    let strict = |name: &str| {
        DESCRIPTION["components"]["schemas"][name]["additionalProperties"] == json!(false)
    };
    for name in [
        "Draft",
        "Approval",
        "Reason",
        "Renewal",
        "Retraction",
        "Handover",
        "Nothing",
        "NewReport",
        "Place",
        "NewStandingOrder",
        "NewAssertion",
        "SafeAnswer",
    ] {
        assert!(strict(name), "{name}");
    }
}
