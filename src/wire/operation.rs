//! The operations of the national service, by their element names.

/// The namespace of requests, and of the answers of verifications (`dan`, `qldc`).
pub const REQUEST_NAMESPACE: &str = "http://dancuquocgia.bca";
/// The namespace an older test platform used for the same names (witness W3).
pub const GTEL_NAMESPACE: &str = "http://gtel.vn/qldc";

/// What is asked of the national service.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Operation {
    /// `TraCuuThongTinCongDan` (`MaTichHop` 037): the record of who matches. With `TuNgay` or `DenNgay` in it,
    /// the same element asks for people who changed (witness W7).
    LookUpCitizen,
    /// `XacThucThongTinCongDan` (`MaTichHop` 003, 033): whether somebody matches.
    VerifyCitizen,
    /// `XacMinhThongTinNhanThan`: the record with father and mother, in the dialect of QCVN 109.
    VerifyParents,
    /// `TraCuuThongTinHoGiaDinh` (`MaTichHop` 034): the members of the household. A guess: only names of such
    /// operations are public.
    LookUpHousehold,
    /// `XacThucThongTinHoGiaDinh` (`MaTichHop` 032): whether somebody matches and has a household. A guess.
    VerifyHousehold,
}

/// Element names, and what they ask for. Names without a witness of their own are guesses.
const ELEMENTS: [(&str, Operation); 8] = [
    ("TraCuuThongTinCongDan", Operation::LookUpCitizen),
    ("XacThucThongTinCongDan", Operation::VerifyCitizen),
    ("XacThucThongTinCongDanRequest", Operation::VerifyCitizen),
    ("XacMinhThongTinNhanThan", Operation::VerifyParents),
    ("TraCuuThongTinHoGiaDinh", Operation::LookUpHousehold),
    ("CungCapThongTinHoGiaDinh", Operation::LookUpHousehold),
    ("XacThucThongTinHoGiaDinh", Operation::VerifyHousehold),
    ("CungCapThongTinCongDan", Operation::LookUpCitizen),
];

/// Operations by the last part of an address or by the word of a portal's own front, case ignored.
const WORDS: [(&str, Operation); 8] = [
    ("037", Operation::LookUpCitizen),
    ("tracuu", Operation::LookUpCitizen),
    ("003", Operation::VerifyCitizen),
    ("033", Operation::VerifyCitizen),
    ("xacthuc", Operation::VerifyCitizen),
    ("nhanthan", Operation::VerifyParents),
    ("034", Operation::LookUpHousehold),
    ("032", Operation::VerifyHousehold),
];

impl Operation {
    /// The operation of an element, by its local name.
    pub fn of_element(local_name: &str) -> Option<Self> {
        let found = ELEMENTS.iter().find(|(name, _)| *name == local_name);
        found.map(|(_, operation)| *operation)
    }

    /// The operation that a word names: an element's name, a `MaTichHop`, or a short word.
    pub fn of_word(word: &str) -> Option<Self> {
        let mut all = ELEMENTS.iter().chain(&WORDS);
        let found = all.find(|(name, _)| name.eq_ignore_ascii_case(word));
        found.map(|(_, operation)| *operation)
    }

    /// The name of its element.
    pub const fn element(self) -> &'static str {
        match self {
            Self::LookUpCitizen => "TraCuuThongTinCongDan",
            Self::VerifyCitizen => "XacThucThongTinCongDan",
            Self::VerifyParents => "XacMinhThongTinNhanThan",
            Self::LookUpHousehold => "TraCuuThongTinHoGiaDinh",
            Self::VerifyHousehold => "XacThucThongTinHoGiaDinh",
        }
    }

    /// All element names that are understood, for messages.
    pub fn elements() -> String {
        let names: Vec<&str> = ELEMENTS.iter().map(|(name, _)| *name).collect();
        names.join(", ")
    }
}
