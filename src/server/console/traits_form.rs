//! The form of traits: conditions written or chosen, examples, and help.

use serde::Deserialize;

use crate::domain::language::Language;
use crate::reference::provinces_since;
use crate::registry::finding::{ENTRIES, FORMS, Parameter};

/// People shown when no count is given, and at the most.
const DEFAULT_COUNT: usize = 20;
const MAX_COUNT: usize = 500;
/// Questions to begin with, in both languages.
const EXAMPLES: [(&str, &str); 8] = [
    (
        "nữ, sinh 2000-2010, chưa kết hôn",
        "female, born 2000-2010, never married",
    ),
    (
        "góa, hai cmnd, chỉ có năm sinh",
        "widow, two cmnd, only birth year",
    ),
    ("Hà Tĩnh, thẻ hết hạn", "Hà Tĩnh, card expired"),
    ("định danh bị khóa", "eID locked"),
    ("sinh đôi, vị thành niên", "twin, minor"),
    ("trùng tên", "namesake"),
    ("có số cũ, mọi trạng thái", "former number, any status"),
    (
        "Cần Thơ, hộ năm người, chủ hộ",
        "Cần Thơ, household of 5, head of household",
    ),
];
/// Conditions that may be chosen instead of written.
const CHOICES: [Choice; 5] = [
    Choice {
        parameter: Parameter::Gender,
        name: ("Giới tính", "Gender"),
        values: &[("male", "Nam", "Male"), ("female", "Nữ", "Female")],
    },
    Choice {
        parameter: Parameter::Card,
        name: ("Thẻ", "Card"),
        values: &[
            ("none", "Chưa có", "None"),
            ("valid", "Còn hạn", "Valid"),
            ("expired", "Hết hạn", "Expired"),
            ("lost", "Đã báo mất", "Lost"),
            ("held", "Bị giữ", "Held"),
            ("withdrawn", "Bị thu hồi", "Withdrawn"),
        ],
    },
    Choice {
        parameter: Parameter::Eid,
        name: ("Định danh điện tử", "Electronic identity"),
        values: &[
            ("none", "Chưa có", "None"),
            ("1", "Mức độ 1", "Level 1"),
            ("2", "Mức độ 2", "Level 2"),
            ("locked", "Bị khóa", "Locked"),
            ("not activated", "Chưa kích hoạt", "Not activated"),
        ],
    },
    Choice {
        parameter: Parameter::MaritalStatus,
        name: ("Hôn nhân", "Marital status"),
        values: &[
            ("never_married", "Chưa kết hôn", "Never married"),
            ("married", "Có vợ, chồng", "Married"),
            ("widowed", "Góa", "Widowed"),
            ("divorced", "Ly hôn", "Divorced"),
            ("separated", "Ly thân", "Separated"),
        ],
    },
    Choice {
        parameter: Parameter::Status,
        name: ("Bản ghi", "Record"),
        values: &[
            ("active", "Đang hoạt động", "Active"),
            ("deceased", "Đã chết", "Deceased"),
            ("missing", "Mất tích", "Missing"),
            ("inactive", "Không còn dùng", "Inactive"),
            ("cancelled", "Bị hủy", "Cancelled"),
            ("any", "Mọi trạng thái", "Any"),
        ],
    },
];

/// A condition with few values.
struct Choice {
    parameter: Parameter,
    name: (&'static str, &'static str),
    /// Word, Vietnamese, English.
    values: &'static [(&'static str, &'static str, &'static str)],
}

/// Whom to find.
#[derive(Deserialize, Debug, Default)]
#[serde(default)]
pub struct Wanted {
    /// A number, or a name and a date.
    pub who: String,
    /// Conditions between commas.
    pub q: String,
    count: String,
    seed: String,
    gender: String,
    /// Years, or a range.
    pub age: String,
    province: String,
    card: String,
    eid: String,
    marital_status: String,
    status: String,
}

