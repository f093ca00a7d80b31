//! Yes or no: exactly where a record would be released.

use super::{Registry, question};
use dancu::population::{NumberMode, personas};
use dancu::registry::question::RawQuestion;
use dancu::registry::{Dead, look_up, verify};

#[test]
fn verify_says_yes_exactly_where_lookup_releases_the_record() {
    for registry in [Registry::new(), Registry::for_administrator()] {
        let (world, context) = (&registry.world, &registry.at(0));
        let mut released = 0;
        for persona in personas(NumberMode::Provinces).unwrap() {
            for example in &persona.examples {
                // Questions that are wrong on purpose are refused before they are asked.
                let raw = RawQuestion {
                    number: example.number.as_deref(),
                    full_name: example.full_name.as_deref(),
                    date_of_birth: example.date_of_birth.as_deref(),
                    ..RawQuestion::default()
                };
                let Ok(query) = raw.read() else {
                    continue;
                };
                for dead in [Dead::Found, Dead::Missed] {
                    let record = look_up(world, context, &query, dead);
                    let (_, outcome, rule) = registry.last_line();
                    let answer = verify(world, context, &query, dead).unwrap();
                    assert_eq!(answer, record.is_ok(), "{} {dead:?}", persona.key);
                    assert_eq!(registry.last_line(), ("verify", outcome, rule));
                    released += usize::from(answer);
                }
            }
        }
        assert!(released > 50, "{released}");
    }
}

#[test]
fn without_a_date_number_and_name_decide() {
    let registry = Registry::new();
    for (number, name, date, expected) in [
        ("042085000488", "NGUYEN VAN THANH", "", true),
        ("042085000488", "Nguyễn Văn Thành", "1985-05-12", true),
        ("042085000488", "Nguyễn Văn Thành", "1985-05-13", false),
        ("042085000488", "Nguyễn Văn Thanh Bình", "", false),
        // A CMND finds its holder too.
        ("183000048", "Nguyễn Văn Thành", "", true),
        // Protected, cancelled, unknown.
        ("042094000666", "Lương Tuấn Khanh", "", false),
        ("042079000211", "Mai Xuân Quyền", "", false),
        ("042085000011", "Nguyễn Văn Thành", "", false),
    ] {
        let query = question(number, name, date);
        let answer = verify(&registry.world, &registry.at(0), &query, Dead::Found).unwrap();
        assert_eq!(answer, expected, "{number} {name} {date}");
    }
}

#[test]
fn the_dead_are_found_or_missed_as_the_surface_wishes() {
    let registry = Registry::new();
    let (world, context) = (&registry.world, &registry.at(0));
    let dead = question("042051000289", "Phan Đình Lợi", "1951-01-20");
    assert!(look_up(world, context, &dead, Dead::Found).is_ok());
    assert_eq!(registry.last_line(), ("lookup", "found", Some("all_agree")));
    assert!(look_up(world, context, &dead, Dead::Missed).is_err());
    let missed = ("citizen_not_found", Some("deceased_missed"));
    assert_eq!(registry.last_line(), ("lookup", missed.0, missed.1));
    assert!(!verify(world, context, &dead, Dead::Missed).unwrap());
    assert_eq!(registry.last_line(), ("verify", missed.0, missed.1));
    // A wrong name is a wrong name, dead or not.
    let wrong = question("042051000289", "Phan Đình Tài", "1951-01-20");
    assert!(!verify(world, context, &wrong, Dead::Missed).unwrap());
    assert_eq!(registry.last_line().2, Some("name_differs"));
    let living = question("042085000488", "Nguyễn Văn Thành", "1985-05-12");
    assert!(verify(world, context, &living, Dead::Missed).unwrap());
}
