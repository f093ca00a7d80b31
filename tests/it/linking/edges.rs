//! Every edge is walked by every account that says it reaches it, over the real registry.

use dancu::chance::Chance;
use dancu::domain::linking::{EDGES, Edge, LinkState};
use dancu::linking::LinkError;
use dancu::linking::coverage::{Walker, coverage};
use dancu::linking::steps::{confirm, correct, logged_in, refresh, skip, unlink};
use dancu::linking::submission::Screen;
use dancu::linking::vneid::{VneidPerson, create_from_vneid, link_from_vneid, log_in_from_vneid};
use dancu::population::{NumberMode, personas};
use dancu::server::known_people;

use super::{NOW, Portal, after};

/// Walks the way that the accounts file tells of; the answer is its last edge.
fn walk(portal: &Portal, username: &str, edge: &str) -> &'static Edge {
    let world = &portal.world;
    let enter = || portal.enter(username, NOW);
    let enter_in_profile = || {
        let number = portal.cccd(username);
        portal
            .submit(username, number, Screen::Profile, NOW)
            .unwrap()
    };
    match edge {
        "already_linked" => logged_in(world, username).unwrap().unwrap(),
        "skipped" => {
            assert_eq!(logged_in(world, username).unwrap(), None);
            skip(world, username).unwrap()
        }
        "skipped_as_it_stands" => {
            portal.recheck(username);
            assert_eq!(logged_in(world, username).unwrap(), None);
            skip(world, username).unwrap()
        }
        "matched_in_profile" => {
            skip(world, username).unwrap();
            enter_in_profile()
        }
        "confirmed" => {
            skip(world, username).unwrap();
            enter_in_profile();
            confirm(world, username).unwrap()
        }
        "unlinked" => {
            enter();
            unlink(world, username).unwrap()
        }
        "linked_again" => {
            enter();
            unlink(world, username).unwrap();
            enter()
        }
        "still_matches" => {
            enter();
            portal.recheck(username)
        }
        "data_differ"
        | "unavailable_link_kept"
        | "person_no_longer_active"
        | "number_cancelled_since" => portal.recheck(username),
        "relinked_after_reissue" => {
            portal.recheck(username);
            enter()
        }
        "account_locked" => {
            for _ in 0..4 {
                enter();
            }
            enter()
        }
        "still_locked" => {
            walk(portal, username, "account_locked");
            enter()
        }
        "lock_over" => {
            walk(portal, username, "account_locked");
            assert_eq!(refresh(world, username, after(999)).unwrap(), None);
            refresh(world, username, after(1000)).unwrap().unwrap()
        }
        "number_locked" => {
            walk(portal, "nguyenminhanh.lo", "account_locked");
            enter()
        }
        "vneid_login" => {
            let number = portal.cccd(username);
            let (edge, account) = log_in_from_vneid(world, number).unwrap().unwrap();
            assert_eq!(&*account.username, username);
            edge
        }
        "vneid_number_differs" => {
            let other = portal.cccd("nguyenvanthanh");
            link_from_vneid(world, username, other).unwrap()
        }
        "linked_by_vneid" => {
            skip(world, username).unwrap();
            let number = portal.cccd(username);
            assert_eq!(log_in_from_vneid(world, number).unwrap(), None);
            link_from_vneid(world, username, number).unwrap()
        }
        "linked"
        | "review"
        | "mismatch"
        | "number_taken"
        | "person_deceased"
        | "person_missing"
        | "person_inactive"
        | "number_cancelled"
        | "registry_unavailable" => {
            assert_eq!(logged_in(world, username).unwrap(), None);
            enter()
        }
        other => panic!("no way over {other} is written down here"),
    }
}

fn person(key: &str) -> VneidPerson {
    let people = known_people(&personas(NumberMode::Provinces).unwrap());
    let person = people.into_iter().find(|person| person.key == key).unwrap();
    VneidPerson {
        number: person.number.unwrap(),
        full_name: person.full_name,
        date_of_birth: person.date_of_birth,
        gender: person.gender,
        email: None,
        mobile: None,
    }
}

