//! Every scenario there is, in one table: what is read, what the docs show and what a refusal lists.

use super::delay::Delay;
use super::duration::{read_duration, thousandths};
use super::parts::{
    Damage, ForcedOutcome, Instead, MAINTENANCE_SECONDS, MismatchField, Part, RATE_LIMIT_SECONDS,
    TokenFault,
};

/// Where a scenario acts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Stage {
    /// Nowhere.
    Nowhere,
    /// In time: waits of several sources add up.
    Time,
    /// In the registry: another verdict.
    Registry,
    /// On the wire: something comes in place of the answer.
    Wire,
    /// On the wire: the answer comes, damaged.
    Damage,
    /// In the ID token of an OpenID login.
    Token,
}

impl Stage {
    /// The word for it in docs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Nowhere => "-",
            Self::Time => "time",
            Self::Registry => "registry",
            Self::Wire => "instead",
            Self::Damage => "damage",
            Self::Token => "token",
        }
    }
}

/// One row of the table.
#[derive(Debug)]
pub struct Kind {
    /// The word it begins with.
    pub word: &'static str,
    /// How it is written.
    pub form: &'static str,
    /// Where it acts; two of one stage cannot be combined.
    pub stage: Stage,
    /// What happens, in Vietnamese.
    pub vietnamese: &'static str,
    /// What happens, in English.
    pub english: &'static str,
    /// Reads what stands behind the word; `None` where that cannot be read.
    pub(super) read: fn(Option<&str>) -> Option<Part>,
}

/// Reads a scenario without anything behind its word.
macro_rules! plain {
    ($part:expr) => {
        |argument| argument.is_none().then_some($part)
    };
}

/// Every scenario.
pub const KINDS: [Kind; 20] = [
    Kind {
        word: "pass",
        form: "pass",
        stage: Stage::Nowhere,
        vietnamese: "Không có gì xảy ra; che các luật phía sau và người đặc biệt.",
        english: "Nothing happens; shields from the rules behind it and from magic people.",
        read: plain!(Part::Pass),
    },
    Kind {
        word: "slow",
        form: "slow=2s | slow=lognormal:median=300ms,sigma=0.6",
        stage: Stage::Time,
        vietnamese: "Trả lời chậm: cố định, hoặc theo phân phối log chuẩn; tối đa 10 phút.",
        english: "The answer comes late: by a fixed time, or log-normally distributed; at most 10 minutes.",
        read: slow,
    },
    Kind {
        word: "timeout",
        form: "timeout",
        stage: Stage::Wire,
        vietnamese: "Im lặng 60 giây rồi 504; dừng máy chủ thì không chờ nữa.",
        english: "Silence for 60 seconds, then 504; cut when the server stops.",
        read: plain!(Part::Instead(Instead::Timeout)),
    },
    Kind {
        word: "unavailable",
        form: "unavailable",
        stage: Stage::Wire,
        vietnamese: "503, theo dạng lỗi của từng giao diện.",
        english: "503, in the form of errors of each surface.",
        read: plain!(Part::Instead(Instead::Unavailable)),
    },
    Kind {
        word: "rate_limit",
        form: "rate_limit | rate_limit=5s",
        stage: Stage::Wire,
        vietnamese: "429 với Retry-After (30 giây nếu không ghi).",
        english: "429 with Retry-After (30 seconds unless given).",
        read: rate_limit,
    },
    Kind {
        word: "maintenance",
        form: "maintenance",
        stage: Stage::Wire,
        vietnamese: "503 báo bảo trì, với Retry-After; SOAP fault trên trục.",
        english: "503 that tells of maintenance, with Retry-After; a SOAP fault on the national wire.",
        read: plain!(Part::Instead(Instead::Maintenance {
            seconds: MAINTENANCE_SECONDS
        })),
    },
    Kind {
        word: "status",
        form: "status=500",
        stage: Stage::Wire,
        vietnamese: "Lỗi với mã HTTP này, 400 đến 599.",
        english: "An error with this HTTP status, 400 to 599.",
        read: status,
    },
    Kind {
        word: "gateway_html",
        form: "gateway_html",
        stage: Stage::Wire,
        vietnamese: "502 với trang HTML của cổng trung gian, thay cho JSON hay XML.",
        english: "502 with the HTML page of a gateway, in place of JSON or XML.",
        read: plain!(Part::Instead(Instead::GatewayHtml)),
    },
    Kind {
        word: "reset",
        form: "reset",
        stage: Stage::Wire,
        vietnamese: "Kết nối bị ngắt (RST), không có câu trả lời.",
        english: "The connection is reset (RST), without an answer.",
        read: plain!(Part::Instead(Instead::Reset)),
    },
    Kind {
        word: "empty",
        form: "empty",
        stage: Stage::Wire,
        vietnamese: "200, nội dung trống.",
        english: "200 with an empty body.",
        read: plain!(Part::Instead(Instead::Empty)),
    },
    Kind {
        word: "wrong_body",
        form: "wrong_body",
        stage: Stage::Wire,
        vietnamese: "200, đúng cú pháp nhưng trả lời chuyện khác.",
        english: "200, well-formed, and the answer to something else.",
        read: plain!(Part::Instead(Instead::WrongBody)),
    },
    Kind {
        word: "garbage",
        form: "garbage",
        stage: Stage::Wire,
        vietnamese: "200, các byte vô nghĩa.",
        english: "200 with bytes that mean nothing.",
        read: plain!(Part::Instead(Instead::Garbage)),
    },
    Kind {
        word: "truncated",
        form: "truncated",
        stage: Stage::Damage,
        vietnamese: "Nửa câu trả lời rồi đứt; Content-Length là của cả câu.",
        english: "Half of the answer, then the connection ends; Content-Length is that of the whole.",
        read: plain!(Part::Damage(Damage::Truncated)),
    },
    Kind {
        word: "bom",
        form: "bom",
        stage: Stage::Damage,
        vietnamese: "Câu trả lời có byte order mark ở đầu.",
        english: "The answer has a byte order mark before it.",
        read: plain!(Part::Damage(Damage::ByteOrderMark)),
    },
    Kind {
        word: "wrong_charset",
        form: "wrong_charset",
        stage: Stage::Damage,
        vietnamese: "Câu trả lời là UTF-8 nhưng ghi nhãn ISO-8859-1.",
        english: "The answer is UTF-8 and labelled ISO-8859-1.",
        read: plain!(Part::Damage(Damage::WrongCharset)),
    },
    Kind {
        word: "not_found",
        form: "not_found",
        stage: Stage::Registry,
        vietnamese: "Như thể không ai mang số này.",
        english: "As if nobody held the number.",
        read: plain!(Part::Outcome(ForcedOutcome::NotFound)),
    },
    Kind {
        word: "mismatch",
        form: "mismatch:full_name | date_of_birth | gender | number",
        stage: Stage::Registry,
        vietnamese: "Như thể trường này khác với cơ sở dữ liệu.",
        english: "As if this field differed from the record.",
        read: mismatch,
    },
    Kind {
        word: "review",
        form: "review",
        stage: Stage::Registry,
        vietnamese: "Như thể họ tên chỉ gần đúng: cần người xem xét.",
        english: "As if the name were only nearly right: for review.",
        read: plain!(Part::Outcome(ForcedOutcome::Review)),
    },
    Kind {
        word: "token",
        form: "token=expired | …",
        stage: Stage::Token,
        vietnamese: "ID token sai (bảng dưới).",
        english: "A wrong ID token (the table below).",
        read: token,
    },
    Kind {
        word: "keys_rotated",
        form: "keys_rotated",
        stage: Stage::Token,
        vietnamese: "Khóa ký được thay ngay trước khi ký: bộ khóa đã lưu không có khóa mới.",
        english: "The signing keys are changed just before: a set of keys fetched earlier lacks the new one.",
        read: plain!(Part::Token(TokenFault::KeysRotated)),
    },
];

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        self.word == other.word
    }
}

