//! JSON merge patch (RFC 7396) on a record.

use serde_json::{Map, Value};

use crate::record::CitizenRecord;

/// The keys of a place that say where it is; setting one of them replaces all of them.
const WHERE: [&str; 4] = ["ward", "ward_before", "province_before", "country"];

/// The record with the patch laid over it: null removes, objects merge, everything else replaces.
pub fn merged(record: &CitizenRecord, patch: &Value) -> Value {
    let mut target = serde_json::to_value(record).unwrap_or_default();
    apply(&mut target, patch);
    target
}

fn apply(target: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Some(target) = target.as_object_mut() else {
        return;
    };
    // A ward stands under two codes. Who sends one of them means another place, not a contradiction.
    if WHERE
        .iter()
        .any(|key| patch.get(*key).is_some_and(|value| !value.is_null()))
    {
        target.retain(|key, _| !WHERE.contains(&key.as_str()));
    }
    for (key, value) in patch {
        if value.is_null() {
            target.remove(key);
        } else {
            apply(target.entry(key.clone()).or_insert(Value::Null), value);
        }
    }
}
