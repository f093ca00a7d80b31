//! `GET /v1/codes`: the code lists, provinces before and after the merger among them.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, get, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::scenario::{KINDS, Stage, TokenFault};
use crate::record::FIELD_CODES;
use crate::reference;
use crate::server::problem::{self, LIST_NOT_FOUND, Problem, ProblemBody};

/// The id of the list of problem codes, which is the API's own.
const PROBLEMS: &str = "problems";

/// The id of the list of scenarios, which is the API's own too.
const SCENARIOS: &str = "scenarios";

/// A code list.
#[derive(Serialize, ToSchema, Debug)]
pub struct CodeListAnswer {
    /// The id, as in `/v1/codes/{list}`.
    #[schema(value_type = String)]
    pub id: &'static str,
    /// Title in Vietnamese.
    #[schema(value_type = String)]
    pub title_vi: &'static str,
    /// Title in English.
    #[schema(value_type = String)]
    pub title_en: &'static str,
    /// Where it comes from, with what is guessed marked.
    #[schema(value_type = String)]
    pub source: &'static str,
    /// The entries; left out of the list of lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entries: Option<Vec<CodeAnswer>>,
}

/// One code.
#[derive(Serialize, ToSchema, Debug)]
pub struct CodeAnswer {
    /// The code.
    pub code: String,
    /// Name in Vietnamese.
    #[schema(value_type = String)]
    pub name_vi: &'static str,
    /// Name in English, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub name_en: Option<&'static str>,
    /// Whatever else the list has: `successor`, `code_1979`, `confidence`, …
    #[serde(flatten)]
    #[schema(value_type = BTreeMap<String, String>)]
    pub extra: BTreeMap<&'static str, String>,
}

/// The code lists
#[utoipa::path(tag = "reference", responses((status = 200, body = Vec<CodeListAnswer>)))]
#[get("/v1/codes")]
pub async fn list_codes() -> HttpResponse {
    let mut lists: Vec<CodeListAnswer> = reference::code_lists().iter().map(list_answer).collect();
    lists.extend([problem_list(), scenario_list()]);
    HttpResponse::Ok().json(lists)
}

/// One code list
#[utoipa::path(
    tag = "reference",
    params(("list" = String, Path, description = "The id of a list", example = "provinces_before")),
    responses(
        (status = 200, body = CodeListAnswer),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")
    )
)]
#[get("/v1/codes/{list}")]
pub async fn get_codes(list: web::Path<String>) -> Result<HttpResponse, Problem> {
    if list.as_str() == PROBLEMS {
        let entries = problem::ALL.iter().map(|kind| CodeAnswer {
            code: kind.code.to_owned(),
            name_vi: kind.vietnamese,
            name_en: Some(kind.english),
            extra: BTreeMap::from([
                ("status", kind.status.to_string()),
                ("of", "answer".to_owned()),
            ]),
        });
        let fields = FIELD_CODES.iter().map(|row| CodeAnswer {
            code: row.code.to_owned(),
            name_vi: row.vietnamese,
            name_en: Some(row.english),
            extra: BTreeMap::from([
                ("status", row.status.to_string()),
                ("of", "field".to_owned()),
            ]),
        });
        return Ok(HttpResponse::Ok().json(CodeListAnswer {
            entries: Some(entries.chain(fields).collect()),
            ..problem_list()
        }));
    }
    if list.as_str() == SCENARIOS {
        return Ok(HttpResponse::Ok().json(CodeListAnswer {
            entries: Some(scenarios()),
            ..scenario_list()
        }));
    }
    let found = reference::code_list(&list).zip(reference::code_entries(&list));
    let (list, entries) = found.ok_or_else(|| {
        Problem::with_detail(
            &LIST_NOT_FOUND,
            "Xem các danh mục tại /v1/codes.",
            "The lists are at /v1/codes.",
        )
    })?;
    let entries = entries.into_iter().map(|entry| CodeAnswer {
        code: entry.code,
        name_vi: entry.name_vi,
        name_en: entry.name_en,
        extra: entry.extra.into_iter().collect(),
    });
    Ok(HttpResponse::Ok().json(CodeListAnswer {
        entries: Some(entries.collect()),
        ..list_answer(list)
    }))
}

/// Every scenario, and every fault of a token.
fn scenarios() -> Vec<CodeAnswer> {
    let kinds = KINDS.iter().map(|kind| CodeAnswer {
        code: kind.word.to_owned(),
        name_vi: kind.vietnamese,
        name_en: Some(kind.english),
        extra: BTreeMap::from([
            ("form", kind.form.to_owned()),
            ("stage", kind.stage.as_str().to_owned()),
        ]),
    });
    let faults = TokenFault::ALL.iter().map(|fault| {
        let (vietnamese, english) = fault.sentences();
        CodeAnswer {
            code: format!("token={}", fault.as_str()),
            name_vi: vietnamese,
            name_en: Some(english),
            extra: BTreeMap::from([("stage", Stage::Token.as_str().to_owned())]),
        }
    });
    kinds.chain(faults).collect()
}

fn scenario_list() -> CodeListAnswer {
    CodeListAnswer {
        id: SCENARIOS,
        title_vi: "Kịch bản cho người kiểm thử",
        title_en: "Scenarios for testers",
        source: "ours",
        entries: None,
    }
}

fn list_answer(list: &reference::CodeList) -> CodeListAnswer {
    CodeListAnswer {
        id: list.id,
        title_vi: list.title_vi,
        title_en: list.title_en,
        source: list.source,
        entries: None,
    }
}

fn problem_list() -> CodeListAnswer {
    CodeListAnswer {
        id: PROBLEMS,
        title_vi: "Mã lỗi của API này",
        title_en: "Problem codes of this API",
        source: "ours",
        entries: None,
    }
}
