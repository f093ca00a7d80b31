//! Chuyển nơi cư trú (Luật Cư trú 2020 Điều 20-22, 27, 31).

use super::household::{hand_over, nominated, of_host, place_of_newcomer};
use super::refusals;
use super::scene::Scene;
use crate::domain::citizen::{Citizen, HouseholdPlace, PersonId, residence_file};
use crate::domain::citizen_number::CitizenNumber;
use crate::domain::civil_date::CivilDate;
use crate::domain::place::Place;
use crate::domain::relation_to_head::HEAD;
use crate::reference;
use crate::registry::upkeep::UpkeepError;
use crate::store::StoreError;

/// People moved.
#[derive(Clone, Debug)]
pub struct Move {
    /// Who; the head of a new household.
    pub number: CitizenNumber,
    /// Who of the household moves along.
    pub with: Vec<CitizenNumber>,
    /// Whether all of the household do.
    pub whole_household: bool,
    /// What kind of residence.
    pub residence: Residence,
    /// Where to.
    pub to: Destination,
    /// Who is to be the head of the household that is left.
    pub new_head: Option<CitizenNumber>,
}

/// What kind of residence is taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Residence {
    /// Nơi thường trú: the household is left.
    Permanent,
    /// Nơi tạm trú, while the permanent residence stays.
    Temporary,
    /// Nơi ở hiện tại, declared and not registered.
    Current,
}

impl Residence {
    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "permanent" => Some(Self::Permanent),
            "temporary" => Some(Self::Temporary),
            "current" => Some(Self::Current),
            _ => None,
        }
    }
}

/// Where people move.
#[derive(Clone, Debug)]
pub enum Destination {
    /// To an address of their own.
    Place(Place),
    /// Into the household of somebody, at their address.
    Join {
        /// Who lives there.
        host: CitizenNumber,
        /// How the mover stands to its head; as relatives tell, or other, when absent.
        relation_to_head: Option<u8>,
    },
}

/// Changes the residences of all who move and, where they leave a household, that one too.
pub fn act(scene: &mut Scene<'_>, on: CivilDate, moving: &Move) -> Result<(), UpkeepError> {
    let movers = movers(scene, on, moving)?;
    let ids: Vec<PersonId> = movers.iter().map(|mover| mover.identity.id).collect();
    let old = movers
        .first()
        .and_then(|subject| subject.household)
        .map(|place| place.household);
    let next_head = nominated(scene, "new_head", moving.new_head, old, &ids, on)?;
    let (place, household, told) = match &moving.to {
        Destination::Place(place) => {
            let leaves =
                moving.residence == Residence::Permanent && !is_everybody(scene, old, &ids)?;
            let household = leaves.then(|| scene.new_household()).transpose()?;
            (place.clone(), household, None)
        }
        Destination::Join {
            host,
            relation_to_head,
        } => {
            let host = host_of(scene, *host, &ids, on)?;
            let household = of_host(scene, &host)?;
            let place = place_of(&host, moving.residence)?;
            (place, Some(household), *relation_to_head)
        }
    };
    let household = household.filter(|household| Some(*household) != old);
    for mover in &movers {
        check_place(moving.residence, &place, mover)?;
        let mut mover = settled(mover.clone(), moving.residence, &place, on);
        if let Some(household) = household {
            mover.household = Some(place_in(scene, household, &mover, told)?);
        }
        if moving.residence == Residence::Permanent {
            mover.residence_file = file_of(scene, &place, &mover)?;
        }
        scene.happens_to(mover.identity.id);
        scene.put(mover)?;
    }
    if household.is_some()
        && let Some(old) = old
        && let Some(left) = who_left(&movers)
    {
        hand_over(scene, left, old, next_head)?;
    }
    Ok(())
}

/// Everybody who moves, whom the event names first.
fn movers(scene: &Scene<'_>, on: CivilDate, moving: &Move) -> Result<Vec<Citizen>, UpkeepError> {
    let subject = scene.living("number", moving.number, on)?;
    let home = subject.household.map(|place| place.household);
    let mut movers = vec![subject];
    for (index, number) in moving.with.iter().enumerate() {
        let field = format!("with[{index}]");
        let along = scene.living(&field, *number, on)?;
        if movers
            .iter()
            .any(|mover| mover.identity.id == along.identity.id)
        {
            return Err(refusals::repeated(&field));
        }
        let lives_there = along.household.map(|place| place.household) == home;
        if home.is_none() || !lives_there {
            return Err(refusals::elsewhere(&field));
        }
        movers.push(along);
    }
    if let Some(home) = home.filter(|_| moving.whole_household) {
        for member in scene.household(home)? {
            let is_named = movers
                .iter()
                .any(|mover| mover.identity.id == member.identity.id);
            if scene.is_living(&member) && !is_named {
                movers.push(member);
            }
        }
    }
    Ok(movers)
}

