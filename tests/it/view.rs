//! The population file as people with `sqlite3` see it: readable, in Vietnamese, quick by number.

use std::process::Command;

use crate::support::population_folder;

fn ask(sql: &str) -> String {
    let output = Command::new("sqlite3")
        .arg("-readonly")
        .arg(population_folder().join("population.db"))
        .arg(sql)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_citizen_is_read_by_number_in_vietnamese() {
    let columns = "so_cccd, ho_ten, ngay_sinh, gioi_tinh, dan_toc, trang_thai";
    let row = "042085000488|Nguyễn Văn Thành|12/05/1985|Nam|Kinh|Đang hoạt động\n";
    for number in ["'042085000488'", "42085000488"] {
        let sql = format!("SELECT {columns} FROM cong_dan WHERE so_dinh_danh = {number}");
        assert_eq!(ask(&sql), row);
    }
}

#[test]
fn a_number_is_found_by_the_index() {
    let plan = ask("EXPLAIN QUERY PLAN SELECT * FROM cong_dan WHERE so_dinh_danh = '042085000488'");
    assert!(
        plan.contains("SEARCH person USING INDEX person_number"),
        "{plan}"
    );
    assert!(!plan.contains("SCAN"), "{plan}");
}

#[test]
fn dates_that_are_known_in_part_and_addresses_of_both_maps_are_told() {
    let sql = "SELECT ngay_sinh FROM cong_dan WHERE so_dinh_danh IN ('042142000012', '042050000025') ORDER BY 1";
    assert_eq!(ask(sql), "03/1950\n1942\n");
    let sql = "SELECT noi_thuong_tru, noi_thuong_tru_truoc_2025 FROM cong_dan WHERE so_dinh_danh = '042085000488'";
    let address = ask(sql);
    assert!(
        address.contains("Phường Thành Sen, Tỉnh Hà Tĩnh|"),
        "{address}"
    );
    assert!(
        address.contains("Thành phố Hà Tĩnh, Tỉnh Hà Tĩnh"),
        "{address}"
    );
}
