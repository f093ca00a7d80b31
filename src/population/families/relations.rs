//! What somebody is to the head of the household, by the links between them.

use super::Person;
use crate::domain::citizen_number::Gender;
use crate::domain::relation_to_head::{
    CHILD, CHILDS_HUSBAND, CHILDS_WIFE, DAUGHTERS_CHILD, ELDER_BROTHER, ELDER_SISTER, FATHER,
    FATHERS_FATHER, FATHERS_MOTHER, HEAD, HUSBAND, HUSBANDS_FATHER, HUSBANDS_MOTHER, MOTHER,
    MOTHERS_FATHER, MOTHERS_MOTHER, OTHER, SIBLINGS_CHILD, SONS_CHILD, WIFE, WIFES_FATHER,
    WIFES_MOTHER, YOUNGER_SIBLING,
};

/// The code of `other` in the household of `head`.
pub fn relation(people: &[Person], head: usize, other: usize) -> u8 {
    let own = (&people[head], &people[other]);
    let (from, to) = own;
    let is = |link: Option<u8>, who: usize| link.map(usize::from) == Some(who);
    let by_sex = |man, woman| match to.gender {
        Gender::Male => man,
        Gender::Female => woman,
    };
    let parent_of =
        |parent: usize, child: &Person| is(child.father, parent) || is(child.mother, parent);
    let person = |link: Option<u8>| link.map(|link| &people[usize::from(link)]);
    if head == other {
        return HEAD;
    }
    if is(from.spouse, other) {
        return by_sex(HUSBAND, WIFE);
    }
    if parent_of(head, to) {
        return CHILD;
    }
    if parent_of(other, from) {
        return by_sex(FATHER, MOTHER);
    }
    if let Some(spouse) = person(from.spouse) {
        if parent_of(other, spouse) {
            return match from.gender {
                Gender::Male => by_sex(WIFES_FATHER, WIFES_MOTHER),
                Gender::Female => by_sex(HUSBANDS_FATHER, HUSBANDS_MOTHER),
            };
        }
        // A stepchild lives as a child of the house does.
        if from
            .spouse
            .is_some_and(|spouse| parent_of(usize::from(spouse), to))
        {
            return CHILD;
        }
    }
    for (parent, man, woman) in [
        (from.father, FATHERS_FATHER, FATHERS_MOTHER),
        (from.mother, MOTHERS_FATHER, MOTHERS_MOTHER),
    ] {
        if person(parent).is_some_and(|parent| parent_of(other, parent)) {
            return by_sex(man, woman);
        }
    }
    if share_a_parent(from, to) {
        return if to.age > from.age {
            by_sex(ELDER_BROTHER, ELDER_SISTER)
        } else {
            YOUNGER_SIBLING
        };
    }
    if person(to.spouse).is_some_and(|spouse| parent_of(head, spouse)) {
        return by_sex(CHILDS_HUSBAND, CHILDS_WIFE);
    }
    further(people, head, to)
}

/// Grandchildren, nephews and nieces; everybody else is `other`.
fn further(people: &[Person], head: usize, to: &Person) -> u8 {
    let parent = |link: Option<u8>| link.map(|link| &people[usize::from(link)]);
    let is_head = |link: Option<u8>| link.map(usize::from) == Some(head);
    for (link, grandchild) in [(to.father, SONS_CHILD), (to.mother, DAUGHTERS_CHILD)] {
        let Some(parent) = parent(link) else { continue };
        if is_head(parent.father) || is_head(parent.mother) {
            return grandchild;
        }
        if share_a_parent(parent, &people[head]) {
            return SIBLINGS_CHILD;
        }
    }
    OTHER
}

fn share_a_parent(one: &Person, other: &Person) -> bool {
    (one.father.is_some() && one.father == other.father)
        || (one.mother.is_some() && one.mother == other.mother)
}
