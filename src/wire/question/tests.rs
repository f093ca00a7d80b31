//! What requests ask, and what is wrong with those that ask badly.

use serde_json::json;

use super::*;

fn fields(pairs: &[(&str, &str)]) -> Fields {
    let mut fields = Fields::default();
    for (name, value) in pairs {
        fields = fields.with(name, value).expect("each once");
    }
    fields
}

fn person(operation: Operation, pairs: &[(&str, &str)]) -> Result<MatchQuery, Vec<String>> {
    match read_question(operation, &fields(pairs)) {
        Ok(Question::Person(query)) => Ok(query),
        Ok(Question::Changes(query)) => panic!("{query:?}"),
        Err(errors) => Err(errors.into_iter().map(|error| error.field).collect()),
    }
}

#[test]
fn a_person_is_asked_about_under_fold() {
    let query = person(
        Operation::LookUpCitizen,
        &[
            ("SoDinhDanh", "042085000488"),
            ("HoVaTen", "NGUYENVANTHANH"),
            ("Nam", "1985"),
        ],
    )
    .expect("readable");
    assert_eq!(query.policy, Policy::Fold);
    assert_eq!(query.number.to_string(), "042085000488");
    assert_eq!(
        query.date_of_birth.map(|date| date.to_string()).as_deref(),
        Some("1985")
    );
}

#[test]
fn a_cmnd_counts_where_there_is_no_other_number() {
    let name_and_date = [("HoVaTen", "A B"), ("NgayThangNam", "19850512")];
    let both = [("SoDinhDanh", "042085000488"), ("SoCMND", "183000048")];
    let query = person(
        Operation::LookUpCitizen,
        &[&both[..], &name_and_date].concat(),
    );
    assert_eq!(query.expect("readable").number.to_string(), "042085000488");
    let query = person(
        Operation::LookUpCitizen,
        &[&both[1..], &name_and_date].concat(),
    );
    assert_eq!(query.expect("readable").number.to_string(), "183000048");
}

#[test]
fn only_a_verification_goes_without_a_date() {
    let pairs = [("SoDinhDanh", "042085000488"), ("HoVaTen", "A B")];
    let of_service = |name| [&pairs[..], &[(name, "033")]].concat();
    assert!(
        person(Operation::VerifyCitizen, &of_service("MaTichHop"))
            .expect("readable")
            .date_of_birth
            .is_none()
    );
    let pairs_of_033 = of_service("MaDichVu");
    assert!(
        person(Operation::VerifyCitizen, &pairs_of_033)
            .expect("readable")
            .date_of_birth
            .is_none()
    );
    for operation in [
        Operation::VerifyCitizen,
        Operation::LookUpCitizen,
        Operation::VerifyParents,
        Operation::LookUpHousehold,
        Operation::VerifyHousehold,
    ] {
        assert_eq!(
            person(operation, &pairs),
            Err(vec!["NgayThangNamSinh".to_owned()])
        );
    }
}

#[test]
fn all_that_is_wrong_is_named_at_once() {
    let wrong = person(
        Operation::LookUpCitizen,
        &[("SoCMND", "12"), ("NgayThangNam", "19851340")],
    );
    let named = ["SoCMND", "HoVaTen", "NgayThangNamSinh"].map(str::to_owned);
    assert_eq!(wrong, Err(named.to_vec()));
}

#[test]
fn changes_are_asked_for_by_milliseconds_and_pages() {
    let asked = fields(&[
        ("TuNgay", "1000"),
        ("DenNgay", "2000"),
        ("Trang", "2"),
        ("SoBanGhi", "5000"),
    ]);
    let Ok(Question::Changes(query)) = read_question(Operation::LookUpCitizen, &asked) else {
        panic!("no question for changes");
    };
    let wanted = ChangesQuery {
        from: Timestamp(1000),
        until: Timestamp(2000),
        page: 2,
        size: MAX_PAGE_SIZE,
    };
    assert_eq!(query, wanted);
    let wrong = read_question(Operation::LookUpCitizen, &fields(&[("TuNgay", "hôm qua")]));
    assert_eq!(wrong.expect_err("no number")[0].field, "TuNgay");
}

#[test]
fn flat_json_is_read_whatever_the_case_of_its_keys() {
    let body = json!({"hoVaTen": "A B", "SoDinhDanh": "042085000488", "soCMND": "", "nam": 1985, "la": [1]});
    let read = read_json(&body).expect("an object");
    assert_eq!(read.get("HoVaTen"), Some("A B"));
    assert_eq!(read.get("SoCMND"), None);
    assert_eq!(read.date_of_birth(), Some("1985"));
    let nested = json!({"NgayThangNamSinh": {"NgayThangNam": "1985-05-12"}});
    assert_eq!(
        read_json(&nested).expect("an object").date_of_birth(),
        Some("1985-05-12")
    );
    assert!(read_json(&json!([])).is_none());
    assert!(read_json(&json!({"cccd": "1", "soDinhDanh": "2"})).is_none());
}
