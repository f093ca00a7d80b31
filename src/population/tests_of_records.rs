//! What the records of a family say of each other and of the law, whatever the seed.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::cluster::{Cluster, Member};
use super::tests_of_families::{at, families, last_day};
use super::*;
use crate::domain::card::{CardKind, LockReason, lawful_expiry};
use crate::domain::citizen::{Citizen, MaritalStatus, Occupation};
use crate::domain::status::RecordStatus;
use crate::reference::province_before_of;

/// Ten months, in days, less a little: no mother bears sooner again.
const BETWEEN_BIRTHS: i32 = 290;

fn is_dead(member: &Member) -> bool {
    member.citizen.identity.status_on(PICTURE_DATE) == RecordStatus::Deceased
}

fn first_word(citizen: &Citizen) -> &str {
    let name = citizen.identity.full_name.as_str();
    name.split(' ').next().unwrap_or_default()
}

/// Sex, year and place of the number are those of the record, but that one of sex and year may lawfully
/// disagree (Nghị định 70/2024 Điều 11).
fn check_number(citizen: &Citizen) -> Result<(), TestCaseError> {
    let identity = &citizen.identity;
    let Some(number) = identity.number else {
        return Ok(());
    };
    let registered = citizen.place_of_birth_registration.as_ref();
    let province = registered.and_then(province_before_of).expect("a province");
    prop_assert_eq!(number.place_code(), u16::from(province.0));
    let years = number.year().abs_diff(identity.date_of_birth.year());
    let other_sex = number.gender() != identity.gender;
    prop_assert!(years <= 3 && !(other_sex && years > 0), "{} years", years);
    for former in &identity.former_numbers {
        prop_assert_ne!(former.number, number);
        prop_assert!(former.cancelled_on <= PICTURE_DATE);
    }
    Ok(())
}

/// Cards end when the law says and are of the kind of their day; accounts hang on cards.
fn check_documents(member: &Member) -> Result<(), TestCaseError> {
    let citizen = &member.citizen;
    let born = citizen.identity.date_of_birth;
    for cmnd in &citizen.cmnd {
        let issued = cmnd.issued_on.expect("a day");
        prop_assert!(born.earliest().age_on(issued) >= 14 && issued.year() < 2020);
    }
    prop_assert!(citizen.cmnd.iter().map(|cmnd| cmnd.issued_on).is_sorted());
    let Some(card) = citizen.card else {
        prop_assert_eq!(citizen.electronic_identity, None);
        return Ok(());
    };
    prop_assert_eq!(card.kind, CardKind::issued_on(card.issued_on));
    prop_assert_eq!(card.expires_on, lawful_expiry(card.issued_on, born));
    let young = born.earliest().age_on(card.issued_on) < 14;
    prop_assert!(!young || card.kind == CardKind::IdentityCard);
    if let Some(account) = citizen.electronic_identity {
        prop_assert!(
            account.granted_on >= card.issued_on && account.granted_on <= last_day(member)
        );
        prop_assert_eq!(account.locked == Some(LockReason::Death), is_dead(member));
    }
    Ok(())
}

fn check_the_dead(member: &Member) -> Result<(), TestCaseError> {
    let citizen = &member.citizen;
    prop_assert!(citizen.mobile.is_none() && citizen.email.is_none());
    prop_assert!(citizen.household.is_none() && member.head.is_none() && !member.is_living);
    prop_assert_eq!(&citizen.occupation, &Occupation::NotRecorded);
    Ok(())
}

/// Children of one mother are twins or at least ten months apart, and never of one name.
fn check_siblings(cluster: &Cluster) -> Result<(), TestCaseError> {
    for (position, one) in cluster.members.iter().enumerate() {
        for other in &cluster.members[position + 1..] {
            if one.links.mother.is_none() || one.links.mother != other.links.mother {
                continue;
            }
            let (one, other) = (&one.citizen.identity, &other.citizen.identity);
            prop_assert_ne!(&one.full_name, &other.full_name);
            if let (Some(first), Some(second)) =
                (one.date_of_birth.day(), other.date_of_birth.day())
            {
                let apart = (first.day_number() - second.day_number()).abs();
                prop_assert!(apart == 0 || apart >= BETWEEN_BIRTHS, "{} days", apart);
            }
        }
    }
    Ok(())
}

