//! Counts as shares, beside the published ones.

use std::collections::BTreeMap;

use super::counts::{GROUP, LAST_AGE, MARRIAGE_AGE, MARRIAGES, Statistics, index_of};
use crate::domain::citizen_number::Gender;
use crate::domain::language::Language;
use crate::reference::{self, HOUSEHOLD_MEAN};

/// How many first words are listed.
const FIRST_WORDS: usize = 15;
/// Both sexes, as counters are kept.
const SEXES: [Gender; 2] = [Gender::Male, Gender::Female];
/// Marital statuses in the order of their counters: key, Vietnamese, English.
const MARRIAGE_WORDS: [(&str, &str, &str); MARRIAGES] = [
    ("unknown", "chưa rõ", "unknown"),
    ("never_married", "chưa kết hôn", "never married"),
    ("married", "có vợ, chồng", "married"),
    ("widowed", "góa", "widowed"),
    (
        "divorced_or_separated",
        "ly hôn, ly thân",
        "divorced or separated",
    ),
];

/// Everything that is told of a population.
#[derive(Clone, Debug)]
pub struct Report {
    /// The counts themselves.
    pub statistics: Statistics,
    /// Living people whose home is abroad or unknown, who are not among the provinces.
    pub abroad_or_unknown: u64,
    /// Households by their size.
    pub households: Households,
    /// Every table, in the order they are shown.
    pub tables: Vec<Table>,
}

/// Households in a few figures.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Households {
    /// How many there are.
    pub count: u64,
    /// Living people in them.
    pub members: u64,
    /// Living people in none.
    pub without: u64,
    /// Members for each household.
    pub mean: f64,
    /// The published mean.
    pub published_mean: f64,
    /// The share of those with one member.
    pub one_person_share: f64,
    /// The published share.
    pub published_one_person_share: f64,
}

/// What a table is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum TableKind {
    /// Living people by sex and five years of age: all men, then all women.
    Ages,
    /// By province of before 01/07/2025.
    Provinces,
    /// By province since.
    ProvincesSince,
    /// By ethnic group.
    EthnicGroups,
    /// By the fifteen commonest surnames, and others.
    Surnames,
    /// By the first word of the name, the commonest.
    FirstWords,
    /// Households by size.
    HouseholdSizes,
    /// From 15 years on by sex, five years of age and marital status.
    MaritalStatus,
    /// By religion.
    Religions,
    /// By blood group.
    BloodGroups,
    /// By kind of card.
    Cards,
    /// By state of the card.
    CardStates,
    /// By level of the electronic identity.
    IdentityLevels,
}

impl TableKind {
    /// The word used in answers.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ages => "ages",
            Self::Provinces => "provinces",
            Self::ProvincesSince => "provinces_since",
            Self::EthnicGroups => "ethnic_groups",
            Self::Surnames => "surnames",
            Self::FirstWords => "first_words",
            Self::HouseholdSizes => "household_sizes",
            Self::MaritalStatus => "marital_status",
            Self::Religions => "religions",
            Self::BloodGroups => "blood_groups",
            Self::Cards => "cards",
            Self::CardStates => "card_states",
            Self::IdentityLevels => "identity_levels",
        }
    }

    /// The title.
    pub const fn title(self, language: Language) -> &'static str {
        let (vietnamese, english) = match self {
            Self::Ages => ("Tuổi và giới tính", "Age by sex"),
            Self::Provinces => ("Tỉnh, thành phố (63)", "Provinces (63)"),
            Self::ProvincesSince => ("Tỉnh, thành phố (34)", "Provinces (34)"),
            Self::EthnicGroups => ("Dân tộc", "Ethnic groups"),
            Self::Surnames => ("Họ", "Surnames"),
            Self::FirstWords => ("Từ đầu của họ tên", "First word of the name"),
            Self::HouseholdSizes => ("Hộ theo số người", "Households by size"),
            Self::MaritalStatus => (
                "Tình trạng hôn nhân (từ 15 tuổi)",
                "Marital status (from 15 on)",
            ),
            Self::Religions => ("Tôn giáo", "Religions"),
            Self::BloodGroups => ("Nhóm máu", "Blood groups"),
            Self::Cards => ("Loại thẻ", "Cards"),
            Self::CardStates => ("Tình trạng thẻ", "States of cards"),
            Self::IdentityLevels => ("Mức định danh điện tử", "Levels of electronic identity"),
        };
        match language {
            Language::Vietnamese => vietnamese,
            Language::English => english,
        }
    }
}

