//! Every way a call can fail, in one table, and its wire form: RFC 9457 problem+json.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::language::Language;
use crate::record::FieldError;
use crate::registry::{
    CardError, FeedError, GetError, GroupError, LookupError, Refusal, SearchError, UpkeepError,
};
use crate::store::StoreError;

/// One row of the table of problems.
#[derive(Debug, PartialEq, Eq)]
pub struct ProblemKind {
    /// The stable code that programs read.
    pub code: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// The title in Vietnamese.
    pub vietnamese: &'static str,
    /// The title in English.
    pub english: &'static str,
}

/// Declares the table: constants, and all of them in [`ALL`].
macro_rules! problems {
    ($($name:ident = $code:literal, $status:literal, $vietnamese:literal, $english:literal;)+) => {
        $(
            #[doc = $english]
            pub const $name: ProblemKind =
                ProblemKind { code: $code, status: $status, vietnamese: $vietnamese, english: $english };
        )+

        /// Every problem a call can answer with.
        pub const ALL: &[&ProblemKind] = &[$(&$name),+];
    };
}

problems! {
    BODY_UNREADABLE = "body_unreadable", 400, "Không đọc được nội dung yêu cầu.", "The body cannot be read.";
    FIELDS_INVALID = "fields_invalid", 400, "Có trường không hợp lệ.", "Some fields cannot be read.";
    FIELDS_REFUSED = "fields_refused", 422, "Có trường không được chấp nhận.", "Some fields are refused.";
    NUMBER_UNMARKED = "number_unmarked", 422, "Số không mang chữ số kiểm tra của dữ liệu giả lập.", "The number lacks the check digit of invented people.";
    SEARCH_TOO_BROAD = "search_too_broad", 422, "Điều kiện tìm kiếm quá rộng.", "The search is too broad.";
    KEY_MISSING = "key_missing", 401, "Thiếu khóa truy cập hoặc khóa không đúng.", "The key is missing or unknown.";
    SCOPE_MISSING = "scope_missing", 403, "Khóa không có quyền này.", "The key lacks the scope.";
    KEY_LOOPBACK_ONLY = "key_loopback_only", 403, "Khóa này chỉ dùng được trên máy cục bộ.", "This key works on loopback only.";
    CITIZEN_NOT_FOUND = "citizen_not_found", 404, "Không tìm thấy công dân.", "No such citizen.";
    CARD_NOT_FOUND = "card_not_found", 404, "Công dân không có thẻ.", "The citizen has no card.";
    CHART_NOT_FOUND = "chart_not_found", 404, "Không có biểu đồ này.", "No such chart.";
    HOUSEHOLD_NOT_FOUND = "household_not_found", 404, "Không tìm thấy hộ gia đình.", "No such household.";
    CALL_NOT_FOUND = "call_not_found", 404, "Nhật ký không có lần gọi này.", "The journal has no such call.";
    LIST_NOT_FOUND = "list_not_found", 404, "Không có danh mục này.", "No such code list.";
    RECIPE_NOT_FOUND = "recipe_not_found", 404, "Không có công thức này.", "No such recipe.";
    ROUTE_NOT_FOUND = "route_not_found", 404, "Không có địa chỉ này.", "No such address.";
    METHOD_NOT_ALLOWED = "method_not_allowed", 405, "Phương thức không được hỗ trợ.", "The method is not allowed here.";
    BODY_TOO_SLOW = "body_too_slow", 408, "Nội dung gửi quá chậm.", "The body came too slowly.";
    NUMBER_AMBIGUOUS = "number_ambiguous", 409, "Nhiều người cùng mang số này.", "More than one person holds this number.";
    NUMBER_TAKEN = "number_taken", 409, "Số đã thuộc về người khác.", "The number belongs to somebody.";
    NUMBERS_EXHAUSTED = "numbers_exhausted", 409, "Đã hết số cho tỉnh, giới tính và năm sinh này.", "All numbers of this province, sex and year are given.";
    SANDBOX_AMBIGUOUS = "sandbox_ambiguous", 400, "Yêu cầu chỉ hai sandbox khác nhau.", "The request names two sandboxes.";
    SANDBOX_NOT_FOUND = "sandbox_not_found", 404, "Không có sandbox này.", "No such sandbox.";
    SANDBOX_KEY_BOUND = "sandbox_key_bound", 403, "Khóa này chỉ mở sandbox của nó.", "This key opens its own sandbox alone.";
    SNAPSHOT_NOT_FOUND = "snapshot_not_found", 404, "Không có bản chụp này.", "No such snapshot.";
    LEASE_NOT_FOUND = "lease_not_found", 404, "Không có lượt giữ này.", "No such lease.";
    NOBODY_TO_LEASE = "nobody_to_lease", 409, "Không đủ người phù hợp chưa được giữ.", "Not enough people fit who are in no lease.";
    SNAPSHOTS_TOO_MANY = "snapshots_too_many", 429, "Quá nhiều bản chụp.", "Too many snapshots.";
    SANDBOX_EXISTS = "sandbox_exists", 409, "Đã có sandbox với mã này.", "There is a sandbox with this id.";
    SANDBOXES_TOO_MANY = "sandboxes_too_many", 429, "Quá nhiều sandbox.", "Too many sandboxes.";
    NUMBER_CANCELLED = "number_cancelled", 410, "Số đã bị hủy.", "The number was cancelled.";
    WEBHOOK_NOT_FOUND = "webhook_not_found", 404, "Không có webhook này.", "No such webhook.";
    WEBHOOKS_TOO_MANY = "webhooks_too_many", 429, "Đã có quá nhiều webhook.", "There are too many webhooks.";
    VERSION_DIFFERS = "version_differs", 412, "Bản ghi đã thay đổi kể từ lần đọc.", "The record has changed since it was read.";
    BODY_TOO_LARGE = "body_too_large", 413, "Nội dung quá lớn.", "The body is too large.";
    MEDIA_TYPE_UNSUPPORTED = "media_type_unsupported", 415, "Kiểu nội dung không được hỗ trợ.", "The media type is not supported.";
    VERSION_REQUIRED = "version_required", 428, "Cần tiêu đề If-Match.", "If-Match is required.";
    SCENARIO_UNREADABLE = "scenario_unreadable", 400, "Không có kịch bản như vậy.", "No such scenario.";
    RULE_NOT_FOUND = "rule_not_found", 404, "Không có luật này.", "No such rule.";
    RULE_EXISTS = "rule_exists", 409, "Đã có luật với mã này.", "There is a rule with this id.";
    RULES_TOO_MANY = "rules_too_many", 429, "Quá nhiều luật.", "Too many rules.";
    UNAVAILABLE = "unavailable", 503, "Dịch vụ tạm thời không hoạt động (theo kịch bản).", "The service is out of order (a scenario wants it so).";
    MAINTENANCE = "maintenance", 503, "Hệ thống đang bảo trì (theo kịch bản).", "The system is under maintenance (a scenario wants it so).";
    RATE_LIMITED = "rate_limited", 429, "Gọi quá nhiều lần (theo kịch bản).", "Too many calls (a scenario wants it so).";
    TIMED_OUT = "timed_out", 504, "Hết thời gian chờ (theo kịch bản).", "Timed out (a scenario wants it so).";
    FORCED_STATUS = "forced_status", 500, "Lỗi theo kịch bản.", "An error that a scenario wants.";
    DISK_FULL = "disk_full", 507, "Đĩa đã đầy; chưa ghi gì.", "The disk is full; nothing was written.";
    STATISTICS_PENDING = "statistics_pending", 503, "Đang đếm dân số; hãy hỏi lại sau ít phút.", "People are being counted; ask again in a few minutes.";
    FOLLOWERS_TOO_MANY = "followers_too_many", 503, "Đã có quá nhiều bên theo dõi nhật ký này.", "Too many follow this journal already.";
    INTERNAL = "internal", 500, "Lỗi nội bộ.", "Internal failure.";
}

