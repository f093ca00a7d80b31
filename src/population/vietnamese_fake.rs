//! Vietnamese for the `fake` crate: a locale for its names, and whole invented citizens.
//!
//! The crate's own values depend on the algorithms of `rand` and may change with its versions. A citizen
//! takes 64 bits from the generator given and nothing more, the rest is this population's own drawing,
//! so the population never passes through here.

use fake::locales::Data;
use fake::rand::Rng;
use fake::{Dummy, RngExt};

use super::cluster::OrderedPass;
use super::people::Tables;
use super::settings::{NumberMode, Settings};
use crate::domain::citizen::{Citizen, PersonId};

/// The locale `vi_VN`: surname first, given name last.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ViVn;

impl Data for ViVn {
    const NAME_FIRST_NAME: &'static [&'static str] = &[
        "Văn An",
        "Văn Bình",
        "Văn Dũng",
        "Văn Hùng",
        "Văn Nam",
        "Đức Anh",
        "Đức Thắng",
        "Minh Hoàng",
        "Minh Tuấn",
        "Quang Huy",
        "Quốc Bảo",
        "Anh Tuấn",
        "Tuấn Kiệt",
        "Gia Bảo",
        "Thanh Tùng",
        "Hữu Phước",
        "Thị Hạnh",
        "Thị Hoa",
        "Thị Hương",
        "Thị Lan",
        "Thị Thu Hà",
        "Thị Ngọc Ánh",
        "Thị Kim Oanh",
        "Thu Trang",
        "Thùy Linh",
        "Khánh Linh",
        "Phương Thảo",
        "Bảo Ngọc",
        "Mỹ Duyên",
        "Quỳnh Như",
        "Hồng Nhung",
        "Minh Châu",
    ];
    // Repeated by their shares of 2022, the commonest ones only.
    const NAME_LAST_NAME: &'static [&'static str] = &[
        "Nguyễn", "Nguyễn", "Nguyễn", "Nguyễn", "Nguyễn", "Nguyễn", "Nguyễn", "Nguyễn", "Nguyễn",
        "Nguyễn", "Nguyễn", "Lê", "Lê", "Lê", "Lê", "Trần", "Trần", "Trần", "Phạm", "Phạm", "Vũ",
        "Võ", "Hoàng", "Huỳnh", "Phan", "Trương", "Bùi", "Đặng", "Đỗ", "Ngô", "Hồ", "Dương", "Lý",
    ];
    const NAME_TITLE: &'static [&'static str] = &["Ông", "Bà", "Anh", "Chị"];
    const NAME_SUFFIX: &'static [&'static str] = &[""];
    const NAME_TPL: &'static str = "{LastName} {FirstName}";
    const NAME_WITH_TITLE_TPL: &'static str = "{Title} {LastName} {FirstName}";
    const INTERNET_FREE_EMAIL_PROVIDER: &'static [&'static str] =
        &["thudientu.example", "hopthu.example"];
    const INTERNET_DOMAIN_SUFFIX: &'static [&'static str] = &["example"];
    // No network of Viet Nam uses 010: such a number cannot be dialled.
    const PHONE_NUMBER_FORMATS: &'static [&'static str] = &["010#######"];
    const PHONE_CELL_NUMBER_FORMATS: &'static [&'static str] = &["010#######"];
}

impl Dummy<ViVn> for Citizen {
    /// One living person as the population makes them, under the reserved prefixes 097-099, with row 0.
    fn dummy_with_rng<R: RngExt + ?Sized>(_: &ViVn, rng: &mut R) -> Self {
        let seed = Rng::next_u64(rng);
        let settings = Settings {
            size: 1,
            seed,
            numbers: NumberMode::Reserved,
        };
        let person = Tables::shared().and_then(|tables| {
            let mut cluster = tables.cluster(seed, 0);
            let mut pass = OrderedPass::new(&settings, PersonId(-1));
            pass.complete(&mut cluster).ok()?;
            let living = cluster.members.iter().position(|member| member.is_living)?;
            let mut people = cluster.into_citizens();
            Some(people.swap_remove(living))
        });
        person.unwrap_or_else(|| {
            unreachable!("every cluster has somebody living, and fresh cells have numbers")
        })
    }
}

#[cfg(test)]
mod tests {
    use fake::Fake;
    use fake::faker::name::raw::{Name, NameWithTitle};
    use fake::rand::SeedableRng;
    use fake::rand::rngs::StdRng;

    use super::*;
    use crate::reference::RESERVED_PREFIXES;

    #[test]
    fn names_are_in_vietnamese_order() {
        let mut rng = StdRng::seed_from_u64(1);
        for _ in 0..200 {
            let name: String = Name(ViVn).fake_with_rng(&mut rng);
            let surname = name.split(' ').next().expect("a word");
            assert!(ViVn::NAME_LAST_NAME.contains(&surname), "{name}");
            assert!(
                ViVn::NAME_FIRST_NAME.contains(&&name[surname.len() + 1..]),
                "{name}"
            );
            let polite: String = NameWithTitle(ViVn).fake_with_rng(&mut rng);
            assert!(
                ViVn::NAME_TITLE
                    .iter()
                    .any(|title| polite.starts_with(title)),
                "{polite}"
            );
        }
    }

    #[test]
    fn a_citizen_has_a_marked_number_that_no_province_gives() {
        let mut rng = StdRng::seed_from_u64(7);
        for _ in 0..20 {
            let citizen: Citizen = ViVn.fake_with_rng(&mut rng);
            let number = citizen.identity.number.expect("a number");
            assert!(
                number.is_marked() && RESERVED_PREFIXES.contains(&number.place_code()),
                "{number}"
            );
        }
    }

    #[test]
    fn a_citizen_depends_on_one_draw_only() {
        let one: Citizen = ViVn.fake_with_rng(&mut StdRng::seed_from_u64(3));
        let mut rng = StdRng::seed_from_u64(3);
        let other: Citizen = ViVn.fake_with_rng(&mut rng);
        assert_eq!(one, other);
        let mut plain = StdRng::seed_from_u64(3);
        plain.next_u64();
        assert_eq!(plain.next_u64(), rng.next_u64());
    }
}