/// Whether nobody stays behind in the household.
fn is_everybody(
    scene: &Scene<'_>,
    household: Option<u32>,
    movers: &[PersonId],
) -> Result<bool, StoreError> {
    let Some(household) = household else {
        return Ok(false);
    };
    let members = scene.household(household)?;
    Ok(members
        .iter()
        .filter(|member| scene.is_living(member))
        .all(|member| movers.contains(&member.identity.id)))
}

fn host_of(
    scene: &Scene<'_>,
    number: CitizenNumber,
    movers: &[PersonId],
    on: CivilDate,
) -> Result<Citizen, UpkeepError> {
    let host = scene.living("join", number, on)?;
    if movers.contains(&host.identity.id) {
        return Err(refusals::repeated("join"));
    }
    Ok(host)
}

/// Where the host lives, in the sense of the residence that is taken.
fn place_of(host: &Citizen, residence: Residence) -> Result<Place, UpkeepError> {
    let (permanent, current) = (&host.permanent_residence, &host.current_residence);
    let place = match residence {
        Residence::Permanent => permanent.as_ref().or(current.as_ref()),
        Residence::Temporary | Residence::Current => current.as_ref().or(permanent.as_ref()),
    };
    place.cloned().ok_or_else(|| {
        refusals::contradicts(
            "join",
            "Người này không có nơi cư trú nào được ghi.",
            "This person has no residence on record.",
        )
    })
}

fn check_place(residence: Residence, place: &Place, mover: &Citizen) -> Result<(), UpkeepError> {
    if residence == Residence::Current {
        return Ok(());
    }
    if matches!(place, Place::Abroad { .. }) {
        return Err(refusals::contradicts(
            "place",
            "Thường trú, tạm trú chỉ đăng ký ở trong nước; ở nước ngoài thì gửi residence = current.",
            "Permanent and temporary residence are registered within the country; abroad, send residence = current.",
        ));
    }
    let ward = |place: &Place| match place {
        Place::Ward { link, .. } => reference::ward_link(*link).map(|row| row.ward_since),
        Place::Province(_) | Place::Abroad { .. } => None,
    };
    let permanent = mover.permanent_residence.as_ref().and_then(ward);
    if residence == Residence::Temporary && permanent.is_some() && permanent == ward(place) {
        return Err(refusals::contradicts(
            "place",
            "Tạm trú là ở ngoài xã, phường nơi đăng ký thường trú (Luật Cư trú 2020 Điều 27).",
            "A temporary residence lies outside the ward of the permanent one (Luật Cư trú 2020 Điều 27).",
        ));
    }
    Ok(())
}

/// Somebody with another residence.
fn settled(mut mover: Citizen, residence: Residence, place: &Place, on: CivilDate) -> Citizen {
    mover.current_residence = Some(place.clone());
    match residence {
        Residence::Permanent => {
            mover.permanent_residence = Some(place.clone());
            mover.temporary_residence = None;
            mover.absent_since = None;
        }
        Residence::Temporary => {
            mover.temporary_residence = Some(place.clone());
            mover.absent_since = Some(on);
        }
        Residence::Current => {}
    }
    mover
}

/// The place of a mover in the household. The first one in a new household is its head.
fn place_in(
    scene: &Scene<'_>,
    household: u32,
    mover: &Citizen,
    told: Option<u8>,
) -> Result<HouseholdPlace, StoreError> {
    if scene.household(household)?.is_empty() {
        return Ok(HouseholdPlace {
            household,
            relation_to_head: HEAD,
        });
    }
    place_of_newcomer(scene, household, mover, told)
}

/// The residence file of the household: that of who lives there already, or a new one.
fn file_of(
    scene: &Scene<'_>,
    place: &Place,
    mover: &Citizen,
) -> Result<Option<Box<str>>, StoreError> {
    if let Some(home) = mover.household {
        let others = scene.household(home.household)?;
        let mut files = others
            .into_iter()
            .filter(|other| other.identity.id != mover.identity.id)
            .filter(|other| other.permanent_residence.as_ref() == Some(place))
            .filter_map(|other| other.residence_file);
        if let Some(file) = files.next() {
            return Ok(Some(file));
        }
    }
    let province = reference::province_before_of(place);
    Ok(province.map(|province| residence_file(province, mover)))
}

/// The one whose place in the old household matters: its head, if among those who moved, or the first.
fn who_left(movers: &[Citizen]) -> Option<&Citizen> {
    let is_head = |mover: &&Citizen| {
        mover
            .household
            .is_some_and(|place| place.relation_to_head == HEAD)
    };
    movers.iter().find(is_head).or(movers.first())
}
