//! People as rows of the population file, made on any thread: their texts are numbered within the batch.

use sha2::{Digest, Sha256};

use super::packing::{Epoch, birth_key, birth_ordinal, nearest_ordinal};
use super::person_row::{
    ABSENT_DAY, AWAY_DETAIL, BIRTHPLACE, CANCELLED_WHY, CMND_DAY, CMND_PROVINCE, DETAIL,
    FIRST_PART, HOMETOWN, KEYS_EACH, LAST_PART, MIDDLE_PART, MOBILE_MIDDLE, NO_PLACE, OCCUPATION,
    PersonRow, REGISTRATION, WARD,
};
use super::texts::{TextInterner, TextKind};
use super::traits::{
    HAS_CHILDREN, IDENTITY_IN_RECORD, IS_GUARDIAN, KinCode, Papers, RECORD, RESIDENCE_FILE, TWIN,
    Traits,
};
use super::{place_code, row};
use crate::domain::card::{Cmnd, lawful_expiry};
use crate::domain::citizen::{Citizen, Identity, Occupation, residence_file};
use crate::domain::citizen_number::PersonalNumber;
use crate::domain::kin::{Kinsman, Links, is_twin};
use crate::domain::name::blocking_key;
use crate::domain::place::{CountryCode, Place};
use crate::domain::status::{CancelReason, RecordStatus, StatusPeriod};
use crate::store::traits::index_of;

/// People ready to be written.
#[derive(Debug, Default)]
pub struct Batch {
    pub(super) people: Vec<PersonRow>,
    pub(super) texts: TextInterner,
    pub(super) further: Vec<Further>,
    /// Key, number, issue.
    pub(super) further_cmnd: Vec<[i64; 3]>,
    /// Key, number, day and reason.
    pub(super) former_numbers: Vec<[i64; 3]>,
    /// Key, name, last day.
    pub(super) former_names: Vec<[i64; 3]>,
    /// Household and person, where the number does not lead there.
    pub(super) households: Vec<[i64; 2]>,
}

/// What the columns of a person do not hold.
#[derive(Debug)]
pub(super) struct Further {
    pub(super) id: i64,
    pub(super) email: Option<Box<str>>,
    pub(super) record: Option<String>,
}

impl Batch {
    /// Adds somebody who is told by the record alone.
    pub fn add_alone(&mut self, citizen: &Citizen) {
        self.add_cluster(&[Kinsman {
            citizen,
            links: Links::default(),
            head: None,
        }]);
    }

    /// Adds kin, whose ids rise by one.
    pub fn add_cluster(&mut self, members: &[Kinsman<'_>]) {
        let bit = |position: Option<u8>| {
            position.map_or(0, |position| {
                1_u64.checked_shl(position.into()).unwrap_or(0)
            })
        };
        let (parents, guardians) = members.iter().fold((0, 0), |(parents, guardians), member| {
            let links = &member.links;
            let both = bit(links.father) | bit(links.mother);
            (parents | both, guardians | bit(links.guardian))
        });
        for (position, member) in (0..).zip(members) {
            let is_in = |set: u64| set & bit(Some(position)) != 0;
            let marks = Traits::default()
                .with(TWIN, is_twin(usize::from(position), members))
                .with(HAS_CHILDREN, is_in(parents))
                .with(IS_GUARDIAN, is_in(guardians));
            self.add(position, member, marks);
        }
    }

    /// How many people are in it.
    pub fn len(&self) -> usize {
        self.people.len()
    }

    /// Whether nobody is in it.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    fn add(&mut self, position: u8, member: &Kinsman<'_>, marks: Traits) {
        let citizen = member.citizen;
        let identity = &citizen.identity;
        let id = identity.id.0;
        let (papers, papers_fit) = Papers::of(citizen);
        let has_derived_file = is_file_derived(citizen);
        let simple_identity = has_simple_identity(identity);
        let led = is_led(position, member);
        let needs_record = !(papers_fit
            && simple_identity
            && led
            && (citizen.residence_file.is_none() || has_derived_file)
            && fits_columns(citizen));
        let ordinal = birth_ordinal(identity.date_of_birth)
            .unwrap_or_else(|| nearest_ordinal(identity.date_of_birth.packed()));
        let first_cmnd = citizen.cmnd.first();
        let row = PersonRow {
            id,
            number: identity.number.map(integer_of),
            name: self.name(identity.full_name.as_str()),
            birth_key: birth_key(ordinal, blocking_key(&identity.full_name)),
            traits: Traits(marks.0 | Traits::of(citizen).0).with(RESIDENCE_FILE, has_derived_file),
            kin: KinCode::of(position, member.links, member.head),
            papers: papers
                .with(RECORD, needs_record)
                .with(IDENTITY_IN_RECORD, !simple_identity),
            places: places(citizen),
            residence: self.residence(citizen),
            cmnd: first_cmnd.map(|cmnd| cmnd.number.value().into()),
            cmnd_issue: first_cmnd.and_then(issue).filter(|issue| *issue != 0),
            mobile: citizen
                .mobile
                .as_deref()
                .and_then(mobile_digits)
                .map(|digits| digits - MOBILE_MIDDLE),
            away: self.away(citizen),
            status_from: lasting_state(identity).map(|period| Epoch::State.days_to(period.from)),
        };
        self.people.push(row);
        self.add_rare(citizen, needs_record, led);
    }