/// Counts under one heading, beside published shares where there are any.
#[derive(Clone, Debug)]
pub struct Table {
    /// What it is about.
    pub kind: TableKind,
    /// The rows.
    pub rows: Vec<Row>,
    /// The total variation distance from the published shares, where the table is held against them.
    pub distance: Option<f64>,
}

/// One row.
#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    /// What programs read: a code, a group of ages.
    pub key: String,
    /// What it is called in Vietnamese.
    pub vietnamese: String,
    /// What it is called in English.
    pub english: String,
    /// How many were counted.
    pub count: u64,
    /// Their share of the table.
    pub share: f64,
    /// The published share.
    pub published: Option<f64>,
}

/// The total variation distance of two distributions, given as pairs of shares: half the sum of the absolute
/// differences. 0: the same, 1: nothing in common.
pub fn total_variation(pairs: impl IntoIterator<Item = (f64, f64)>) -> f64 {
    let differences = pairs
        .into_iter()
        .map(|(made, published)| (made - published).abs());
    differences.sum::<f64>() / 2.0
}

impl Report {
    /// The report of counts.
    pub fn of(statistics: Statistics) -> Self {
        let households = households(&statistics);
        let counted = &statistics;
        let tables = vec![
            ages(counted),
            provinces(counted),
            provinces_since(counted),
            ethnic_groups(counted),
            surnames(counted),
            first_words(counted),
            household_sizes(counted),
            marital_status(counted),
            religions(counted),
            words(TableKind::BloodGroups, &counted.blood_groups),
            words(TableKind::Cards, &counted.cards),
            words(TableKind::CardStates, &counted.card_states),
            words(TableKind::IdentityLevels, &counted.identity_levels),
        ];
        Self {
            abroad_or_unknown: statistics.abroad_or_unknown,
            statistics,
            households,
            tables,
        }
    }

    /// The table of a kind; every kind has one.
    pub fn table(&self, kind: TableKind) -> Option<&Table> {
        self.tables.iter().find(|table| table.kind == kind)
    }

    /// How far a table lies from the published figures.
    pub fn distance(&self, kind: TableKind) -> Option<f64> {
        self.table(kind)?.distance
    }
}

/// A row before shares are known: its names, its count and the published weight.
struct Cell {
    key: String,
    names: (String, String),
    count: u64,
    weight: Option<f64>,
}

impl Cell {
    fn named(key: impl Into<String>, name: &str, count: u64, weight: Option<f64>) -> Self {
        Self {
            key: key.into(),
            names: (name.to_owned(), name.to_owned()),
            count,
            weight,
        }
    }
}

/// Makes shares of counts and of published weights, and measures how far they lie apart where asked to.
fn table(kind: TableKind, cells: Vec<Cell>, is_measured: bool) -> Table {
    let all: u64 = cells.iter().map(|cell| cell.count).sum();
    let weights: f64 = cells.iter().filter_map(|cell| cell.weight).sum();
    let rows: Vec<Row> = cells
        .into_iter()
        .map(|cell| Row {
            share: share(cell.count, all),
            published: cell.weight.map(|weight| weight / weights),
            key: cell.key,
            vietnamese: cell.names.0,
            english: cell.names.1,
            count: cell.count,
        })
        .collect();
    let pairs = rows
        .iter()
        .map(|row| (row.share, row.published.unwrap_or(0.0)));
    Table {
        kind,
        distance: is_measured.then(|| total_variation(pairs)),
        rows,
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of people are far below 2^52"
)]
const fn float(count: u64) -> f64 {
    count as f64
}

