//! The match lab with a labelled file: false matches and false rejections by kind of error, under every policy.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::frame::{Frame, Tab};
use super::operator::{FilesOrder, Operator};
use super::words;
use crate::domain::language::Language;
use crate::domain::matching::Policy;
use crate::registry::match_lab::{
    BUILT_IN_PAIRS, Counts, JudgedPair, LabReport, Label, LabelError, read_pairs, run as run_lab,
};
use crate::server::pages::{Chrome, PageFailure};
#[cfg(test)]
use crate::server::pages::{Site, rendered};

/// Pairs shown one by one; those that some policy gets wrong come first.
const MOST_SHOWN: usize = 300;

#[derive(Template)]
#[template(path = "console/match_file.html")]
struct LabelledPage {
    chrome: Chrome,
    frame: Frame,
    trouble: Option<String>,
    is_built_in: bool,
    pasted: String,
    policies: Vec<&'static str>,
    report: Option<ReportView>,
}

/// What came of a file.
#[derive(Clone, Debug)]
struct ReportView {
    same: u64,
    different: u64,
    unsure: u64,
    totals: Vec<TotalRow>,
    kinds: Vec<KindView>,
    pairs: Vec<PairView>,
    hidden: usize,
}

/// All counts of one policy.
#[derive(Clone, Debug)]
struct TotalRow {
    policy: &'static str,
    counts: Counts,
}

/// The counts of one kind of error.
#[derive(Clone, Debug)]
struct KindView {
    kind: String,
    pairs: u64,
    counts: Vec<Counts>,
}

/// One pair.
#[derive(Clone, Debug)]
struct PairView {
    id: String,
    recorded: String,
    typed: String,
    label: &'static str,
    kind: String,
    remark: String,
    outcomes: Vec<OutcomeView>,
}

/// What one policy makes of a pair.
#[derive(Clone, Debug)]
struct OutcomeView {
    outcome: &'static str,
    tone: &'static str,
}

/// The page with the pairs that come with the program.
pub async fn ask(operator: Operator) -> Result<HttpResponse, PageFailure> {
    answer(operator, String::new(), String::new()).await
}

/// A file came, or a text was pasted.
pub async fn run(order: FilesOrder) -> Result<HttpResponse, PageFailure> {
    let (file, pasted) = (order.files.text("file"), order.files.text("pasted"));
    let mut operator = order.operator;
    operator.guest = operator.guest.standing_at("/console/match/file");
    answer(operator, file, pasted).await
}

async fn answer(
    operator: Operator,
    file: String,
    pasted: String,
) -> Result<HttpResponse, PageFailure> {
    let is_built_in = file.trim().is_empty() && pasted.trim().is_empty();
    let language = operator.guest.language;
    let judged = operator.elsewhere(move |_operator| {
        let text = match (is_built_in, file.trim().is_empty()) {
            (true, _) => BUILT_IN_PAIRS,
            (false, true) => &pasted,
            (false, false) => &file,
        };
        let report = read_pairs(text).map(|pairs| ReportView::of(&run_lab(pairs), language));
        (pasted, report)
    });
    let (mut operator, (pasted, report)) = judged.await?;
    let (report, trouble) = match report {
        Ok(report) => (Some(report), None),
        Err(LabelError {
            vietnamese,
            english,
        }) => (None, Some(language.pick(vietnamese, english))),
    };
    let page = LabelledPage {
        frame: operator.frame(Tab::MatchLab),
        chrome: operator.guest.chrome(),
        trouble,
        is_built_in,
        pasted,
        policies: policies(),
        report,
    };
    operator.guest.page(StatusCode::OK, &page)
}

fn policies() -> Vec<&'static str> {
    Policy::ALL.iter().map(|policy| policy.as_str()).collect()
}

fn label_in_words(label: Label, language: Language) -> &'static str {
    match label {
        Label::Same => language.pick("một người", "one person"),
        Label::Different => language.pick("hai người", "two people"),
        Label::Unsure => language.pick("không rõ", "unsure"),
    }
}

impl ReportView {
    fn of(report: &LabReport, language: Language) -> Self {
        let count = |label| {
            let mut labels = report.labels.iter();
            let found = labels.find(|(known, _)| *known == label);
            found.map_or(0, |(_, count)| *count)
        };
        let mut pairs: Vec<&JudgedPair> = report.pairs.iter().collect();
        pairs.sort_by_key(|judged| !judged.is_wrong_somewhere());
        let hidden = pairs.len().saturating_sub(MOST_SHOWN);
        let totals = report.policies.iter().map(|policy| TotalRow {
            policy: policy.policy.as_str(),
            counts: policy.counts,
        });
        let kinds = report.kinds.iter().map(|row| KindView {
            kind: row.kind.clone(),
            pairs: row.pairs,
            counts: row.counts.clone(),
        });
        let shown = pairs.into_iter().take(MOST_SHOWN);
        Self {
            same: count(Label::Same),
            different: count(Label::Different),
            unsure: count(Label::Unsure),
            totals: totals.collect(),
            kinds: kinds.collect(),
            pairs: shown.map(|judged| PairView::of(judged, language)).collect(),
            hidden,
        }
    }
}

impl PairView {
    fn of(judged: &JudgedPair, language: Language) -> Self {
        let pair = &judged.pair;
        let side = |name: &str, date: Option<String>| match date {
            Some(date) => format!("{name} ({date})"),
            None => name.to_owned(),
        };
        let dates = pair.dates;
        let outcomes = judged.outcomes().map(|outcome| OutcomeView {
            outcome: words::outcome(outcome, language),
            tone: words::outcome_tone(outcome),
        });
        Self {
            id: pair.id.clone(),
            recorded: side(
                pair.recorded.as_str(),
                dates.map(|(recorded, _)| recorded.vietnamese()),
            ),
            typed: side(&pair.typed, dates.map(|(_, typed)| typed.vietnamese())),
            label: label_in_words(pair.label, language),
            kind: judged.kind.clone(),
            remark: pair.remark.clone(),
            outcomes: outcomes.collect(),
        }
    }
}

/// The pages of this file with everything that may vary, for the test that renders them all.
#[cfg(test)]
pub fn samples(language: Language) -> Vec<(&'static str, String)> {
    let evil = || "<b>\"><i>".to_owned();
    let pairs = read_pairs("a,b,same_person,kind,why\n<b>Lê,<i>Lê,no,<b>,<i>").expect("pairs");
    let page = |report, trouble| LabelledPage {
        chrome: Chrome::sample(Site::Console, language),
        frame: Frame::sample(Tab::MatchLab),
        trouble,
        is_built_in: false,
        pasted: evil(),
        policies: policies(),
        report,
    };
    let report = ReportView {
        hidden: 1,
        ..ReportView::of(&run_lab(pairs), language)
    };
    vec![
        (
            "console/match_file.html",
            rendered(&page(None, Some(evil()))),
        ),
        (
            "console/match_file.html",
            rendered(&page(Some(report), None)),
        ),
    ]
}