    /// What few people have.
    fn add_rare(&mut self, citizen: &Citizen, needs_record: bool, led: bool) {
        let identity = &citizen.identity;
        let id = identity.id.0;
        if needs_record || citizen.email.is_some() {
            self.further.push(Further {
                id,
                email: citizen.email.clone(),
                record: needs_record.then(|| row::record_json(citizen)),
            });
        }
        // Nobody has sixteen; if somebody had, the record would tell the rest.
        let keys = || id * KEYS_EACH..(id + 1) * KEYS_EACH;
        for (key, cmnd) in keys().zip(&citizen.cmnd).skip(1) {
            let issue = issue(cmnd).unwrap_or(0);
            self.further_cmnd
                .push([key, cmnd.number.value().into(), issue]);
        }
        for (key, former) in keys().zip(&identity.former_numbers) {
            let reason = index_of(CancelReason::ALL, former.reason);
            let cancelled = Epoch::State.days_to(former.cancelled_on) * CANCELLED_WHY + reason;
            self.former_numbers
                .push([key, integer_of(former.number), cancelled]);
        }
        for (key, former) in keys().zip(&identity.former_names) {
            let name = self.name(former.full_name.as_str());
            self.former_names
                .push([key, name, Epoch::State.days_to(former.until)]);
        }
        if let Some(place) = citizen.household.filter(|_| !led) {
            self.households.push([place.household.into(), id]);
        }
    }

    fn name(&mut self, name: &str) -> i64 {
        let [first, middle, last] = name_parts(name);
        let mut number = |kind, part: Option<&str>| {
            part.map_or(0, |part| i64::from(self.texts.number(kind, part)))
        };
        FIRST_PART.place(number(TextKind::First, first))
            | MIDDLE_PART.place(number(TextKind::Middle, middle))
            | LAST_PART.place(number(TextKind::Last, last))
    }

    fn detail(&mut self, place: Option<&Place>) -> i64 {
        let detail = place.and_then(place_code::detail);
        detail.map_or(0, |detail| {
            self.texts.number(TextKind::Detail, detail).into()
        })
    }

    fn residence(&mut self, citizen: &Citizen) -> i64 {
        let place = citizen.permanent_residence.as_ref();
        let occupation = match &citizen.occupation {
            Occupation::Recorded(text) => self.texts.number(TextKind::Occupation, text).into(),
            Occupation::NotRecorded | Occupation::Withheld => 0,
        };
        WARD.place(code(place)) | OCCUPATION.place(occupation) | DETAIL.place(self.detail(place))
    }

    fn away(&mut self, citizen: &Citizen) -> Option<i64> {
        let place = citizen.temporary_residence.as_ref();
        let since = citizen
            .absent_since
            .map(|day| 1 + Epoch::Absence.days_to(day));
        (place.is_some() || since.is_some()).then(|| {
            WARD.place(code(place))
                | ABSENT_DAY.place(since.unwrap_or(0))
                | AWAY_DETAIL.place(self.detail(place))
        })
    }

    /// The same on every machine: fixed-width little-endian integers, `i64::MIN` for NULL, then the texts,
    /// each closed by a zero.
    pub fn digest(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        let mut bytes = [0_u8; 14 * 8];
        for row in &self.people {
            for (slot, value) in bytes.as_chunks_mut::<8>().0.iter_mut().zip(row.values()) {
                *slot = value.unwrap_or(i64::MIN).to_le_bytes();
            }
            hash.update(bytes);
        }
        for row in [&self.further_cmnd, &self.former_numbers, &self.former_names]
            .into_iter()
            .flatten()
            .map(<[i64; 3]>::as_slice)
            .chain(self.households.iter().map(<[i64; 2]>::as_slice))
        {
            for value in row {
                hash.update(value.to_le_bytes());
            }
        }
        let further = self.further.iter().flat_map(|further| {
            [further.email.as_deref(), further.record.as_deref()].map(Option::unwrap_or_default)
        });
        let texts = TextKind::ALL
            .into_iter()
            .flat_map(|kind| self.texts.in_order(kind));
        for text in further.chain(texts) {
            hash.update(text);
            hash.update([0]);
        }
        hash.finalize().into()
    }
}

/// A personal number as SQLite keeps it.
pub fn integer_of(number: PersonalNumber) -> i64 {
    i64::try_from(number.value()).unwrap_or(i64::MAX) // twelve digits always fit
}