/// A problem on its way out. The middleware writes it, in the caller's language and with the id of
/// the request.
#[derive(Debug)]
pub struct Problem {
    /// Which one.
    pub kind: &'static ProblemKind,
    /// More than the title says, in Vietnamese and English.
    pub detail: Option<Box<(String, String)>>,
    /// What is wrong with which field.
    pub errors: Vec<FieldError>,
    /// The cause of an internal failure, for the log alone.
    pub cause: Option<String>,
    /// The cancelled number's reason and successor, for administrators.
    pub successor: Option<(Option<&'static str>, Option<String>)>,
}

/// The wire form (RFC 9457).
#[derive(Serialize, ToSchema, Debug)]
pub struct ProblemBody {
    /// Where the code is documented.
    #[serde(rename = "type")]
    #[schema(example = "/v1/codes/problems#fields_invalid")]
    pub kind: String,
    /// Short and always the same for a code, in the language asked for.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened and what to do, in the language asked for.
    pub detail: String,
    /// The stable code that programs read (`/v1/codes/problems`).
    pub code: String,
    /// The id of the request, as in `X-Request-ID`.
    pub request_id: String,
    /// What is wrong with which field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
    /// Why the number was cancelled; administrators only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The number set in its place; administrators only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub successor: Option<String>,
}

/// One wrong field.
#[derive(Serialize, ToSchema, Debug)]
pub struct FieldProblem {
    /// The path of the field.
    pub field: String,
    /// The stable code.
    pub code: String,
    /// The reason, in the language asked for.
    pub detail: String,
}

impl Problem {
    /// The problem with nothing more to say.
    pub fn new(kind: &'static ProblemKind) -> Self {
        Self {
            kind,
            detail: None,
            errors: Vec::new(),
            cause: None,
            successor: None,
        }
    }

