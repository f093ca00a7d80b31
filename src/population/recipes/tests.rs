//! Every recipe gives what it says, whatever the seed; what cannot be is named with its line.

use std::collections::BTreeSet;
use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::domain::card::{CardKind, CardState, lawful_expiry};
use crate::domain::citizen::PersonId;
use crate::domain::place::Place;
use crate::population::PICTURE_DATE;
use crate::record::{read_record, storage_record};
use crate::reference::province_before_of;

fn recipe(name: &str) -> &'static Recipe {
    let all = recipes().expect("sound recipes");
    all.iter().find(|recipe| recipe.name == name).expect(name)
}

fn group(name: &str, seed: u64) -> Vec<Drawn> {
    draw(recipe(name), Wishes::default(), seed, 0).expect(name)
}

fn faults(text: &str) -> Vec<String> {
    let error = Recipe::read("own.toml", text).expect_err("a fault");
    error.to_string().lines().map(str::to_owned).collect()
}

/// A recipe of these members.
fn with_members(members: &str) -> String {
    format!("title_vi = \"v\"\ntitle_en = \"e\"\n{members}")
}

fn province_of(place: Option<&Place>) -> Option<u8> {
    province_before_of(place?).map(|code| code.0)
}

#[test]
fn every_file_of_the_folder_is_a_recipe_of_the_program() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/recipes");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .expect("the folder")
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    files.sort();
    let names: Vec<String> = recipes()
        .expect("sound recipes")
        .iter()
        .map(|recipe| format!("{}.toml", recipe.name))
        .collect();
    assert_eq!(files, names);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_recipe_can_be_drawn_and_its_people_are_sound(seed: u64, index in 0_u64..1 << 30) {
        for recipe in recipes().expect("sound recipes") {
            let drawn = draw(recipe, Wishes::default(), seed, index);
            let drawn = drawn.map_err(|error| TestCaseError::fail(error.to_string()))?;
            prop_assert_eq!(drawn.len(), recipe.members.len());
            check_links(&drawn)?;
            for (member, drawn) in recipe.members.iter().zip(&drawn) {
                check_person(member, drawn)?;
            }
        }
    }

    #[test]
    fn the_same_seed_draws_the_same_group(seed: u64) {
        for recipe in recipes().expect("sound recipes") {
            let told = || format!("{:?}", draw(recipe, Wishes::default(), seed, 3));
            prop_assert_eq!(told(), told());
        }
    }
}

fn check_links(drawn: &[Drawn]) -> Result<(), TestCaseError> {
    let born = |position: u8| drawn[usize::from(position)].citizen.identity.date_of_birth;
    for (position, member) in (0..).zip(drawn) {
        let links = member.links;
        for (parent, least) in [(links.father, 17), (links.mother, 16)] {
            if let Some(parent) = parent {
                let age = born(parent).earliest().age_on(born(position).latest());
                prop_assert!(age >= least, "{} years", age);
            }
        }
        if let Some(spouse) = links.spouse {
            prop_assert_eq!(drawn[usize::from(spouse)].links.spouse, Some(position));
        }
        let is_head = |member: &Drawn| {
            member.citizen.household.map(|place| place.relation_to_head) == Some(1)
        };
        prop_assert_eq!(member.head == Some(position), is_head(member));
        prop_assert!(
            member
                .head
                .is_none_or(|head| is_head(&drawn[usize::from(head)]))
        );
        let dead = member.citizen.identity.status_on(PICTURE_DATE).as_str() == "deceased";
        prop_assert_eq!(dead, member.head.is_none());
    }
    Ok(())
}

fn check_person(member: &RecipeMember, drawn: &Drawn) -> Result<(), TestCaseError> {
    let citizen = &drawn.citizen;
    let identity = &citizen.identity;
    prop_assert_eq!(identity.gender, member.gender);
    let read = read_record(&storage_record(citizen), PersonId(0));
    prop_assert_eq!(read.as_ref(), Ok(citizen));
    let (first, last) = (
        identity.date_of_birth.latest(),
        identity.date_of_birth.earliest(),
    );
    prop_assert!(
        first.age_on(PICTURE_DATE) <= member.ages.1 && last.age_on(PICTURE_DATE) >= member.ages.0
    );
    for issue in &drawn.cmnd {
        prop_assert!(
            identity.date_of_birth.latest().age_on(issue.day) >= 14 && issue.day.year() < 2020
        );
    }
    prop_assert!(drawn.cmnd.iter().map(|issue| issue.day).is_sorted());
    if let Some(count) = member.cmnd {
        prop_assert_eq!(drawn.cmnd.len(), usize::from(count));
    }
    match (citizen.card, member.card) {
        (None, wish) => prop_assert!(matches!(wish, None | Some(CardWish::Missing))),
        (Some(card), wish) => {
            let state = card.state_on(PICTURE_DATE);
            prop_assert!(wish.is_none_or(|wish| state.map(CardWish::In) == Some(wish)));
            prop_assert_eq!(
                card.expires_on,
                lawful_expiry(card.issued_on, identity.date_of_birth)
            );
            prop_assert!(member.stateless || card.kind == CardKind::issued_on(card.issued_on));
        }
    }
    if let Some(account) = citizen.electronic_identity {
        let card = citizen.card.expect("an account needs a card");
        prop_assert!(account.granted_on > card.issued_on && account.granted_on <= PICTURE_DATE);
    }
    Ok(())
}

