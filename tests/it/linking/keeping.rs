//! What is changed is kept, and a reset brings the fixtures back.

use dancu::linking::accounts::AccountBook;
use dancu::linking::steps::{skip, unlink};
use dancu::linking::vneid::link_from_vneid;
use dancu::worlds::PortalAccount;

use super::{NOW, Portal};

fn everybody(portal: &Portal) -> Vec<PortalAccount> {
    let view = portal.world.portal().view();
    view.accounts()
        .map(|account| PortalAccount::clone(&account))
        .collect()
}

#[test]
fn what_was_changed_is_the_same_after_a_restart() {
    let portal = Portal::new();
    portal.enter("nguyenvanthanh", NOW);
    portal.enter("nguyenthihanh", NOW);
    skip(&portal.world, "tranlan").unwrap();
    unlink(&portal.world, "phantrongnghia").unwrap();
    portal.recheck("duongthikimlien");
    let before = everybody(&portal);
    let portal = portal.reopened();
    assert_eq!(everybody(&portal), before);
    // The number that was let go is free for the other account of the same person.
    assert_eq!(portal.enter("nghia1985", NOW).name, "linked");
}

#[test]
fn a_reset_brings_the_fixtures_back_for_good() {
    let portal = Portal::new();
    let fixtures = everybody(&portal);
    portal.enter("nguyenvanthanh", NOW);
    unlink(&portal.world, "phantrongnghia").unwrap();
    for _ in 0..5 {
        portal.enter("nguyenminhanh.lo", NOW);
    }
    assert_ne!(everybody(&portal), fixtures);
    portal.world.reset().unwrap();
    assert_eq!(everybody(&portal), fixtures);
    let portal = portal.reopened();
    assert_eq!(everybody(&portal), fixtures);
    assert_eq!(portal.enter("nguyenminhanh", NOW).name, "linked");
}

#[test]
fn a_file_that_was_edited_since_cannot_give_a_number_to_two_accounts() {
    let portal = Portal::new();
    let number = portal.cccd("phantrongnghia");
    unlink(&portal.world, "phantrongnghia").unwrap();
    link_from_vneid(&portal.world, "nghia1985", number).unwrap();
    let text = format!(
        "[[account]]\nusername = 'new'\npassword = 'x'\nfull_name = 'Phan Trọng Nghĩa'\n\
         date_of_birth = '1985-02-10'\nlinked = '{number}'\nshows_vi = 'x'\nshows_en = 'x'\n"
    );
    let book = AccountBook::parse(&text, &[]).unwrap();
    portal.world.portal().begin_with(book.built_in());
    assert_eq!(portal.account("new").link.number, None);
    let holder = portal.world.portal().account_linked_to(number).unwrap();
    assert_eq!(&*holder.username, "nghia1985");
    // After a reset nothing stands against it.
    portal.world.reset().unwrap();
    assert_eq!(portal.account("new").link.number, Some(number));
}
