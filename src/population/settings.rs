//! What a population depends on.

/// Which numbers the people get.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum NumberMode {
    /// The province of registration, as real numbers: room for the whole country.
    #[default]
    Provinces,
    /// The prefixes 097-099, which no province has: room for 30 million.
    Reserved,
}

impl NumberMode {
    /// The word for it, in the file and on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Provinces => "provinces",
            Self::Reserved => "reserved",
        }
    }
}

/// What a population depends on.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Settings {
    /// Living people; personas and the dead, missing, inactive and cancelled come on top.
    pub size: u64,
    /// The seed.
    pub seed: u64,
    /// Which numbers the people get.
    pub numbers: NumberMode,
}