#[test]
fn a_family_of_four_has_a_grandmother_who_is_known_by_her_year() {
    for seed in 0..20 {
        let family = group("grandmother-with-birth-year", seed);
        let living: Vec<&Drawn> = family
            .iter()
            .filter(|member| member.head.is_some())
            .collect();
        assert_eq!(living.len(), 4);
        let grandmother = &family[0].citizen;
        assert!(matches!(
            grandmother.identity.date_of_birth,
            crate::domain::birth_date::BirthDate::Year(_)
        ));
        assert_eq!(grandmother.marital_status, MaritalStatus::Widowed);
        let relations: Vec<Option<u8>> = family
            .iter()
            .map(|member| member.citizen.household.map(|place| place.relation_to_head))
            .collect();
        assert_eq!(relations, [Some(7), None, Some(1), Some(2), Some(4)]);
        for member in living {
            assert_eq!(
                province_of(member.citizen.permanent_residence.as_ref()),
                Some(42)
            );
        }
    }
}

#[test]
fn twins_share_the_day_and_namesakes_the_name_too() {
    for seed in 0..20 {
        let born = |member: &Drawn| member.citizen.identity.date_of_birth;
        let name = |member: &Drawn| member.citizen.identity.full_name.clone();
        let twins = group("twins", seed);
        assert_eq!(born(&twins[3]), born(&twins[4]));
        let names: BTreeSet<String> = twins
            .iter()
            .map(|member| name(member).to_string())
            .collect();
        assert_eq!(names.len(), 5);
        let namesakes = group("namesakes", seed);
        assert_eq!(
            (name(&namesakes[0]), born(&namesakes[0])),
            (name(&namesakes[1]), born(&namesakes[1]))
        );
        assert_ne!(namesakes[0].head, namesakes[1].head);
        let number = |member: &Drawn| member.number.expect("a number").province.0;
        assert_eq!([number(&namesakes[0]), number(&namesakes[1])], [38, 75]);
    }
}

#[test]
fn the_line_is_the_fathers_or_among_the_ede_the_mothers() {
    let word = |member: &Drawn, last: bool| {
        let name = member.citizen.identity.full_name.as_str();
        let mut words = name.split(' ');
        let word = if last {
            words.next_back()
        } else {
            words.next()
        };
        word.unwrap_or_default().to_owned()
    };
    for seed in 0..20 {
        let kinh = group("twins", seed);
        assert_eq!(word(&kinh[3], false), word(&kinh[0], false));
        let alone = group("single-mother", seed);
        assert_eq!(word(&alone[1], false), word(&alone[0], false));
        let ede = group("ede-matrilineal", seed);
        let clan = word(&ede[0], true);
        for married_in in [1, 3] {
            assert_ne!(word(&ede[married_in], true), clan);
        }
        for descendant in [2, 4, 5] {
            assert_eq!(word(&ede[descendant], true), clan);
            assert_eq!(ede[descendant].citizen.ethnic_group, 11);
        }
    }
}

#[test]
fn people_stay_where_the_recipe_sends_them() {
    let moved = group("moved-since-merge", 1);
    for member in &moved {
        let citizen = &member.citizen;
        assert_eq!(province_of(citizen.permanent_residence.as_ref()), Some(40));
        assert_eq!(province_of(citizen.current_residence.as_ref()), Some(74));
        assert_eq!(
            citizen.temporary_residence,
            moved[0].citizen.current_residence
        );
        assert_eq!(citizen.absent_since, Some(PICTURE_DATE));
    }
    let student = &group("student-away", 1)[2].citizen;
    assert_eq!(province_of(student.temporary_residence.as_ref()), Some(1));
    assert!(student.absent_since < Some(PICTURE_DATE));
}

#[test]
fn papers_are_as_the_recipe_wants_them() {
    let stateless = &group("stateless-person", 1)[0];
    assert!(stateless.citizen.undetermined_nationality && stateless.citizen.nationality.is_empty());
    assert_eq!(
        stateless.citizen.card.map(|card| card.kind),
        Some(CardKind::IdentityCertificate)
    );
    assert!(stateless.cmnd.is_empty());
    let expired = &group("card-expired", 1)[0].citizen;
    assert_eq!(
        expired.card.and_then(|card| card.state_on(PICTURE_DATE)),
        Some(CardState::Expired)
    );
    assert_eq!(expired.electronic_identity, None);
    let numbers = group("number-reissued", 1);
    assert!(numbers[1].former_number.is_some() && numbers[2].former_number.is_none());
    let wanted = numbers[2].number.expect("a number");
    let identity = &numbers[2].citizen.identity;
    assert!(wanted.gender != identity.gender || wanted.year != identity.date_of_birth.year());
    let widow = &group("widow-with-two-cmnd", 1)[0];
    assert_ne!(widow.cmnd[0].province, widow.cmnd[1].province);
}