fn share(count: u64, all: u64) -> f64 {
    float(count) / float(all.max(1))
}

/// `25-29`, `100+`.
fn age_group(first: u16, last: u16) -> String {
    if first == last {
        format!("{first}+")
    } else {
        format!("{first}-{}", first + GROUP - 1)
    }
}

fn ages(counted: &Statistics) -> Table {
    let cells = SEXES.into_iter().flat_map(|gender| {
        reference::age_figures().iter().map(move |figure| {
            let group = age_group(figure.age, LAST_AGE);
            let (published, vietnamese) = match gender {
                Gender::Male => (figure.male, "nam"),
                Gender::Female => (figure.female, "nữ"),
            };
            Cell {
                key: format!("{} {group}", gender.as_str()),
                names: (
                    format!("{vietnamese} {group}"),
                    format!("{} {group}", gender.as_str()),
                ),
                count: counted.ages[index_of(gender)].of(usize::from(figure.age / GROUP)),
                weight: Some(float(published)),
            }
        })
    });
    table(TableKind::Ages, cells.collect(), true)
}

fn provinces(counted: &Statistics) -> Table {
    let cells = reference::provinces_before().iter().map(|province| {
        let code = province.code.0;
        let count = counted.provinces.of(usize::from(code));
        let weight = Some(f64::from(province.population_2019));
        Cell::named(format!("{code:02}"), province.name, count, weight)
    });
    table(TableKind::Provinces, cells.collect(), true)
}

fn provinces_since(counted: &Statistics) -> Table {
    let cells = reference::provinces_since().iter().map(|province| {
        let parts = reference::provinces_before().iter();
        let parts = parts.filter(|part| part.successor == province.code);
        let (count, published) = parts.fold((0, 0), |(count, published), part| {
            let more = counted.provinces.of(usize::from(part.code.0));
            (count + more, published + part.population_2019)
        });
        let weight = Some(f64::from(published));
        Cell::named(
            format!("{:02}", province.code),
            province.name,
            count,
            weight,
        )
    });
    table(TableKind::ProvincesSince, cells.collect(), true)
}

fn ethnic_groups(counted: &Statistics) -> Table {
    let cells = reference::ethnic_groups().iter().map(|group| {
        let count = counted.ethnic_groups.of(usize::from(group.code_2008));
        let weight = Some(f64::from(group.population_2019));
        Cell::named(format!("{:02}", group.code_2008), group.name, count, weight)
    });
    let mut cells: Vec<Cell> = cells.collect();
    cells.sort_by(|left, right| {
        right
            .weight
            .partial_cmp(&left.weight)
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    table(TableKind::EthnicGroups, cells, true)
}

fn surnames(counted: &Statistics) -> Table {
    let all: u64 = counted.first_words.values().sum();
    let mut cells: Vec<Cell> = reference::surname_figures()
        .iter()
        .map(|figure| {
            let counts = figure
                .names
                .iter()
                .filter_map(|name| counted.first_words.get(*name));
            let name = figure.names.join(" / ");
            Cell::named(&name, &name, counts.sum(), Some(figure.percent))
        })
        .collect();
    let listed: u64 = cells.iter().map(|cell| cell.count).sum();
    let percent: f64 = cells.iter().filter_map(|cell| cell.weight).sum();
    cells.push(Cell {
        key: "other".to_owned(),
        names: ("khác".to_owned(), "others".to_owned()),
        count: all - listed,
        weight: Some(100.0 - percent),
    });
    table(TableKind::Surnames, cells, true)
}

fn first_words(counted: &Statistics) -> Table {
    let mut words: Vec<(&str, u64)> = counted
        .first_words
        .iter()
        .map(|(word, count)| (&**word, *count))
        .collect();
    words.sort_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(right.0)));
    let rest: u64 = words.iter().skip(FIRST_WORDS).map(|(_, count)| count).sum();
    let listed = words.into_iter().take(FIRST_WORDS);
    let mut cells: Vec<Cell> = listed
        .map(|(word, count)| Cell::named(word, word, count, None))
        .collect();
    cells.push(Cell {
        key: "other".to_owned(),
        names: ("khác".to_owned(), "others".to_owned()),
        count: rest,
        weight: None,
    });
    table(TableKind::FirstWords, cells, false)
}

