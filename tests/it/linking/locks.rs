//! Wrong answers lock an account, and a number over all accounts.

use dancu::domain::linking::{LinkState, RegistryVerdict};
use dancu::linking::steps::{attempts_left, refresh, skip};
use dancu::linking::submission::{Begun, Question, Screen, begin, finish};
use dancu::linking::vneid::link_from_vneid;

use super::{NOW, Portal, RULE, after};

/// An account whose data never match.
const WRONG: &str = "nguyenthihanh1991";

fn question(portal: &Portal, username: &str) -> Question {
    let number = portal.cccd(username).to_string();
    match begin(
        &portal.world,
        &RULE,
        username,
        &number,
        Screen::AfterLogin,
        NOW,
    )
    .unwrap()
    {
        Begun::Ask(question) => question,
        Begun::Locked(edge) => panic!("{}", edge.name),
    }
}

#[test]
fn an_account_is_locked_for_a_while_and_twice_as_long_the_next_time() {
    let portal = Portal::new();
    for left in (0..5).rev() {
        let edge = portal.enter(WRONG, NOW);
        let expected = if left == 0 {
            "account_locked"
        } else {
            "mismatch"
        };
        assert_eq!(edge.name, expected);
        assert_eq!(attempts_left(&portal.world, &RULE, WRONG, NOW), left);
    }
    assert_eq!(portal.account(WRONG).link.locked_until, Some(after(1000)));
    assert_eq!(portal.enter(WRONG, after(999)).name, "still_locked");
    // Trying while locked makes it no longer.
    assert_eq!(portal.account(WRONG).link.locked_until, Some(after(1000)));
    for _ in 0..4 {
        assert_eq!(portal.enter(WRONG, after(1000)).name, "mismatch");
    }
    assert_eq!(portal.world.portal().walks("lock_over"), 1);
    assert_eq!(portal.enter(WRONG, after(1000)).name, "account_locked");
    assert_eq!(portal.account(WRONG).link.locked_until, Some(after(3000)));
}

#[test]
fn a_locked_account_can_go_on_and_stays_locked() {
    let portal = Portal::new();
    for _ in 0..5 {
        portal.enter(WRONG, NOW);
    }
    assert_eq!(
        skip(&portal.world, WRONG).unwrap().name,
        "skipped_as_it_stands"
    );
    assert_eq!(portal.enter(WRONG, NOW).name, "still_locked");
    // VNeID proves the number, whatever was tried before.
    let number = portal.cccd(WRONG);
    let edge = link_from_vneid(&portal.world, WRONG, number).unwrap();
    assert_eq!(edge.name, "linked_by_vneid");
    assert_eq!(attempts_left(&portal.world, &RULE, WRONG, NOW), 5);
}

#[test]
fn a_number_is_locked_over_all_accounts() {
    let portal = Portal::new();
    let number = portal.cccd("nguyenminhanh");
    let others = ["tranlan", "thuu", "dangthinhan", "tranhaidang"];
    for username in others {
        let edge = portal
            .submit(username, number, Screen::AfterLogin, NOW)
            .unwrap();
        assert_eq!(edge.name, "mismatch");
    }
    // The fifth wrong answer locks the number, though this account had but one.
    let edge = portal.submit("hnhi.eban", number, Screen::AfterLogin, NOW);
    assert_eq!(edge.unwrap().name, "number_locked");
    // Even its holder waits, and learns that it is the number.
    assert_eq!(portal.enter("nguyenminhanh", NOW).name, "number_locked");
    assert_eq!(portal.enter("nguyenminhanh", NOW).name, "still_locked");
    // Another number may be entered at once.
    assert_eq!(portal.enter("hnhi.eban", NOW).name, "linked");
    assert_eq!(portal.world.portal().walks("lock_over"), 1);
    assert_eq!(portal.enter("nguyenminhanh", after(1000)).name, "linked");
}

#[test]
fn only_wrong_answers_count_and_a_match_of_ones_own_number_clears_none() {
    let portal = Portal::new();
    let count = |username: &str, verdict: RegistryVerdict| {
        let question = question(&portal, username);
        finish(&portal.world, &RULE, &question, verdict, NOW).unwrap()
    };
    for _ in 0..10 {
        assert_eq!(
            count(WRONG, RegistryVerdict::Unavailable).name,
            "registry_unavailable"
        );
        assert_eq!(count(WRONG, RegistryVerdict::Review).name, "review");
    }
    assert_eq!(attempts_left(&portal.world, &RULE, WRONG, NOW), 5);
    for _ in 0..4 {
        count("tranlan", RegistryVerdict::NoMatch);
    }
    assert_eq!(attempts_left(&portal.world, &RULE, "tranlan", NOW), 1);
    assert_eq!(portal.enter("tranlan", NOW).name, "linked");
    assert_eq!(attempts_left(&portal.world, &RULE, "tranlan", NOW), 1);
}

#[test]
fn checking_a_linked_account_again_is_no_guess() {
    let portal = Portal::new();
    for _ in 0..10 {
        assert_eq!(portal.recheck("tranthimen").name, "data_differ");
    }
    assert_eq!(attempts_left(&portal.world, &RULE, "tranthimen", NOW), 5);
}

#[test]
fn answers_on_their_way_when_the_lock_came_are_not_told() {
    let portal = Portal::new();
    let question = question(&portal, "nguyenminhanh");
    for _ in 0..5 {
        portal.enter("nguyenminhanh.lo", NOW);
    }
    let verdict = portal.ask(&question);
    let edge = finish(&portal.world, &RULE, &question, verdict, NOW).unwrap();
    assert_eq!(edge.name, "number_locked");
    assert_eq!(portal.state("nguyenminhanh"), LinkState::TooManyAttempts);
}

#[test]
fn locks_and_links_survive_a_restart() {
    let portal = Portal::new();
    for _ in 0..5 {
        portal.enter("nguyenminhanh.lo", NOW);
    }
    portal.enter("nguyenvanthanh", NOW);
    let linked = portal.account("nguyenvanthanh");
    let portal = portal.reopened();
    assert_eq!(portal.account("nguyenvanthanh"), linked);
    assert_eq!(portal.enter("nguyenminhanh.lo", NOW).name, "still_locked");
    assert_eq!(portal.enter("nguyenminhanh", NOW).name, "number_locked");
    let over = refresh(&portal.world, "nguyenminhanh", after(1000)).unwrap();
    assert_eq!(over.unwrap().name, "lock_over");
    assert_eq!(portal.enter("nguyenminhanh", after(1000)).name, "linked");
}