#[test]
fn orphans_live_with_their_aunt() {
    let orphans = group("orphans-with-guardian", 1);
    for child in &orphans[4..] {
        assert_eq!(child.head, Some(1));
        assert_eq!(
            child.citizen.household.map(|place| place.relation_to_head),
            Some(23)
        );
    }
}

#[test]
fn wishes_change_where_a_group_comes_from_and_what_it_is() {
    let wishes = Wishes {
        province: Some(ProvinceCode(24)),
        ethnic_group: Some(2),
    };
    let family = draw(recipe("grandmother-with-birth-year"), wishes, 1, 0).expect("a family");
    for member in family {
        assert_eq!(member.citizen.ethnic_group, 2);
        if member.head.is_some() {
            assert_eq!(
                province_of(member.citizen.permanent_residence.as_ref()),
                Some(24)
            );
        }
    }
}

#[test]
fn whatever_is_wrong_is_named_with_its_line() {
    let member = |more: &str| {
        with_members(&format!(
            "[[member]]\nrole = \"a\"\ngender = \"male\"\nage = 40\n{more}"
        ))
    };
    for (text, expected) in [
        (String::new(), "own.toml:1: missing field `title_vi`"),
        (
            "title_vi = ".to_owned(),
            "own.toml:1: string values must be quoted, expected literal string",
        ),
        (
            with_members(""),
            "own.toml:1: 1 to 24 [[member]] are needed",
        ),
        (member("colour = 1"), "own.toml:7: unknown field `colour`"),
        (
            member("father = \"b\""),
            "own.toml:7: no member has the role 'b'",
        ),
        (
            member("card = \"gold\""),
            "own.toml:7: 'gold' is none of: none, valid, expired, lost, held, withdrawn",
        ),
        (
            member("lives_in = \"Atlantis\""),
            "own.toml:7: /v1/codes/provinces_before has no name or code 'Atlantis'",
        ),
        (
            member("died_years_ago = \"9-2\""),
            "own.toml:7: years from 0 to 105 are needed",
        ),
        (
            member("absent_since = \"soon\""),
            "own.toml:7: a day is needed",
        ),
        (
            member("mother = \"a\""),
            "own.toml:4: member 'a': nobody is an ancestor of themselves",
        ),
        (
            member("household = \"none\"\nlives_in = \"Huế\""),
            "own.toml:4: member 'a': lives_in stands with the head",
        ),
        (
            member("number = \"none\"\ncard = \"valid\""),
            "own.toml:4: member 'a': without a number there is no card",
        ),
        (
            member("[[member]]\nrole = \"a\"\ngender = \"male\"\nage = 9"),
            "own.toml:4: the role 'a' stands here twice",
        ),
        (
            member("[[member]]\nrole = \"b\"\ngender = \"male\"\nage = 30\nfather = \"a\""),
            "own.toml:8: member 'b': the ages do not fit those of 'a'",
        ),
        (
            member("[[member]]\nrole = \"b\"\ngender = \"male\"\nage = 30\nspouse = \"a\""),
            "own.toml:4: member 'a': a married couple is a man and a woman",
        ),
        (
            with_members("[[member]]\nrole = \"a\"\ngender = \"male\"\nage = 9"),
            "own.toml:4: the household 'home' needs exactly one head, aged 18 or more",
        ),
        (
            with_members("[[member]]\nrole = \"a\"\ngender = \"male\""),
            "own.toml:4: age is missing",
        ),
        (
            with_members("[[member]]\nrole = \"a\"\ngender = \"male\"\nage = 20\ncmnd = 2"),
            "own.toml:4: member 'a': nobody under 30 can have so many CMND",
        ),
    ] {
        let told = faults(&text);
        assert!(
            told.iter().any(|line| line.starts_with(expected)),
            "{expected}\n{told:?}"
        );
    }
}

#[test]
fn a_recipe_that_no_chance_fulfils_says_why() {
    let text =
        with_members("[[member]]\nrole = \"a\"\ngender = \"male\"\nage = 50\ncard = \"expired\"");
    let recipe = Recipe::read("own.toml", &text).expect("sound as far as can be seen");
    let error =
        draw(&recipe, Wishes::default(), 1, 0).expect_err("no card of that age has expired");
    assert_eq!(
        error.to_string(),
        "own.toml:4: member 'a': at this age nobody has a card in that state"
    );
}