/// The seven digits after 010.
pub fn mobile_digits(mobile: &str) -> Option<i64> {
    let digits = mobile
        .strip_prefix("010")
        .filter(|rest| rest.len() == 7 && rest.bytes().all(|byte| byte.is_ascii_digit()))?;
    digits.parse().ok()
}

/// First word, the words between, last word.
fn name_parts(name: &str) -> [Option<&str>; 3] {
    let is_space = |byte: u8| byte == b' ';
    let mut bytes = name.bytes();
    match (bytes.position(is_space), name.bytes().rposition(is_space)) {
        (Some(first), Some(last)) => {
            let middle = (first < last).then(|| &name[first + 1..last]);
            [Some(&name[..first]), middle, Some(&name[last + 1..])]
        }
        (Some(_) | None, _) => [None, None, Some(name)],
    }
}

fn code(place: Option<&Place>) -> i64 {
    place.map_or(NO_PLACE, place_code::encode)
}

fn places(citizen: &Citizen) -> i64 {
    let registration = code(citizen.place_of_birth_registration.as_ref());
    let other = |place: &Option<Place>| code(place.as_ref()) ^ registration;
    REGISTRATION.place(registration)
        | HOMETOWN.place(other(&citizen.hometown))
        | BIRTHPLACE.place(other(&citizen.place_of_birth))
}

/// Province and day of a CMND; `None` where the day has no room.
fn issue(cmnd: &Cmnd) -> Option<i64> {
    let day = cmnd.issued_on.map_or(0, |day| 1 + Epoch::Cmnd.days_to(day));
    let province = cmnd.issued_by.map_or(0, |province| province.0.into());
    (CMND_DAY.holds(day) && CMND_PROVINCE.holds(province))
        .then(|| CMND_DAY.place(day) | CMND_PROVINCE.place(province))
}

/// The one state besides active, where it is that simple.
fn lasting_state(identity: &Identity) -> Option<StatusPeriod> {
    match identity.status_periods[..] {
        [period] if period.until.is_none() && period.status != RecordStatus::Active => Some(period),
        _ => None,
    }
}

/// Whether the columns can tell the identity: at most one state besides active, which never ended, and a
/// date of birth that has a number.
fn has_simple_identity(identity: &Identity) -> bool {
    let most = usize::try_from(KEYS_EACH).unwrap_or_default();
    (identity.status_periods.is_empty() || lasting_state(identity).is_some())
        && birth_ordinal(identity.date_of_birth).is_some()
        && identity.former_names.len() <= most
        && identity.former_numbers.len() <= most
}

/// Whether the household, if any, is that of the head whom the place in the cluster tells.
fn is_led(position: u8, member: &Kinsman<'_>) -> bool {
    let first = member.citizen.identity.id.0 - i64::from(position);
    match (member.citizen.household, member.head) {
        (None, None) => true,
        (Some(place), Some(head)) => {
            i64::from(place.household) == first + i64::from(head) && place.relation_to_head != 0
        }
        (Some(_), None) | (None, Some(_)) => false,
    }
}

/// Whether the residence file follows from the place of residence and the household.
fn is_file_derived(citizen: &Citizen) -> bool {
    let province = citizen
        .current_residence
        .as_ref()
        .and_then(place_code::province);
    match (&citizen.residence_file, province) {
        (Some(file), Some(province)) => *file == residence_file(province, citizen),
        (Some(_), None) | (None, _) => false,
    }
}

/// Whether the columns hold everything else there is to know, so that no JSON is needed.
fn fits_columns(citizen: &Citizen) -> bool {
    let plain_place = |place: &Option<Place>| {
        place
            .as_ref()
            .is_none_or(|place| place_code::detail(place).is_none())
    };
    let lawful_card = citizen.card.is_none_or(|card| {
        card.expires_on == lawful_expiry(card.issued_on, citizen.identity.date_of_birth)
    });
    let current = &citizen.current_residence;
    let plain_current = current.is_none()
        || *current == citizen.permanent_residence
        || *current == citizen.temporary_residence;
    let plain_nationality = matches!(citizen.nationality[..], [] | [CountryCode::VIET_NAM]);
    let absence_fits = citizen
        .absent_since
        .is_none_or(|day| ABSENT_DAY.holds(1 + Epoch::Absence.days_to(day)));
    citizen.other_name.is_none()
        && citizen.relatives.is_empty()
        && citizen.cmnd.len() <= 3
        && citizen.cmnd.iter().all(|cmnd| issue(cmnd).is_some())
        && citizen
            .mobile
            .as_deref()
            .is_none_or(|mobile| mobile_digits(mobile).is_some())
        && plain_place(&citizen.place_of_birth)
        && plain_place(&citizen.place_of_birth_registration)
        && plain_place(&citizen.hometown)
        && (lawful_card && plain_current && plain_nationality && absence_fits)
}