/// One spouse at a time, alive for the married and dead for the widowed.
fn check_marriage(cluster: &Cluster, member: &Member) -> Result<(), TestCaseError> {
    let spouse = at(cluster, member.links.spouse);
    let status = member.citizen.marital_status;
    if member.is_living {
        match (status, spouse) {
            (MaritalStatus::Married, Some(spouse)) => prop_assert!(!is_dead(spouse)),
            (MaritalStatus::Widowed, Some(spouse)) => prop_assert!(is_dead(spouse)),
            (MaritalStatus::Widowed, None) => {}
            (MaritalStatus::Separated, spouse) => prop_assert!(spouse.is_some()),
            (_, spouse) => prop_assert!(spouse.is_none(), "{:?}", status),
        }
    }
    let married_to = |other: &&Member| {
        at(cluster, other.links.spouse).is_some_and(|back| std::ptr::eq(back, member))
    };
    prop_assert!(cluster.members.iter().filter(married_to).count() <= 1);
    Ok(())
}

/// One head, who comes first, with whom everybody lives; husband and wife of the head are told so.
fn check_household(cluster: &Cluster, position: usize) -> Result<(), TestCaseError> {
    let member = &cluster.members[position];
    let (Some(place), Some(head)) = (member.citizen.household, member.head) else {
        prop_assert_eq!(member.citizen.household.is_some(), member.head.is_some());
        return Ok(());
    };
    let head = usize::from(head);
    let leader = &cluster.members[head];
    prop_assert_eq!(place.relation_to_head == 1, head == position);
    prop_assert_eq!(i64::from(place.household), leader.citizen.identity.id.0);
    prop_assert_eq!(
        &member.citizen.current_residence,
        &leader.citizen.current_residence
    );
    prop_assert_eq!(
        &member.citizen.permanent_residence,
        &leader.citizen.permanent_residence
    );
    let weds_head = member.links.spouse.map(usize::from) == Some(head);
    prop_assert_eq!(matches!(place.relation_to_head, 2 | 3), weds_head);
    let born_to_head =
        [member.links.father, member.links.mother].contains(&u8::try_from(head).ok());
    prop_assert!(!born_to_head || place.relation_to_head == 4);
    Ok(())
}

/// A Kinh child bears the surname of the father, of the mother where no father is known.
fn check_surname(cluster: &Cluster, member: &Member) -> Result<(), TestCaseError> {
    let kinh = |member: &&Member| member.citizen.ethnic_group == 1;
    let father = at(cluster, member.links.father);
    let named_after = father.or(at(cluster, member.links.mother));
    if let Some(parent) = named_after.filter(kinh).filter(|_| kinh(&member)) {
        prop_assert_eq!(first_word(&member.citizen), first_word(&parent.citizen));
    }
    Ok(())
}

/// Peoples of few names: the one drawn in place of a sister's was hers again.
#[test]
fn who_would_be_called_like_a_sister_gets_a_name_of_their_own() {
    for cluster in families(455_344_431_173_568_958, 846_897_092_487, 8) {
        check_siblings(&cluster).expect("names that differ");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn numbers_documents_and_deaths_agree(seed: u64, first in 0_u64..1 << 40) {
        for member in families(seed, first, 8).iter().flat_map(|cluster| &cluster.members) {
            check_number(&member.citizen)?;
            check_documents(member)?;
            if is_dead(member) {
                check_the_dead(member)?;
            }
        }
    }

    #[test]
    fn brothers_sisters_couples_and_households_agree(seed: u64, first in 0_u64..1 << 40) {
        for cluster in families(seed, first, 8) {
            check_siblings(&cluster)?;
            for (position, member) in cluster.members.iter().enumerate() {
                check_marriage(&cluster, member)?;
                check_household(&cluster, position)?;
                check_surname(&cluster, member)?;
            }
        }
    }

    #[test]
    fn ids_rise_by_one_and_no_number_is_given_twice(seed: u64, first in 0_u64..1 << 40) {
        let mut numbers = BTreeSet::new();
        let mut cmnd = BTreeSet::new();
        let mut next = None;
        for member in families(seed, first, 40).iter().flat_map(|cluster| &cluster.members) {
            let identity = &member.citizen.identity;
            prop_assert!(next.is_none_or(|next| next == identity.id.0));
            next = Some(identity.id.0 + 1);
            for number in identity.numbers() {
                prop_assert!(number.is_marked() && numbers.insert(number));
            }
            for card in &member.citizen.cmnd {
                prop_assert!(cmnd.insert(card.number));
            }
        }
    }
}
