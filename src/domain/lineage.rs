//! Whose line a child continues: surname or clan, ethnic group, hometown.

use super::name::FullName;

/// Peoples whose children follow the mother: Gia Rai, Ê Đê, Chăm, Cơ Ho, Raglay, Mnông, Chu Ru
/// (codes of 2008; `fixtures/names_minority.csv` and descriptions of the groups).
const MATRILINEAL: [u8; 7] = [10, 11, 14, 15, 19, 20, 39];

/// Peoples whose names do not begin with what children take over: Ê Đê and Mnông have the clan last; Ba Na,
/// Cơ Ho, Xơ Đăng, Xtiêng, Gié Triêng, Mạ, Chơ Ro have none; of the Chăm, Muslims bear the father's given name.
const NO_SURNAME_FIRST: [u8; 10] = [11, 12, 14, 15, 16, 20, 22, 28, 29, 31];

/// Words that begin a clan of two words (Rơ Châm, Rơ Lan, Rơ Mah among the Gia Rai).
const FIRST_OF_TWO: [&str; 1] = ["Rơ"];

/// Whether children of a mother of this people follow her and not their father.
pub fn follows_mother(ethnic_group: u8) -> bool {
    MATRILINEAL.contains(&ethnic_group)
}

/// What children take over of a name: its first word, or two of a clan of two words. `None` where the names
/// of the people do not begin with it, or the name has no more words.
pub fn surname_of(full_name: &FullName, ethnic_group: u8) -> Option<&str> {
    if NO_SURNAME_FIRST.contains(&ethnic_group) {
        return None;
    }
    let text = full_name.as_str();
    let (first, rest) = text.split_once(' ')?;
    if !FIRST_OF_TWO.contains(&first) {
        return Some(first);
    }
    let (second, _) = rest.split_once(' ')?;
    text.get(..first.len() + 1 + second.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn children_take_over_what_a_name_begins_with_where_it_is_a_surname() {
        for (name, ethnic_group, surname) in [
            ("Nguyễn Văn Thành", 1, Some("Nguyễn")),
            ("Giàng A Páo", 8, Some("Giàng")),
            ("Rơ Châm Hnhinh", 10, Some("Rơ Châm")),
            ("Siu Blưi", 10, Some("Siu")),
            ("Y Blú Niê", 11, None),   // the clan stands last
            ("K’Brếp", 15, None),      // no clan
            ("Fatimah Ali", 14, None), // perhaps the father's given name
            ("Thưr", 1, None),         // one word
            ("Rơ Châm", 10, None),
        ] {
            let full_name = FullName::from_stored(name.to_owned());
            assert_eq!(surname_of(&full_name, ethnic_group), surname, "{name}");
        }
        assert!(follows_mother(11) && !follows_mother(1));
    }
}