fn household_sizes(counted: &Statistics) -> Table {
    let figures = reference::household_figures();
    let sizes = counted.households.by_size(figures.len());
    let cells = figures.iter().zip(sizes).map(|(figure, count)| {
        let is_last = usize::from(figure.size) == figures.len();
        let name = format!("{}{}", figure.size, if is_last { "+" } else { "" });
        Cell::named(&name, &name, count, Some(figure.percent))
    });
    table(TableKind::HouseholdSizes, cells.collect(), true)
}

fn households(counted: &Statistics) -> Households {
    let figures = reference::household_figures();
    let sizes = counted.households.by_size(figures.len());
    let count: u64 = sizes.iter().sum();
    Households {
        count,
        members: counted.in_households,
        without: counted.without_household,
        mean: share(counted.in_households, count),
        published_mean: HOUSEHOLD_MEAN,
        one_person_share: share(sizes.first().copied().unwrap_or(0), count),
        published_one_person_share: figures.first().map_or(0.0, |figure| figure.percent / 100.0),
    }
}

/// The published joint distribution is the model's status by age and sex, weighed with the age pyramid.
fn marital_status(counted: &Statistics) -> Table {
    let figures = reference::marriage_figures();
    let last = figures
        .iter()
        .map(|figure| figure.age)
        .max()
        .unwrap_or(MARRIAGE_AGE);
    let mut cells = Vec::new();
    for figure in figures {
        let ages = if figure.age == last {
            figure.age..=LAST_AGE
        } else {
            figure.age..=figure.age
        };
        let groups: Vec<u16> = ages.step_by(usize::from(GROUP)).collect();
        let pyramid = reference::age_figures()
            .iter()
            .filter(|age| groups.contains(&age.age));
        let people: u64 = pyramid
            .map(|age| match figure.gender {
                Gender::Male => age.male,
                Gender::Female => age.female,
            })
            .sum();
        let percents: f64 = figure.percents.iter().sum();
        let tally = &counted.marriages[index_of(figure.gender)];
        let group = age_group(figure.age, last);
        let sex = match figure.gender {
            Gender::Male => "nam",
            Gender::Female => "nữ",
        };
        for (index, (key, vietnamese, english)) in MARRIAGE_WORDS.into_iter().enumerate() {
            let percent = index
                .checked_sub(1)
                .map_or(0.0, |index| figure.percents[index]);
            let counts = groups
                .iter()
                .map(|age| tally.of(usize::from(age / GROUP) * MARRIAGES + index));
            let gender = figure.gender.as_str();
            cells.push(Cell {
                key: format!("{gender} {group} {key}"),
                names: (
                    format!("{sex} {group} {vietnamese}"),
                    format!("{gender} {group} {english}"),
                ),
                count: counts.sum(),
                weight: Some(float(people) * percent / percents),
            });
        }
    }
    table(TableKind::MaritalStatus, cells, true)
}

/// Beside the census, but not held against it: the registry has not recorded everybody's religion.
fn religions(counted: &Statistics) -> Table {
    let cells = reference::religions().iter().map(|religion| Cell {
        key: format!("{:02}", religion.code),
        names: (religion.name_vi.to_owned(), religion.name_en.to_owned()),
        count: counted.religions.of(usize::from(religion.code)),
        weight: Some(f64::from(religion.population_2019)),
    });
    table(TableKind::Religions, cells.collect(), false)
}

fn words(kind: TableKind, counts: &BTreeMap<&'static str, u64>) -> Table {
    let cells = counts
        .iter()
        .map(|(word, count)| Cell::named(*word, word, *count, None));
    table(kind, cells.collect(), false)
}
