//! What others than the registry know of personas: the portal's accounts by key, and who is magic.

use crate::domain::citizen_number::CitizenNumber;
use crate::domain::name::FullName;
use crate::linking::accounts::KnownPerson;
use crate::population::Persona;
use crate::worlds::MagicPeople;

/// The personas as the portal's accounts refer to them.
pub fn known_people(personas: &[Persona]) -> Vec<KnownPerson> {
    personas.iter().filter_map(known_person).collect()
}

/// Those of whom something else happens to whoever asks for their number.
pub fn magic_people(personas: &[Persona]) -> MagicPeople {
    let magic = personas.iter().filter_map(|persona| {
        let number = persona.person.as_ref()?.identity.number?;
        Some((CitizenNumber::Personal(number), persona.script.clone()?))
    });
    magic.collect()
}

/// Somebody whom the registry does not know has a name and a date all the same.
fn known_person(persona: &Persona) -> Option<KnownPerson> {
    let identity = persona.person.as_ref().map(|citizen| &citizen.identity);
    let former_numbers = identity.map(|identity| &identity.former_numbers[..]);
    let latest = former_numbers
        .unwrap_or_default()
        .iter()
        .max_by_key(|former| former.cancelled_on);
    Some(KnownPerson {
        key: persona.key.clone(),
        number: identity.and_then(|identity| identity.number),
        former_number: latest.map(|former| former.number),
        full_name: FullName::parse(&persona.full_name).ok()?,
        date_of_birth: persona.date_of_birth,
        gender: identity.map(|identity| identity.gender),
    })
}