#[test]
fn every_account_walks_the_edges_it_says_it_reaches() {
    let portal = Portal::new();
    for entry in portal.book.entries() {
        let username = &*entry.account.username;
        for way in &entry.ways {
            portal.world.reset().unwrap();
            let walked = walk(&portal, username, way.edge.name);
            assert_eq!(walked.name, way.edge.name, "{username}");
            assert!(portal.world.portal().walks(way.edge.name) > 0);
            if let Some(state) = way.edge.to {
                assert_eq!(portal.state(username), state, "{username}");
            }
            let link = &portal.account(username).link;
            assert_eq!(link.number.is_some(), link.state.holds_number(), "{link:?}");
            let is_locked = link.state == LinkState::TooManyAttempts;
            assert_eq!(link.locked_until.is_some(), is_locked, "{link:?}");
        }
    }
}

#[test]
fn every_visitor_walks_the_edges_they_say_they_reach() {
    let portal = Portal::new();
    for visitor in portal.book.visitors() {
        for way in &visitor.ways {
            assert_eq!(way.edge.name, "created_by_vneid");
            let person = person(&visitor.persona);
            assert_eq!(portal.world.portal().account_linked_to(person.number), None);
            let (edge, account) = create_from_vneid(&portal.world, Chance, &person).unwrap();
            assert_eq!(edge.name, "created_by_vneid");
            assert_eq!(*account.username, *person.number.to_string());
            assert_eq!(account.link.number, Some(person.number));
            // A second time, after a double click, it is a login.
            let (edge, again) = create_from_vneid(&portal.world, Chance, &person).unwrap();
            assert_eq!(edge.name, "vneid_login");
            assert_eq!(again, account);
        }
    }
}

#[test]
fn every_edge_is_reached_by_somebody() {
    let portal = Portal::new();
    let edges = coverage(&portal.world, &portal.book);
    assert_eq!(edges.len(), EDGES.len());
    for edge in edges {
        assert!(!edge.ways.is_empty(), "nobody reaches {}", edge.edge.name);
        assert_eq!(edge.walks, 0);
    }
}

#[test]
fn the_coverage_counts_walks_until_the_reset() {
    let portal = Portal::new();
    let walks = |name: &str| {
        let edges = coverage(&portal.world, &portal.book);
        let edge = edges.into_iter().find(|edge| edge.edge.name == name);
        edge.unwrap()
    };
    walk(&portal, "tranlan", "skipped");
    walk(&portal, "tranlan", "skipped");
    assert_eq!(walks("skipped").walks, 2);
    assert_eq!(walks("linked").walks, 0);
    assert!(
        walks("skipped")
            .ways
            .iter()
            .any(|(walker, _)| *walker == Walker::Account("tranlan"))
    );
    portal.world.reset().unwrap();
    assert_eq!(walks("skipped").walks, 0);
}

#[test]
fn green_marks_are_the_fields_of_the_call_that_matched() {
    let portal = Portal::new();
    portal.enter("hnhi.eban", after(7));
    let account = portal.account("hnhi.eban");
    let confirmed = account.link.confirmed.as_ref().unwrap();
    assert_eq!(confirmed.number, portal.cccd("hnhi.eban"));
    assert_eq!(confirmed.full_name.as_str(), "H'Nhi Êban");
    assert_eq!(confirmed.date_of_birth, account.date_of_birth);
    assert_eq!(confirmed.at, after(7));
    // They cannot be changed while they are green.
    let changed = correct(&portal.world, "hnhi.eban", "Somebody Else", "1999-02-11");
    assert!(matches!(changed, Err(LinkError::Confirmed)), "{changed:?}");
    // A link that VNeID proved had no such call.
    let number = portal.cccd("congtangtonnu");
    link_from_vneid(&portal.world, "congtangtonnu", number).unwrap();
    assert_eq!(portal.account("congtangtonnu").link.confirmed, None);
}

