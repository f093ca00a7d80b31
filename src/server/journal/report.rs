//! What a verification came to: as JSON, as lines for people, as `JUnit` XML for a pipeline.

use std::fmt::Write as _;

use serde::Serialize;
use utoipa::ToSchema;

use super::line::{JournalLine, Telling, value_of, wanted_of};
use crate::domain::language::Language;
use crate::wire::escaped;
use crate::worlds::journal::{Checked, Condition, Expectation, NearMiss, Reading, Times, check};

/// What a verification came to.
#[derive(Serialize, ToSchema, Debug)]
pub struct VerifyReport {
    /// Whether every expectation holds.
    pub holds: bool,
    /// The expectations, in the order they were sent.
    pub expectations: Vec<ExpectationReport>,
    /// How many calls the journal has dropped since it was last emptied: older than those it keeps.
    pub dropped: u64,
}

/// What one expectation came to.
#[derive(Serialize, ToSchema, Debug)]
pub struct ExpectationReport {
    /// What it is called.
    pub name: String,
    /// Whether it holds.
    pub holds: bool,
    /// How many such calls there are.
    pub count: u64,
    /// How many there should be at least.
    pub at_least: u64,
    /// How many there should be at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_most: Option<u64>,
    /// Whether calls that could have counted were dropped, so that it cannot hold for certain.
    pub uncertain: bool,
    /// What it came to, in words.
    pub message: String,
    /// The newest calls that were counted; up to five.
    pub calls: Vec<JournalLine>,
    /// Where there were too few: the calls that came nearest, and what they differ by; up to five.
    pub near_misses: Vec<NearMissReport>,
}

/// A call that was nearly one of those expected.
#[derive(Serialize, ToSchema, Debug)]
pub struct NearMissReport {
    /// The call.
    pub call: JournalLine,
    /// What it differs by.
    pub differs: Vec<DifferenceReport>,
}

/// A field in which a call differs from what was expected.
#[derive(Serialize, ToSchema, Debug)]
pub struct DifferenceReport {
    /// The field.
    #[schema(value_type = String)]
    pub field: &'static str,
    /// What was expected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// What the call has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actual: Option<String>,
}

impl VerifyReport {
    /// Checks every expectation against the calls of a world.
    pub fn of(expectations: &[Expectation], reading: &Reading, telling: Telling<'_>) -> Self {
        let reports = expectations.iter().map(|expectation| {
            ExpectationReport::of(expectation, &check(reading, expectation), telling)
        });
        let expectations: Vec<ExpectationReport> = reports.collect();
        Self {
            holds: expectations.iter().all(|one| one.holds),
            expectations,
            dropped: reading.dropped,
        }
    }

    /// Lines for people: `ok` or `FAILED` for each expectation, and what came nearest.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for expectation in &self.expectations {
            let word = if expectation.holds { "ok" } else { "FAILED" };
            line(
                &mut text,
                &format!("{word}  {}: {}", expectation.name, expectation.message),
            );
            if !expectation.holds {
                line_each(&mut text, expectation);
            }
        }
        text
    }

    /// A test suite with a case for each expectation.
    pub fn junit(&self) -> String {
        let failures = self.expectations.iter().filter(|one| !one.holds).count();
        let counts = format!(
            "tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\" time=\"0\"",
            self.expectations.len()
        );
        let mut xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
        line(&mut xml, &format!("<testsuites name=\"dancu\" {counts}>"));
        line(
            &mut xml,
            &format!("  <testsuite name=\"dancu.verify\" {counts}>"),
        );
        for expectation in &self.expectations {
            let name = escaped(&expectation.name);
            let case =
                format!("    <testcase name=\"{name}\" classname=\"dancu.verify\" time=\"0\"");
            if expectation.holds {
                line(&mut xml, &format!("{case}/>"));
                continue;
            }
            let mut told = String::new();
            line_each(&mut told, expectation);
            let message = escaped(&expectation.message);
            line(&mut xml, &format!("{case}>"));
            line(
                &mut xml,
                &format!(
                    "      <failure type=\"count\" message=\"{message}\">{}</failure>",
                    escaped(&told)
                ),
            );
            line(&mut xml, "    </testcase>");
        }
        xml.push_str("  </testsuite>\n</testsuites>\n");
        xml
    }
}