    /// A failure of ours; its cause goes to the log alone.
    pub fn internal<Cause: std::fmt::Display>(cause: Cause) -> Self {
        Self {
            cause: Some(cause.to_string()),
            ..Self::new(&INTERNAL)
        }
    }

    /// The problem with a detail in both languages.
    pub fn with_detail(
        kind: &'static ProblemKind,
        vietnamese: impl Into<String>,
        english: impl Into<String>,
    ) -> Self {
        Self {
            detail: Some(Box::new((vietnamese.into(), english.into()))),
            ..Self::new(kind)
        }
    }

    /// Fields that cannot be read (400), or can and are refused (422).
    pub fn fields(errors: Vec<FieldError>) -> Self {
        let refused = errors.iter().all(|error| error.status() == 422);
        let kind = if refused {
            &FIELDS_REFUSED
        } else {
            &FIELDS_INVALID
        };
        Self {
            errors,
            ..Self::new(kind)
        }
    }

    /// The wire form in a language.
    pub fn body(&self, language: Language, request_id: &str) -> ProblemBody {
        let title = language.pick(self.kind.vietnamese, self.kind.english);
        let first = self.errors.first().map(|error| error.sentence(language));
        let detail = match &self.detail {
            Some(detail) => language.pick(&detail.0, &detail.1).clone(),
            None => first.unwrap_or_else(|| title.to_owned()),
        };
        let (reason, successor) = self.successor.clone().unwrap_or_default();
        ProblemBody {
            kind: format!("/v1/codes/problems#{}", self.kind.code),
            title: title.to_owned(),
            status: self.kind.status,
            detail,
            code: self.kind.code.to_owned(),
            request_id: request_id.to_owned(),
            errors: self
                .errors
                .iter()
                .map(|error| FieldProblem {
                    field: error.field.clone(),
                    code: error.code.to_owned(),
                    detail: error.message(language).to_owned(),
                })
                .collect(),
            reason: reason.map(str::to_owned),
            successor,
        }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.kind.code)
    }
}

impl std::error::Error for Problem {}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.kind.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// Without body: only the middleware knows the language and the id of the request.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::DiskFull { .. } | StoreError::NoRoom { .. } => Self {
                cause: Some(error.to_string()),
                ..Self::new(&DISK_FULL)
            },
            StoreError::Missing { .. }
            | StoreError::Foreign { .. }
            | StoreError::Damaged { .. }
            | StoreError::Newer { .. }
            | StoreError::Older { .. }
            | StoreError::OtherPopulation { .. }
            | StoreError::InUse { .. }
            | StoreError::Io { .. }
            | StoreError::NumberTaken
            | StoreError::TooManyTexts
            | StoreError::Stopped
            | StoreError::Query(_) => Self {
                cause: Some(error.to_string()),
                ..Self::new(&INTERNAL)
            },
        }
    }
}

impl From<LookupError> for Problem {
    fn from(error: LookupError) -> Self {
        match error {
            LookupError::NotFound => Self::new(&CITIZEN_NOT_FOUND),
            LookupError::Store(error) => error.into(),
        }
    }
}

