//! Who lives in whose household.

use serde_json::json;

use super::{Registry, names, number_of, question};
use dancu::domain::citizen::{Citizen, HouseholdPlace, PersonId};
use dancu::domain::relation_to_head::CHILD;
use dancu::registry::{Dead, LookupError, head_of, household_of, look_up};

const HOUSEHOLD: u32 = 48;

fn household(registry: &Registry, asked: &[&str; 3], dead: Dead) -> Vec<Citizen> {
    let [number, name, date] = asked;
    let query = question(number, name, date);
    household_of(&registry.world, &registry.at(0), &query, dead).unwrap()
}

const FATHER: [&str; 3] = ["042085000488", "Nguyễn Văn Thành", "1985-05-12"];
const DAUGHTER: [&str; 3] = ["042317000407", "Nguyễn Gia Hân", "2017-04-10"];
const ALONE: [&str; 3] = ["042051000289", "Phan Đình Lợi", "1951-01-20"];

#[test]
fn a_household_is_told_head_first_whoever_is_asked_for() {
    let registry = Registry::new();
    for asked in [FATHER, DAUGHTER] {
        let members = household(&registry, &asked, Dead::Found);
        assert_eq!(names(&members), ["Nguyễn Văn Thành", "Nguyễn Gia Hân"]);
        assert_eq!(
            registry.last_line(),
            ("household", "found", Some("all_agree"))
        );
    }
    assert_eq!(
        names(&household(&registry, &ALONE, Dead::Found)),
        ["Phan Đình Lợi"]
    );
}

#[test]
fn edits_move_people_in_and_out() {
    let registry = Registry::new();
    let place = |relation: &str| json!({"id": HOUSEHOLD, "relation_to_head": relation});
    registry.create("Trần Thị Vợ", &json!({"household": place("CH02")}), 1);
    // Of two children the older comes first, in the file or not.
    let child = json!({"household": place("CH04"), "date_of_birth": "2012-01-05"});
    let moving = registry.create("Nguyễn Gia Bảo", &child, 2);
    let all = [
        "Nguyễn Văn Thành",
        "Trần Thị Vợ",
        "Nguyễn Gia Bảo",
        "Nguyễn Gia Hân",
    ];
    assert_eq!(names(&household(&registry, &DAUGHTER, Dead::Found)), all);

    registry.patch(&number_of(&moving), &json!({"household": null}), 3);
    registry.delete(DAUGHTER[0], 4);
    let members = household(&registry, &FATHER, Dead::Found);
    assert_eq!(names(&members), all[..2]);

    // The file's own people move too, and are found where they went.
    registry.patch(
        FATHER[0],
        &json!({"household": {"id": 7, "relation_to_head": "CH01"}}),
        5,
    );
    let members = household(&registry, &FATHER, Dead::Found);
    assert_eq!(names(&members), all[..1]);
    let registry = registry.restarted();
    let members = household(&registry, &FATHER, Dead::Found);
    assert_eq!(names(&members), all[..1]);
}

#[test]
fn whom_the_caller_may_not_know_of_is_no_member() {
    let more = |extra: serde_json::Value| {
        let mut more = json!({"household": {"id": HOUSEHOLD, "relation_to_head": "CH04"}});
        for (key, value) in extra.as_object().unwrap() {
            more[key] = value.clone();
        }
        more
    };
    let with_everybody = |registry: &Registry| {
        registry.create("Người Được Bảo Vệ", &more(json!({"restricted": true})), 1);
        registry.create(
            "Người Chưa Sinh",
            &more(json!({"date_of_birth": "2025-07-02"})),
            1,
        );
        let cancelled = json!({"status_periods": [{"status": "cancelled", "reason": "false_papers", "from": "2024-10-01"}]});
        registry.create("Người Bị Hủy", &more(cancelled), 1);
        let dead = json!({"status_periods": [{"status": "deceased", "from": "2024-10-01"}]});
        registry.create("Người Đã Chết", &more(dead), 1);
    };
    let family = ["Nguyễn Văn Thành", "Người Đã Chết", "Nguyễn Gia Hân"];

    let registry = Registry::new();
    with_everybody(&registry);
    assert_eq!(names(&household(&registry, &FATHER, Dead::Found)), family);
    let living = household(&registry, &FATHER, Dead::Missed);
    assert_eq!(names(&living), [family[0], family[2]]);

    let registry = Registry::for_administrator();
    with_everybody(&registry);
    let members = household(&registry, &FATHER, Dead::Found);
    assert!(names(&members).contains(&"Người Được Bảo Vệ"));
    assert_eq!(members.len(), 4);
}

#[test]
fn who_does_not_match_has_no_household() {
    let registry = Registry::new();
    let wrong = question(FATHER[0], "Nguyễn Văn Bình", FATHER[2]);
    let refused = household_of(&registry.world, &registry.at(0), &wrong, Dead::Found);
    assert!(matches!(refused, Err(LookupError::NotFound)));
    let line = ("household", "citizen_not_found", Some("name_differs"));
    assert_eq!(registry.last_line(), line);
    let dead = question(ALONE[0], ALONE[1], ALONE[2]);
    let refused = household_of(&registry.world, &registry.at(0), &dead, Dead::Missed);
    assert!(matches!(refused, Err(LookupError::NotFound)));
}

#[test]
fn a_citizen_has_the_head_of_the_household_or_none() {
    let registry = Registry::new();
    let head_of_asked = |[number, name, date]: [&str; 3]| {
        let query = question(number, name, date);
        let context = registry.at(0);
        let citizen = look_up(&registry.world, &context, &query, Dead::Found).unwrap();
        let head = head_of(&registry.world, &context, &citizen).unwrap();
        head.map(|head| head.identity.full_name.as_str().to_owned())
    };
    assert_eq!(head_of_asked(FATHER).as_deref(), Some(FATHER[1]));
    assert_eq!(head_of_asked(DAUGHTER).as_deref(), Some(FATHER[1]));
    assert_eq!(head_of_asked(ALONE), None);
    // A household whose head nobody may know of.
    registry.delete(FATHER[0], 1);
    assert_eq!(head_of_asked(DAUGHTER), None);
}

/// Most heads are read alone; edits count all the same.
#[test]
fn the_head_of_a_drawn_household_is_told_as_edits_left_them() {
    let registry = Registry::new();
    let mut child = None;
    // Far behind the personas, whose households are numbered by themselves.
    let last_persona = PersonId(1_000);
    let people = registry.world.people();
    let look = people.for_each(|citizen| {
        let is_child = |place: &HouseholdPlace| place.relation_to_head == CHILD;
        let is_drawn = citizen.identity.id > last_persona;
        let place = citizen.household.filter(is_child).filter(|_| is_drawn);
        child = place.map(|_| citizen);
        child.is_none()
    });
    look.unwrap();
    let child = child.unwrap();
    let head = || head_of(&registry.world, &registry.at(0), &child).unwrap();
    let drawn = head().unwrap().identity;
    assert_eq!(drawn.id.0, i64::from(child.household.unwrap().household));
    let number = drawn.number.unwrap().to_string();
    registry.patch(&number, &json!({"full_name": "Lê Thị Đổi Tên"}), 1);
    let renamed = head().unwrap().identity;
    assert_eq!(
        (renamed.id, renamed.full_name.as_str()),
        (drawn.id, "Lê Thị Đổi Tên")
    );
    registry.delete(&number, 2);
    assert_eq!(head(), None);
}