#[test]
fn what_the_messages_tell_people_to_do_helps() {
    let portal = Portal::new();
    let world = &portal.world;
    for (username, full_name, date_of_birth) in [
        ("nguyenthihanh", "Nguyễn Thị Hạnh", "02/11/1987"),
        ("nguyenthihuong", "Nguyễn Thị Hương", "12/05/1985"),
    ] {
        assert_ne!(portal.enter(username, NOW).name, "linked");
        correct(world, username, full_name, date_of_birth).unwrap();
        assert_eq!(portal.enter(username, NOW).name, "linked");
    }
    // After a change of name the link stays, and the new name brings the green marks back.
    assert_eq!(portal.recheck("tranthimen").name, "data_differ");
    assert_eq!(portal.account("tranthimen").link.confirmed, None);
    correct(world, "tranthimen", "Trần Bảo Ngọc", "1996-12-12").unwrap();
    assert_eq!(portal.recheck("tranthimen").name, "still_matches");
    assert!(portal.account("tranthimen").link.confirmed.is_some());
    // The number on the new card links.
    portal.enter("phamthibao", NOW);
    let person = person("reissued_after_sex_correction");
    let linked = portal.submit("phamthibao", person.number, Screen::AfterLogin, NOW);
    assert_eq!(linked.unwrap().name, "linked");
}

#[test]
fn a_taken_number_is_told_only_to_whoever_the_registry_matched() {
    let portal = Portal::new();
    let taken = portal.cccd("phantrongnghia");
    // Somebody else tries the number of a linked account, and one that no account has.
    let free = portal.cccd("thuu");
    for number in [taken, free] {
        let edge = portal.submit("tranlan", number, Screen::AfterLogin, NOW);
        assert_eq!(edge.unwrap().name, "mismatch");
    }
    assert_eq!(portal.enter("nghia1985", NOW).name, "number_taken");
}

#[test]
fn a_number_can_be_taken_between_the_green_marks_and_the_update() {
    let portal = Portal::new();
    let number = portal.cccd("tranlan");
    portal
        .submit("tranlan", number, Screen::Profile, NOW)
        .unwrap();
    link_from_vneid(&portal.world, "congtangtonnu", number).unwrap();
    let edge = confirm(&portal.world, "tranlan").unwrap();
    assert_eq!(edge.name, "number_taken");
    let link = &portal.account("tranlan").link;
    assert_eq!((link.number, &link.confirmed), (None, &None));
    // Once the other lets go, it links.
    unlink(&portal.world, "congtangtonnu").unwrap();
    assert_eq!(portal.enter("tranlan", NOW).name, "linked");
}

#[test]
fn numbers_are_read_as_the_registry_reads_them() {
    use dancu::domain::citizen_number::NumberError;
    use dancu::linking::submission::{Begun, begin};
    let portal = Portal::new();
    let enter = |text: &str| {
        begin(
            &portal.world,
            &super::RULE,
            "nguyenvanthanh",
            text,
            Screen::AfterLogin,
            NOW,
        )
    };
    for text in [
        "042 085 000 488",
        "０４２０８５０００４８８",
        "042.085.000488",
    ] {
        let Begun::Ask(question) = enter(text).unwrap() else {
            panic!("{text} is locked");
        };
        assert_eq!(question.number.to_string(), "042085000488");
    }
    let lost = enter("42085000488");
    let expected = NumberError::LeadingZeroLost;
    assert!(matches!(lost, Err(LinkError::Number(error)) if error == expected));
    assert!(matches!(enter("183000048"), Err(LinkError::CmndGiven)));
    assert!(matches!(enter(""), Err(LinkError::Number(_))));
    // None of these counts as an attempt, nor changes anything.
    assert_eq!(portal.state("nguyenvanthanh"), LinkState::NotLinked);
}
