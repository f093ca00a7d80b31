//! Fields of rules and switches, read with what is wrong named.

use crate::domain::scenario::{Probability, Scenario};
use crate::record::FieldError;

/// A scenario in its text.
pub fn read_scenario(field: &str, text: &str) -> Result<Scenario, FieldError> {
    Scenario::parse(text).map_err(|error| {
        FieldError::new(field, "scenario_unreadable", |language| {
            error.message(language)
        })
    })
}

/// A share between 0 and 1; always when absent.
pub fn read_probability(
    field: &str,
    share: Option<f64>,
    errors: &mut Vec<FieldError>,
) -> Probability {
    let probability = share.map_or(Some(Probability::ALWAYS), Probability::of_share);
    probability.unwrap_or_else(|| {
        errors.push(out_of_range(field, "0–1"));
        Probability::ALWAYS
    })
}

/// A value outside what may be.
pub fn out_of_range(field: &str, range: &str) -> FieldError {
    FieldError::told(
        field,
        "value_out_of_range",
        format!("Giá trị được nhận: {range}."),
        format!("What is taken: {range}."),
    )
}
