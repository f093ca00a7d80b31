//! The codes of who somebody is to the head of a household: those of `fixtures/relations_to_head.csv` that rules name.

/// The head: `CH01`.
pub const HEAD: u8 = 1;
/// Wife: `CH02`.
pub const WIFE: u8 = 2;
/// Husband: `CH03`.
pub const HUSBAND: u8 = 3;
/// Child: `CH04`.
pub const CHILD: u8 = 4;
/// Adopted child: `CH05`.
pub const ADOPTED_CHILD: u8 = 5;
/// Father: `CH06`.
pub const FATHER: u8 = 6;
/// Mother: `CH07`.
pub const MOTHER: u8 = 7;
/// The wife's father: `CH08`.
pub const WIFES_FATHER: u8 = 8;
/// The wife's mother: `CH09`.
pub const WIFES_MOTHER: u8 = 9;
/// The husband's father: `CH10`.
pub const HUSBANDS_FATHER: u8 = 10;
/// The husband's mother: `CH11`.
pub const HUSBANDS_MOTHER: u8 = 11;
/// The father's father: `CH12`.
pub const FATHERS_FATHER: u8 = 12;
/// The father's mother: `CH13`.
pub const FATHERS_MOTHER: u8 = 13;
/// The mother's father: `CH14`.
pub const MOTHERS_FATHER: u8 = 14;
/// The mother's mother: `CH15`.
pub const MOTHERS_MOTHER: u8 = 15;
/// Elder brother: `CH16`.
pub const ELDER_BROTHER: u8 = 16;
/// Elder sister: `CH17`.
pub const ELDER_SISTER: u8 = 17;
/// Younger brother or sister: `CH18`.
pub const YOUNGER_SIBLING: u8 = 18;
/// A child's wife: `CH19`.
pub const CHILDS_WIFE: u8 = 19;
/// A child's husband: `CH20`.
pub const CHILDS_HUSBAND: u8 = 20;
/// A son's child: `CH21`.
pub const SONS_CHILD: u8 = 21;
/// A daughter's child: `CH22`.
pub const DAUGHTERS_CHILD: u8 = 22;
/// A brother's or sister's child: `CH23`.
pub const SIBLINGS_CHILD: u8 = 23;
/// Guardian: `CH26`.
pub const GUARDIAN: u8 = 26;
/// Ward: `CH27`.
pub const WARD: u8 = 27;
/// Lodger: `CH28`.
pub const LODGER: u8 = 28;
/// Who lodges with a lodger: `CH29`.
pub const FELLOW_LODGER: u8 = 29;
/// Anybody else: `CH30`.
pub const OTHER: u8 = 30;
