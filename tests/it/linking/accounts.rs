//! The file of accounts: sound in both ways of numbering, and clear about what is wrong.

use dancu::domain::linking::LinkState;
use dancu::linking::accounts::AccountBook;
use dancu::population::{NumberMode, personas};
use dancu::server::known_people;
use dancu::worlds::AccountKind;

use super::book;

#[test]
fn every_number_of_the_file_is_a_personas() {
    for mode in [NumberMode::Provinces, NumberMode::Reserved] {
        let personas = personas(mode).unwrap();
        let known: Vec<_> = personas
            .iter()
            .filter_map(|persona| persona.person.as_ref())
            .flat_map(|citizen| citizen.identity.numbers())
            .collect();
        let book = book(mode);
        assert!(book.entries().len() >= 25);
        for entry in book.entries() {
            let numbers = entry.cccd.into_iter().chain(entry.account.link.number);
            for number in numbers {
                assert!(known.contains(&number), "{:?}", entry.account.username);
            }
        }
    }
}

#[test]
fn ids_are_uuids_that_stay_the_same() {
    let (first, second) = (book(NumberMode::Provinces), book(NumberMode::Reserved));
    let mut ids: Vec<_> = first
        .entries()
        .iter()
        .map(|entry| &entry.account.tech_id)
        .collect();
    for (one, other) in first.entries().iter().zip(second.entries()) {
        assert_eq!(one.account.tech_id, other.account.tech_id);
    }
    for id in &ids {
        let parts: Vec<usize> = id.split('-').map(str::len).collect();
        assert_eq!(parts, [8, 4, 4, 4, 12], "{id}");
        assert!(
            id[14..].starts_with('8') && "89ab".contains(&id[19..20]),
            "{id}"
        );
    }
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), first.entries().len());
}

#[test]
fn an_account_may_do_without_a_persona() {
    let text = "[[account]]\nusername = 'an'\npassword = 'bí mật'\nkind = 'officer'\n\
                full_name = 'Trần An'\ndate_of_birth = '1990'\ngender = 'nữ'\nlinked = '042085000488'\n\
                shows_vi = 'x'\nshows_en = 'x'\n";
    let book = AccountBook::parse(text, &[]).unwrap();
    let entry = book.entry("an").unwrap();
    assert_eq!(entry.account.kind, AccountKind::Officer);
    assert_eq!(entry.account.link.state, LinkState::Linked);
    assert_eq!(entry.cccd, None);
    assert!(!format!("{entry:?}").contains("bí mật"));
}

#[test]
fn errors_name_the_account_and_what_is_wrong() {
    let row = "username = 'an'\npassword = 'x'\nfull_name = 'Trần An'\ndate_of_birth = '1990-01-01'\n\
               shows_vi = 'x'\nshows_en = 'x'\n";
    let account = |more: &str| format!("[[account]]\n{row}{more}\n");
    let people = known_people(&personas(NumberMode::Provinces).unwrap());
    for (text, expected) in [
        (
            account("").repeat(2),
            "account an: the user name stands there twice",
        ),
        (account("kind = 'king'"), "account an: kind is none of"),
        (
            account("persona = 'x'"),
            "account an: there is no persona x",
        ),
        (
            account("linked = '42085000488'"),
            "account an: linked: 11 digits",
        ),
        (
            account("linked = 'current'"),
            "account an: linked: current is a number of a persona",
        ),
        (
            account("cccd = 'former'\npersona = 'plain_ha_tinh'"),
            "account an: cccd: the persona has no such number",
        ),
        (account("gender = 'x'"), "account an: gender"),
        (account("registry_url = 'x'"), "account an: registry_url"),
        (
            account("reaches = [{ edge = 'x', how_vi = '', how_en = '' }]"),
            "account an: reaches: there is no edge x",
        ),
        (
            account("").replace("'x'\nfull", "''\nfull"),
            "account an: password is empty",
        ),
        (
            account("").replace("1990-01-01", "1990-02-30"),
            "account an: date_of_birth",
        ),
        (
            account("").replace("'an'", "' an'"),
            "account  an: username is empty or has spaces",
        ),
        (
            account("linked = '042085000488'")
                + &account("linked = '042085000488'").replace("'an'", "'be'"),
            "account be: another account is linked",
        ),
        (account("no_such_key = 1"), "no_such_key"),
        (
            "[[visitor]]\npersona = 'x'\nshows_vi = ''\nshows_en = ''\nreaches = []".to_owned(),
            "visitor x: there is no persona x",
        ),
    ] {
        let error = AccountBook::parse(&text, &people).unwrap_err().to_string();
        assert!(error.contains(expected), "{expected}: {error}");
    }
}
