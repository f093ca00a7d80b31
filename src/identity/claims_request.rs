//! The parameter `claims`: claims asked for by name (OpenID Connect Core 5.5).

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::domain::card::IdentityLevel;
use crate::worlds::logins::{ClaimDemand, ClaimsRequest, WantedLevels};

/// More claims than anybody has.
const MOST_CLAIMS: usize = 64;

/// `claims` is no JSON of the right form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Unreadable;

/// Reads the parameter. Unknown members and claims are no mistake: they are not told.
pub fn read(text: &str) -> Result<ClaimsRequest, Unreadable> {
    let whole: Map<String, Value> = serde_json::from_str(text).map_err(|_broken| Unreadable)?;
    Ok(ClaimsRequest {
        userinfo: demands(whole.get("userinfo"))?,
        id_token: demands(whole.get("id_token"))?,
    })
}

fn demands(member: Option<&Value>) -> Result<BTreeMap<Box<str>, ClaimDemand>, Unreadable> {
    let claims = match member {
        None | Some(Value::Null) => return Ok(BTreeMap::new()),
        Some(Value::Object(claims)) if claims.len() <= MOST_CLAIMS => claims,
        Some(_) => return Err(Unreadable),
    };
    let demands = claims.iter().map(|(name, demand)| {
        let demand = match demand {
            Value::Null => ClaimDemand::default(),
            Value::Object(demand) => read_demand(demand)?,
            _ => return Err(Unreadable),
        };
        Ok((name.as_str().into(), demand))
    });
    demands.collect()
}

fn read_demand(demand: &Map<String, Value>) -> Result<ClaimDemand, Unreadable> {
    let essential = match demand.get("essential") {
        None => false,
        Some(essential) => essential.as_bool().ok_or(Unreadable)?,
    };
    let mut values = match demand.get("values") {
        None => Vec::new(),
        Some(values) => values.as_array().cloned().ok_or(Unreadable)?,
    };
    values.extend(demand.get("value").cloned());
    Ok(ClaimDemand { essential, values })
}

/// The levels asked for: the claim `acr` of the ID token says more than `acr_values`, which is a wish.
pub fn wanted_levels<'a>(
    claims: &ClaimsRequest,
    acr_values: impl Iterator<Item = &'a str>,
) -> WantedLevels {
    let Some(demand) = claims.id_token.get("acr") else {
        return WantedLevels {
            levels: acr_values.filter_map(IdentityLevel::from_acr).collect(),
            essential: false,
        };
    };
    let words = demand.values.iter().filter_map(Value::as_str);
    WantedLevels {
        levels: words.filter_map(IdentityLevel::from_acr).collect(),
        // Essential without values is fulfilled by any; with none that exists, by nothing.
        essential: demand.essential && !demand.values.is_empty(),
    }
}

/// The `sub` asked for, where exactly one is.
pub fn wanted_subject(claims: &ClaimsRequest) -> Option<&str> {
    let demanded = [&claims.id_token, &claims.userinfo];
    let mut subjects = demanded
        .into_iter()
        .filter_map(|claims| claims.get("sub"))
        .filter_map(|demand| match &demand.values[..] {
            [value] => value.as_str(),
            _ => None,
        });
    subjects.next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms_of_a_demand_are_read() {
        let request = read(
            r#"{"userinfo":{"name":null,"email":{"essential":true}},
                "id_token":{"acr":{"essential":true,"values":["LoA2"]},"sub":{"value":"1"}},
                "other":1}"#,
        )
        .expect("readable");
        assert_eq!(request.userinfo.get("name"), Some(&ClaimDemand::default()));
        assert!(
            request
                .userinfo
                .get("email")
                .is_some_and(|demand| demand.essential)
        );
        assert_eq!(wanted_subject(&request), Some("1"));
        let wanted = wanted_levels(&request, ["LoA1"].into_iter());
        assert_eq!(wanted.levels, [IdentityLevel::Two]);
        assert!(wanted.essential);
    }

    #[test]
    fn acr_values_are_a_wish_and_unknown_words_are_left_out() {
        let wanted = wanted_levels(
            &ClaimsRequest::default(),
            ["gold", "LoA2", "LoA1"].into_iter(),
        );
        assert_eq!(wanted.levels, [IdentityLevel::Two, IdentityLevel::One]);
        assert!(!wanted.essential);
    }

    #[test]
    fn what_is_no_object_of_objects_is_refused() {
        for text in [
            "",
            "[]",
            "{",
            "{\"userinfo\":[]}",
            "{\"userinfo\":{\"name\":1}}",
            "{\"userinfo\":{\"name\":{\"essential\":\"yes\"}}}",
            "{\"id_token\":{\"acr\":{\"values\":\"LoA1\"}}}",
        ] {
            assert_eq!(read(text), Err(Unreadable), "{text}");
        }
    }
}