/// A field with few values.
#[derive(Clone, Debug)]
pub struct ChoiceView {
    /// The parameter.
    pub parameter: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// The values.
    pub options: Vec<OptionView>,
}

/// A value to choose.
#[derive(Clone, Debug)]
pub struct OptionView {
    /// The value.
    pub value: String,
    /// What it is called.
    pub name: String,
    /// Whether it was chosen.
    pub is_chosen: bool,
}

/// A question to try.
#[derive(Clone, Debug)]
pub struct Example {
    /// The question.
    pub text: &'static str,
    /// The same as a query.
    pub query: String,
}

/// A condition in words of both languages.
#[derive(Clone, Debug)]
pub struct HelpRow {
    /// In English.
    pub english: String,
    /// In Vietnamese.
    pub vietnamese: String,
}

impl Wanted {
    /// The conditions that were chosen.
    pub fn given(&self) -> [(Parameter, &str); 7] {
        [
            (Parameter::Gender, &self.gender),
            (Parameter::Age, &self.age),
            (Parameter::Province, &self.province),
            (Parameter::Card, &self.card),
            (Parameter::Eid, &self.eid),
            (Parameter::MaritalStatus, &self.marital_status),
            (Parameter::Status, &self.status),
        ]
    }

    fn value(&self, parameter: Parameter) -> &str {
        let mut given = self.given().into_iter();
        let found = given.find(|(known, _)| *known == parameter);
        found.map_or("", |(_, value)| value)
    }

    /// How many people.
    pub fn count(&self) -> usize {
        let count = self.count.trim().parse().unwrap_or(DEFAULT_COUNT);
        count.clamp(1, MAX_COUNT)
    }

    /// Where the search begins.
    pub fn seed(&self) -> u64 {
        self.seed.trim().parse().unwrap_or(0)
    }

    /// The fields with few values.
    pub fn choices(&self, language: Language) -> Vec<ChoiceView> {
        let view = |choice: &Choice| ChoiceView {
            parameter: choice.parameter.name(),
            name: language.pick(choice.name.0, choice.name.1),
            options: choice
                .values
                .iter()
                .map(|(word, vietnamese, english)| OptionView {
                    value: (*word).to_owned(),
                    name: language.pick(*vietnamese, *english).to_owned(),
                    is_chosen: self.value(choice.parameter) == *word,
                })
                .collect(),
        };
        CHOICES.iter().map(view).collect()
    }

    /// The provinces to choose from.
    pub fn provinces(&self) -> Vec<OptionView> {
        let provinces = provinces_since().iter();
        provinces
            .map(|province| OptionView {
                value: province.name.to_owned(),
                name: province.name.to_owned(),
                is_chosen: self.province == province.name,
            })
            .collect()
    }
}

/// Questions to try.
pub fn examples(language: Language) -> Vec<Example> {
    let example = |(vietnamese, english)| {
        let text = language.pick(vietnamese, english);
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        Example {
            text,
            query: query.append_pair("q", text).finish(),
        }
    };
    EXAMPLES.map(example).to_vec()
}

/// Conditions with a value in them.
pub fn forms() -> Vec<HelpRow> {
    let written = |words: &[(&str, &str)], value: &str| {
        let one = |(before, after): &(&str, &str)| {
            let parts = [*before, value, *after];
            let parts = parts.iter().filter(|part| !part.is_empty());
            parts.copied().collect::<Vec<_>>().join(" ")
        };
        words.iter().map(one).collect::<Vec<_>>().join(" · ")
    };
    let rows = FORMS.iter().map(|form| HelpRow {
        english: written(form.english, form.example.0),
        vietnamese: written(form.vietnamese, form.example.1),
    });
    rows.collect()
}

/// Conditions in words.
pub fn entries() -> Vec<HelpRow> {
    let rows = ENTRIES.iter().map(|entry| HelpRow {
        english: entry.english.join(" · "),
        vietnamese: entry.vietnamese.join(" · "),
    });
    rows.collect()
}