impl From<GetError> for Problem {
    fn from(error: GetError) -> Self {
        match error {
            GetError::NotFound => Self::new(&CITIZEN_NOT_FOUND),
            GetError::Ambiguous => Self::new(&NUMBER_AMBIGUOUS),
            GetError::Cancelled { reason, successor } => Self {
                successor: Some((
                    reason.map(super::super::domain::status::CancelReason::as_str),
                    successor.map(|number| number.to_string()),
                )),
                ..Self::new(&NUMBER_CANCELLED)
            },
            GetError::Store(error) => error.into(),
        }
    }
}

impl From<FeedError> for Problem {
    fn from(error: FeedError) -> Self {
        match error {
            FeedError::CursorUnknown { last } => Self::fields(vec![FieldError::told(
                "since",
                "value_out_of_range",
                format!("Ở đây mới có đến {last}: con trỏ thuộc về nơi khác. Hãy đọc lại từ 0."),
                format!(
                    "There are {last} so far: the cursor is of another world. Read from 0 again."
                ),
            )]),
            FeedError::Store(error) => error.into(),
        }
    }
}

impl From<CardError> for Problem {
    fn from(error: CardError) -> Self {
        match error {
            CardError::Person(error) => error.into(),
            CardError::NoCard => Self::with_detail(
                &CARD_NOT_FOUND,
                "Vào ngày nghiệp vụ, công dân này chưa được cấp thẻ 12 số nào.",
                "On the business date no card with 12 digits has been issued to this citizen.",
            ),
        }
    }
}

impl From<SearchError> for Problem {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::TooBroad => Self::with_detail(
                &SEARCH_TOO_BROAD,
                "Quá nhiều người phù hợp: hãy cung cấp cả ngày, tháng sinh hoặc họ tên đầy đủ hơn.",
                "Too many people would fit: give day and month of birth, or more of the name.",
            ),
            SearchError::Store(error) => error.into(),
        }
    }
}

impl From<UpkeepError> for Problem {
    fn from(error: UpkeepError) -> Self {
        match error {
            UpkeepError::Refused(refusal) => refusal.into(),
            UpkeepError::Store(error) => error.into(),
        }
    }
}

impl From<GroupError> for Problem {
    fn from(error: GroupError) -> Self {
        match error {
            // The recipes that come with the program can be drawn.
            GroupError::Recipe(error) => Self {
                cause: Some(error.to_string()),
                ..Self::new(&INTERNAL)
            },
            GroupError::Upkeep(error) => error.into(),
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Fields(errors) => Self::fields(errors),
            Refusal::NumberTaken { field } => {
                let error = FieldError::told(
                    field,
                    "number_taken",
                    NUMBER_TAKEN.vietnamese,
                    NUMBER_TAKEN.english,
                );
                Self {
                    errors: vec![error],
                    ..Self::new(&NUMBER_TAKEN)
                }
            }
            Refusal::NumberUnmarked { fields } => unmarked(fields),
            Refusal::NotFound => Self::new(&CITIZEN_NOT_FOUND),
            Refusal::Ambiguous => Self::new(&NUMBER_AMBIGUOUS),
            Refusal::NumbersExhausted => Self::new(&NUMBERS_EXHAUSTED),
            Refusal::Cancelled(reason) => Self {
                successor: Some((Some(reason.as_str()), None)),
                ..Self::new(&NUMBER_CANCELLED)
            },
            Refusal::VersionMissing => Self::with_detail(
                &VERSION_REQUIRED,
                "Đọc bản ghi trước (GET) rồi gửi ETag của nó trong If-Match.",
                "Read the record first (GET) and send its ETag in If-Match.",
            ),
            Refusal::VersionDiffers => Self::new(&VERSION_DIFFERS),
        }
    }
}

fn unmarked(fields: Vec<String>) -> Problem {
    let message = |language: Language| {
        language
            .pick(
                "Số này có thể của người thật: chữ số cuối không phải chữ số kiểm tra (ISO/IEC 7064 MOD 11,10). Bỏ số để máy chủ tự tạo, hoặc gửi \"allow_unmarked\": true.",
                "This could be a real person's number: its last digit is not the check digit (ISO/IEC 7064 MOD 11,10). Leave the number out and one is made, or send \"allow_unmarked\": true.",
            )
            .to_owned()
    };
    let errors = fields
        .into_iter()
        .map(|field| FieldError::new(field, NUMBER_UNMARKED.code, message))
        .collect();
    Problem {
        errors,
        ..Problem::new(&NUMBER_UNMARKED)
    }
}
