//! Many at once: no lock is held while the registry is asked, and still nothing goes wrong.

use std::fmt::Write as _;
use std::sync::Barrier;

use dancu::chance::Chance;
use dancu::domain::linking::{LinkState, MatchedRecord, RegistryVerdict};
use dancu::linking::LinkError;
use dancu::linking::accounts::AccountBook;
use dancu::linking::steps::{correct, unlink};
use dancu::linking::submission::{Begun, Question, Screen, begin, finish};
use dancu::linking::vneid::{VneidPerson, create_from_vneid, link_from_vneid};

use super::{NOW, Portal, RULE};

const NUMBER: &str = "042085000488";
const MATCH: RegistryVerdict = RegistryVerdict::Match(MatchedRecord::Active);

fn ask(portal: &Portal, username: &str, number: &str) -> Question {
    match begin(
        &portal.world,
        &RULE,
        username,
        number,
        Screen::AfterLogin,
        NOW,
    )
    .unwrap()
    {
        Begun::Ask(question) => question,
        Begun::Locked(edge) => panic!("{}", edge.name),
    }
}

/// A portal with fifty accounts of one and the same person.
fn fifty() -> (Portal, Vec<String>) {
    let mut text = String::new();
    let names: Vec<String> = (0..50).map(|index| format!("user{index}")).collect();
    for name in &names {
        let row = "password = 'x'\nfull_name = 'Nguyễn Văn Thành'\ndate_of_birth = '1985-05-12'\n\
                   shows_vi = 'x'\nshows_en = 'x'\n";
        write!(text, "[[account]]\nusername = '{name}'\n{row}").unwrap();
    }
    let portal = Portal::new();
    let book = AccountBook::parse(&text, &[]).unwrap();
    portal.world.portal().begin_with(book.built_in());
    (portal, names)
}

#[test]
fn of_fifty_accounts_that_link_one_number_at_once_one_does() {
    let (portal, names) = fifty();
    let start = Barrier::new(names.len());
    let edges: Vec<&str> = std::thread::scope(|scope| {
        let threads: Vec<_> = names
            .iter()
            .map(|name| {
                let (portal, start) = (&portal, &start);
                scope.spawn(move || {
                    let question = ask(portal, name, NUMBER);
                    start.wait();
                    finish(&portal.world, &RULE, &question, MATCH, NOW)
                        .unwrap()
                        .name
                })
            })
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    let count = |name: &str| edges.iter().filter(|edge| **edge == name).count();
    assert_eq!((count("linked"), count("number_taken")), (1, 49));
    let linked: Vec<_> = names
        .iter()
        .filter(|name| portal.state(name) == LinkState::Linked)
        .collect();
    let number = NUMBER.parse_number();
    let holder = portal.world.portal().account_linked_to(number).unwrap();
    assert_eq!(linked, [&*holder.username]);
    // The state file agrees: it has a unique index of its own.
    let folder = portal.folder.path().to_owned();
    drop(portal.world);
    let (world, _) = super::open(&folder);
    assert_eq!(world.portal().account_linked_to(number), Some(holder));
}

#[test]
fn of_fifty_wrong_answers_at_once_five_are_told() {
    let (portal, _) = fifty();
    let questions: Vec<Question> = (0..50).map(|_| ask(&portal, "user0", NUMBER)).collect();
    let edges: Vec<&str> = std::thread::scope(|scope| {
        let threads: Vec<_> = questions
            .iter()
            .map(|question| {
                let world = &portal.world;
                scope.spawn(move || {
                    finish(world, &RULE, question, RegistryVerdict::NoMatch, NOW)
                        .unwrap()
                        .name
                })
            })
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    let count = |name: &str| edges.iter().filter(|edge| **edge == name).count();
    assert_eq!(
        (
            count("mismatch"),
            count("account_locked"),
            count("still_locked")
        ),
        (4, 1, 45)
    );
}

#[test]
fn of_many_vneid_logins_at_once_one_makes_the_account() {
    let portal = Portal::new();
    let account = portal.account("nguyenvanthanh");
    let person = VneidPerson {
        number: NUMBER.parse_number(),
        full_name: account.full_name.clone(),
        date_of_birth: account.date_of_birth,
        gender: account.gender,
        email: None,
        mobile: None,
    };
    let ids: Vec<Box<str>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..20)
            .map(|_| {
                let (world, person) = (&portal.world, &person);
                scope.spawn(move || create_from_vneid(world, Chance, person).unwrap().1)
            })
            .collect();
        let made = threads.into_iter().map(|thread| thread.join().unwrap());
        made.map(|account| account.tech_id.clone()).collect()
    });
    assert!(ids.iter().all(|id| *id == ids[0]));
    assert_eq!(portal.world.portal().walks("created_by_vneid"), 1);
    assert_eq!(portal.world.portal().walks("vneid_login"), 19);
}

#[test]
fn an_answer_about_what_the_account_no_longer_is_changes_nothing() {
    let portal = Portal::new();
    let world = &portal.world;
    let finish = |question: &Question| finish(world, &RULE, question, MATCH, NOW);

    // The name was changed in another window.
    let question = ask(&portal, "tranlan", NUMBER);
    correct(world, "tranlan", "Trần Lan Anh", "1990-06-17").unwrap();
    assert!(matches!(finish(&question), Err(LinkError::Overtaken)));
    assert_eq!(portal.state("tranlan"), LinkState::NotLinked);

    // Another number was linked meanwhile.
    let question = ask(&portal, "congtangtonnu", NUMBER);
    let number = portal.cccd("congtangtonnu");
    link_from_vneid(world, "congtangtonnu", number).unwrap();
    assert!(matches!(finish(&question), Err(LinkError::Overtaken)));
    assert_eq!(portal.account("congtangtonnu").link.number, Some(number));

    // The same number was linked meanwhile: the answer is news of it.
    let question = ask(&portal, "thuu", &portal.cccd("thuu").to_string());
    portal.enter("thuu", NOW);
    assert_eq!(finish(&question).unwrap().name, "still_matches");

    // The link was taken away while it was checked.
    let question = dancu::linking::submission::begin_recheck(world, "thuu").unwrap();
    unlink(world, "thuu").unwrap();
    assert!(matches!(finish(&question), Err(LinkError::Overtaken)));
    assert_eq!(portal.state("thuu"), LinkState::Unlinked);

    // The world was reset.
    let (edge, account) = {
        let person = VneidPerson {
            number: NUMBER.parse_number(),
            full_name: portal.account("nguyenvanthanh").full_name.clone(),
            date_of_birth: portal.account("nguyenvanthanh").date_of_birth,
            gender: None,
            email: None,
            mobile: None,
        };
        create_from_vneid(world, Chance, &person).unwrap()
    };
    assert_eq!(edge.name, "created_by_vneid");
    world.reset().unwrap();
    let gone = unlink(world, &account.username);
    assert!(matches!(gone, Err(LinkError::UnknownAccount)));
}

/// Numbers as tests write them.
trait ParseNumber {
    fn parse_number(&self) -> dancu::domain::citizen_number::PersonalNumber;
}

impl ParseNumber for str {
    fn parse_number(&self) -> dancu::domain::citizen_number::PersonalNumber {
        dancu::domain::citizen_number::PersonalNumber::parse(self).unwrap()
    }
}
