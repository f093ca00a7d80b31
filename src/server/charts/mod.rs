//! Charts of the people made beside the published figures, as SVG in the colours that the reader prefers.

mod bars;
mod drawing;
mod ethnic_groups;
mod pyramid;

pub use drawing::{grouped, number, percent};

use drawing::Drawing;

use crate::domain::language::Language;
use crate::registry::statistics::{Report, Table, TableKind};

/// The charts there are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Chart {
    /// The age pyramid.
    Ages,
    /// The 63 provinces.
    Provinces,
    /// The fifteen commonest surnames.
    Surnames,
    /// Households by size.
    Households,
    /// The 54 ethnic groups.
    EthnicGroups,
}

impl Chart {
    /// Every chart.
    pub const ALL: [Self; 5] = [
        Self::Ages,
        Self::Provinces,
        Self::Surnames,
        Self::Households,
        Self::EthnicGroups,
    ];

    /// The word in its address and the name of its file.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ages => "ages",
            Self::Provinces => "provinces",
            Self::Surnames => "surnames",
            Self::Households => "households",
            Self::EthnicGroups => "ethnic_groups",
        }
    }

    /// Reads the word back.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|chart| chart.as_str() == word)
    }

    /// What it shows.
    pub const fn title(self, language: Language) -> &'static str {
        self.table().title(language)
    }

    const fn table(self) -> TableKind {
        match self {
            Self::Ages => TableKind::Ages,
            Self::Provinces => TableKind::Provinces,
            Self::Surnames => TableKind::Surnames,
            Self::Households => TableKind::HouseholdSizes,
            Self::EthnicGroups => TableKind::EthnicGroups,
        }
    }

    /// Where the published figures come from.
    const fn source(self) -> (&'static str, &'static str) {
        match self {
            Self::Ages => (
                "Công bố: UN World Population Prospects 2019, 01/07/2025 (CC BY 3.0 IGO)",
                "Published: UN World Population Prospects 2019, 1 July 2025 (CC BY 3.0 IGO)",
            ),
            Self::Provinces | Self::EthnicGroups => (
                "Công bố: Tổng điều tra dân số 01/04/2019 (Tổng cục Thống kê)",
                "Published: census of 1 April 2019 (General Statistics Office)",
            ),
            Self::Surnames => (
                "Công bố: 100 họ phổ biến ở Việt Nam (NXB Khoa học xã hội, 2022)",
                "Published: the list of 100 surnames of 2022",
            ),
            Self::Households => (
                "Công bố: Tổng điều tra dân số 01/04/2019; tỷ lệ hộ 2-7+ người do chúng tôi chia (ước đoán)",
                "Published: census of 1 April 2019; the split of 2 to 7+ is ours (a guess)",
            ),
        }
    }
}

/// Draws a chart.
pub fn draw(chart: Chart, report: &Report, language: Language) -> String {
    let Some(table) = report.table(chart.table()) else {
        return String::new(); // every kind has a table
    };
    let frame = frame(chart, table, report, language);
    let drawing = match chart {
        Chart::Ages => pyramid::draw(frame, table, language),
        Chart::Provinces => bars::draw(frame, table, language, 2),
        Chart::Surnames | Chart::Households => bars::draw(frame, table, language, 1),
        Chart::EthnicGroups => ethnic_groups::draw(frame, table, language),
    };
    drawing.svg()
}

/// The empty picture with its words.
fn frame(chart: Chart, table: &Table, report: &Report, language: Language) -> Drawing {
    let all: u64 = table.rows.iter().map(|row| row.count).sum();
    let (count, distance) = (
        grouped(all, language),
        number(table.distance.unwrap_or(0.0), 4, language),
    );
    let subtitle = match (chart, language) {
        (Chart::Households, Language::Vietnamese) => format!(
            "{count} hộ · trung bình {} người (công bố {}) · khoảng cách biến thiên toàn phần {distance}",
            number(report.households.mean, 2, language),
            number(report.households.published_mean, 1, language),
        ),
        (Chart::Households, Language::English) => format!(
            "{count} households · mean {} people (published {}) · total variation distance {distance}",
            number(report.households.mean, 2, language),
            number(report.households.published_mean, 1, language),
        ),
        (_, Language::Vietnamese) => {
            format!("{count} người · khoảng cách biến thiên toàn phần {distance}")
        }
        (_, Language::English) => format!("{count} people · total variation distance {distance}"),
    };
    let title = table.kind.title(language);
    let description = language.pick(
        format!(
            "Tỷ lệ được tạo ra bên cạnh tỷ lệ đã công bố. {subtitle}. Số liệu: GET /v1/statistics."
        ),
        format!(
            "Shares as made beside the published ones. {subtitle}. Figures: GET /v1/statistics."
        ),
    );
    Drawing {
        width: 960,
        height: 0,
        lang: language.pick("vi", "en"),
        title: title.to_owned(),
        subtitle,
        description,
        source: language.pick(chart.source().0, chart.source().1).to_owned(),
        lines: Vec::new(),
        bars: Vec::new(),
        dots: Vec::new(),
        outlines: Vec::new(),
        texts: Vec::new(),
    }
}