impl ExpectationReport {
    fn of(expectation: &Expectation, checked: &Checked, telling: Telling<'_>) -> Self {
        let near = checked.near_misses.iter();
        Self {
            name: expectation.name.clone(),
            holds: checked.holds,
            count: checked.count,
            at_least: expectation.times.at_least,
            at_most: expectation.times.at_most,
            uncertain: checked.uncertain,
            message: message(expectation.times, checked, telling.language),
            calls: checked
                .counted
                .iter()
                .map(|call| JournalLine::of(call, telling))
                .collect(),
            near_misses: near
                .map(|near| NearMissReport::of(near, expectation, telling))
                .collect(),
        }
    }
}

impl NearMissReport {
    fn of(near: &NearMiss, expectation: &Expectation, telling: Telling<'_>) -> Self {
        let filter = &expectation.call;
        let difference = |condition: &Condition| {
            let view = filter.nearest_view(&near.call).map(|(view, _)| view);
            DifferenceReport {
                field: condition.as_str(),
                expected: wanted_of(*condition, filter, telling.unmask),
                actual: view.and_then(|view| value_of(*condition, &view, telling.unmask)),
            }
        };
        Self {
            call: JournalLine::of(&near.call, telling),
            differs: near.differs.iter().map(difference).collect(),
        }
    }
}

/// The calls that came nearest, or those that were too many, each on a line.
fn line_each(text: &mut String, expectation: &ExpectationReport) {
    for near in &expectation.near_misses {
        let differs = near.differs.iter().map(|difference| {
            let told = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
            let (expected, actual) = (told(&difference.expected), told(&difference.actual));
            format!("{} {actual} (expected {expected})", difference.field)
        });
        let differs = differs.collect::<Vec<_>>().join(", ");
        line(
            text,
            &format!("        near: {}: {differs}", one_line(&near.call)),
        );
    }
    for call in &expectation.calls {
        line(text, &format!("        call: {}", one_line(call)));
    }
}

/// `#7 POST /v1/match 200 match portal`
fn one_line(call: &JournalLine) -> String {
    let client = call.client.as_deref().unwrap_or("-");
    format!(
        "#{} {} {} {} {} {client}",
        call.sequence, call.method, call.route, call.status, call.outcome
    )
}

fn line(text: &mut String, line: &str) {
    // Writing to a string cannot fail.
    let _written = writeln!(text, "{line}");
}

fn message(times: Times, checked: &Checked, language: Language) -> String {
    let wanted = match (times.at_least, times.at_most) {
        (least, Some(most)) if least == most => format!("{least}"),
        (0, Some(most)) => language.pick(format!("tối đa {most}"), format!("at most {most}")),
        (least, Some(most)) => language.pick(
            format!("từ {least} đến {most}"),
            format!("{least} to {most}"),
        ),
        (least, None) => language.pick(format!("ít nhất {least}"), format!("at least {least}")),
    };
    let count = checked.count;
    let mut message = language.pick(
        format!("có {count} lần gọi, mong đợi {wanted}"),
        format!("called {count} times, expected {wanted}"),
    );
    if checked.uncertain {
        message.push_str(language.pick(
            "; nhật ký đã bỏ bớt lần gọi cũ nên không chắc chắn: dùng since hoặc xóa nhật ký trước",
            "; older calls were dropped, so that nobody knows for certain: use since, or empty the journal before",
        ));
    }
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> VerifyReport {
        let expectation = |name: &str, holds| ExpectationReport {
            name: name.to_owned(),
            holds,
            count: 0,
            at_least: 1,
            at_most: None,
            uncertain: false,
            message: "called 0 times, expected at least 1".to_owned(),
            calls: Vec::new(),
            near_misses: Vec::new(),
        };
        VerifyReport {
            holds: false,
            expectations: vec![expectation("a <b> & \"c\"", true), expectation("d", false)],
            dropped: 0,
        }
    }

    #[test]
    fn people_read_a_line_for_each_expectation() {
        assert_eq!(
            report().text(),
            "ok  a <b> & \"c\": called 0 times, expected at least 1\nFAILED  d: called 0 times, expected at least 1\n"
        );
    }

    #[test]
    fn a_pipeline_reads_a_case_for_each_expectation() {
        let xml = report().junit();
        assert!(xml.contains("tests=\"2\" failures=\"1\""), "{xml}");
        assert!(
            xml.contains("<testcase name=\"a &lt;b&gt; &amp; &quot;c&quot;\""),
            "{xml}"
        );
        assert!(
            xml.contains("<failure type=\"count\" message=\"called 0 times"),
            "{xml}"
        );
    }
}
