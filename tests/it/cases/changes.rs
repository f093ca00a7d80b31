//! Who was changed when.

use serde_json::json;

use super::{Registry, number_of};
use dancu::clock::Timestamp;
use dancu::record::CitizenRecord;
use dancu::registry::{changes, import};

/// Names and moments of one page.
fn page(registry: &Registry, from: u64, until: u64, page: u32, size: u32) -> Vec<(String, u64)> {
    let (from, until) = (Timestamp(from), Timestamp(until));
    let context = registry.at(9999);
    let changed = changes(&registry.world, &context, from, until, page, size).unwrap();
    let told = changed.into_iter().map(|changed| {
        let name = changed.citizen.identity.full_name.as_str().to_owned();
        (name, changed.changed_at.0)
    });
    told.collect()
}

fn everything(registry: &Registry) -> Vec<(String, u64)> {
    page(registry, 0, u64::MAX, 1, 1000)
}

fn told(expected: &[(&str, u64)]) -> Vec<(String, u64)> {
    expected
        .iter()
        .map(|(name, at)| ((*name).to_owned(), *at))
        .collect()
}

#[test]
fn everybody_changed_is_told_once_with_the_time_of_the_last_edit() {
    let registry = Registry::new();
    assert!(everything(&registry).is_empty());
    assert_eq!(registry.last_line(), ("changes", "nobody", None));
    let first = registry.create("Trần Thị Một", &json!({}), 100);
    registry.create("Trần Thị Hai", &json!({}), 200);
    registry.patch("042085000488", &json!({"occupation": "Thợ điện"}), 300);
    registry.patch(&number_of(&first), &json!({"occupation": "Thợ may"}), 400);
    let expected = told(&[
        ("Trần Thị Hai", 200),
        ("Nguyễn Văn Thành", 300),
        ("Trần Thị Một", 400),
    ]);
    assert_eq!(everything(&registry), expected);
    assert_eq!(registry.last_line(), ("changes", "changed", None));
    // Both ends belong to the stretch; one that ends before it begins has nobody.
    assert_eq!(page(&registry, 200, 300, 1, 10), expected[..2]);
    assert_eq!(page(&registry, 201, 299, 1, 10), []);
    assert_eq!(page(&registry, 300, 200, 1, 10), []);
    assert_eq!(page(&registry, u64::MAX, 0, 1, 10), []);

    let registry = registry.restarted();
    assert_eq!(everything(&registry), expected);
    registry.world.reset().unwrap();
    assert_eq!(everything(&registry), []);
    assert_eq!(everything(&registry.restarted()), []);
}

#[test]
fn the_protected_the_unborn_and_the_deleted_are_left_out() {
    let changed = |registry: &Registry| {
        registry.create("Người Được Bảo Vệ", &json!({"restricted": true}), 1);
        registry.create(
            "Người Chưa Sinh",
            &json!({"date_of_birth": "2025-07-02"}),
            2,
        );
        let deleted = registry.create("Người Bị Xóa", &json!({}), 3);
        registry.create("Người Thường", &json!({}), 4);
        registry.delete(&number_of(&deleted), 5);
        registry.delete("042085000488", 6);
        // Nobody stands between two pages whom the caller does not see.
        assert_eq!(page(registry, 0, 10, 2, 3), []);
        everything(registry)
    };
    let seen = changed(&Registry::new());
    assert_eq!(seen, told(&[("Người Thường", 4)]));
    let seen = changed(&Registry::for_administrator());
    assert_eq!(seen, told(&[("Người Được Bảo Vệ", 1), ("Người Thường", 4)]));
}

#[test]
fn pages_cut_one_order_into_pieces() {
    let registry = Registry::new();
    let line = |number: usize| -> (usize, CitizenRecord) {
        let record = json!({"full_name": format!("Trần Thị Số {}", ["An", "Bình", "Chi"][number % 3]),
            "date_of_birth": "1990-02-03", "gender": "female"});
        (number, serde_json::from_value(record).unwrap())
    };
    let lines: Vec<_> = (0..25).map(line).collect();
    let added = import(&registry.world, Timestamp(700), &lines, false).unwrap();
    let all: Vec<_> = (1..=4)
        .flat_map(|at| page(&registry, 700, 700, at, 10))
        .collect();
    let expected: Vec<_> = added
        .iter()
        .map(|citizen| (citizen.identity.full_name.as_str().to_owned(), 700))
        .collect();
    assert_eq!(all, expected);
    assert_eq!(page(&registry, 700, 700, 3, 10).len(), 5);
    // No page 0, and none without people or past the end.
    assert_eq!(
        page(&registry, 0, 999, 0, 10),
        page(&registry, 0, 999, 1, 10)
    );
    assert_eq!(page(&registry, 0, 999, 1, 0), []);
    assert_eq!(page(&registry, 0, 999, u32::MAX, u32::MAX), []);
}
