//! `cargo bench --bench domain`: the pure parts and a point lookup, each by itself.
//!
//! A name on the command line picks what runs: `cargo bench --bench domain -- compare`.

use std::fmt;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use dancu::domain::birth_date::BirthDate;
use dancu::domain::citizen::Citizen;
use dancu::domain::citizen_number::{CitizenNumber, PersonalNumber};
use dancu::domain::civil_date::CivilDate;
use dancu::domain::matching::{Judgement, Policy, Question, judge};
use dancu::domain::name::{FullName, NameLevel, blocking_key, compare, fold};
use dancu::population::{NumberMode, PICTURE_DATE, Settings, generate};
use dancu::seeding::seed;
use dancu::store::Population;
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};

/// Living people in the file that is looked up in: larger than a processor's cache, made in about a second.
const PEOPLE: u64 = 100_000;
/// A prime: visiting every so-maniest person visits all of them, far from the order of the file.
const STRIDE: usize = 48_271;

const RECORDED: &str = "Nguyễn Thị Thúy Hòa";

/// A typed name and what is odd about it.
struct Typed {
    oddity: &'static str,
    text: &'static str,
}

/// [`RECORDED`] as it may be typed, for each step of the comparison, cheap to costly.
const TYPED: [Typed; 9] = [
    typed("nothing", "Nguyễn Thị Thúy Hòa"),
    typed("case", "NGUYỄN THỊ THÚY HÒA"),
    typed("tone placement", "Nguyễn Thị Thúy Hoà"),
    typed("no diacritics", "Nguyen Thi Thuy Hoa"),
    typed("order", "Hòa Nguyễn Thị Thúy"),
    typed("no middle name", "Nguyễn Thúy Hòa"),
    typed("Telex keys", "Nguyeexn Thij Thuys Hofa"),
    typed("mojibake", "Nguyá»…n Thá»‹ ThÃºy HÃ²a"),
    typed("another name", "Trần Văn Bình"),
];

const fn typed(oddity: &'static str, text: &'static str) -> Typed {
    Typed { oddity, text }
}

impl fmt::Display for Typed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.oddity)
    }
}

fn main() {
    divan::main();
}

#[divan::bench(args = TYPED)]
fn compare_names(bencher: Bencher<'_, '_>, typed: &Typed) {
    let recorded = name(RECORDED);
    bencher.bench_local(|| -> NameLevel { compare(black_box(&recorded), black_box(typed.text)) });
}

#[divan::bench]
fn parse_name() -> Option<FullName> {
    FullName::parse(black_box(RECORDED)).ok()
}

#[divan::bench]
fn fold_name() -> String {
    fold(black_box(RECORDED))
}

#[divan::bench]
fn key_of_name(bencher: Bencher<'_, '_>) {
    let recorded = name(RECORDED);
    bencher.bench_local(|| blocking_key(black_box(&recorded)));
}

#[divan::bench(args = ["042085000012", "042 085 000 012", "123456789", "04208500001"])]
fn parse_number(text: &str) -> bool {
    CitizenNumber::parse(black_box(text)).is_ok()
}

#[divan::bench(args = ["1985-05-12", "12/05/1985", "31/04/1985"])]
fn parse_date(text: &str) -> bool {
    BirthDate::parse(black_box(text)).is_ok()
}

#[divan::bench(args = [Policy::Standard, Policy::Fold])]
fn judge_an_equal_name(bencher: Bencher<'_, '_>, policy: Policy) {
    let person = &FILE.sample[0].identity;
    let question = Question {
        full_name: person.full_name.as_str(),
        date_of_birth: person.date_of_birth,
        gender: None,
        policy,
    };
    let day: CivilDate = PICTURE_DATE;
    bencher.bench_local(|| -> Judgement { judge(black_box(person), black_box(&question), day) });
}

/// A thousand people a time.
#[divan::bench(sample_count = 20)]
fn generate_people(bencher: Bencher<'_, '_>) {
    let settings = settings(1000);
    bencher
        .counter(ItemsCount::new(settings.size))
        .bench_local(|| generate(black_box(&settings)).count());
}

#[divan::bench]
fn identity_by_number(bencher: Bencher<'_, '_>) {
    let file = &*FILE;
    let mut turn = 0;
    bencher.bench_local(|| {
        turn = (turn + STRIDE) % file.numbers.len();
        let found = file.population.identity_with_number(file.numbers[turn]);
        found.is_ok_and(|identity| identity.is_some())
    });
}

#[divan::bench]
fn citizen_by_id(bencher: Bencher<'_, '_>) {
    let file = &*FILE;
    let mut turn = 0;
    bencher.bench_local(|| {
        turn = (turn + STRIDE) % file.sample.len();
        let found = file.population.citizen(file.sample[turn].identity.id);
        found.is_ok_and(|citizen| citizen.is_some())
    });
}

/// A population file and what stands in it.
struct Made {
    population: Population,
    /// Every number in force.
    numbers: Vec<PersonalNumber>,
    /// Generated people from all over the file.
    sample: Vec<Citizen>,
    _folder: tempfile::TempDir,
}

static FILE: LazyLock<Made> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (numbers, sample) = write_people(folder.path());
    Made {
        population: Population::open(folder.path()).expect("the file just written"),
        numbers,
        sample,
        _folder: folder,
    }
});

fn write_people(folder: &Path) -> (Vec<PersonalNumber>, Vec<Citizen>) {
    let settings = settings(PEOPLE);
    let (mut numbers, mut sample) = (Vec::new(), Vec::new());
    for (index, citizen) in generate(&settings).enumerate() {
        let citizen = citizen.expect("a small population");
        numbers.extend(citizen.identity.number);
        // The personas come first.
        if index > 200 && index % 20 == 0 {
            sample.push(citizen);
        }
    }
    seed(folder, &settings, NonZeroUsize::MIN, Arc::new(|_| true)).expect("room on the disk");
    (numbers, sample)
}

fn settings(size: u64) -> Settings {
    Settings {
        size,
        seed: 2025,
        numbers: NumberMode::Provinces,
    }
}

fn name(text: &str) -> FullName {
    FullName::parse(text).expect("a name")
}