impl Eq for Kind {}

fn slow(argument: Option<&str>) -> Option<Part> {
    let argument = argument?;
    let Some(parameters) = argument.strip_prefix("lognormal:") else {
        return read_duration(argument).map(|wait| Part::Delay(Delay::Fixed(wait)));
    };
    let (mut median, mut sigma) = (None, None);
    for parameter in parameters.split(',') {
        match parameter.trim().split_once('=')? {
            ("median", value) if median.is_none() => median = Some(read_duration(value)?),
            ("sigma", value) if sigma.is_none() => {
                sigma = Some(u16::try_from(thousandths(value)?).ok()?);
            }
            _unknown_or_twice => return None,
        }
    }
    Some(Part::Delay(Delay::LogNormal {
        median: median?,
        sigma: sigma?,
    }))
}

fn rate_limit(argument: Option<&str>) -> Option<Part> {
    let seconds = match argument {
        None => RATE_LIMIT_SECONDS,
        Some(text) => {
            let wait = read_duration(text).filter(|wait| wait.subsec_nanos() == 0)?;
            u16::try_from(wait.as_secs()).ok()?
        }
    };
    Some(Part::Instead(Instead::RateLimit { seconds }))
}

fn status(argument: Option<&str>) -> Option<Part> {
    let status = argument?.parse().ok()?;
    (400..=599)
        .contains(&status)
        .then_some(Part::Instead(Instead::Status(status)))
}

fn mismatch(argument: Option<&str>) -> Option<Part> {
    let field = MismatchField::from_word(argument?)?;
    Some(Part::Outcome(ForcedOutcome::Mismatch(field)))
}

fn token(argument: Option<&str>) -> Option<Part> {
    TokenFault::from_word(argument?).map(Part::Token)
}

/// The parameters that may follow a comma, behind the scenario that they belong to.
pub(super) const PARAMETERS: [&str; 2] = ["median", "sigma"];

/// The longest text of a scenario, in bytes.
pub(super) const LONGEST_TEXT: usize = 200;
