//! A record in words: the items of Luật Căn cước 2023 Điều 9 with their values.

use super::words;
use crate::domain::citizen::{Citizen, Occupation};
use crate::domain::civil_date::CivilDate;
use crate::domain::language::Language;
use crate::record::{CitizenRecord, PlaceRecord};
use crate::reference::{ethnic_group, province_before, relation_to_head, religion};

/// One value of a record.
#[derive(Clone, Debug)]
pub struct Fact {
    /// The item of Điều 9, or nothing.
    pub item: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// The value; empty where nothing is recorded.
    pub value: String,
    /// What else there is to know of it.
    pub note: String,
}

/// Collects facts in the language of a page.
struct Facts {
    language: Language,
    all: Vec<Fact>,
}

impl Facts {
    fn add(
        &mut self,
        item: &'static str,
        label: (&'static str, &'static str),
        value: impl Into<String>,
    ) {
        self.add_noted(item, label, value, String::new());
    }

    fn add_noted(
        &mut self,
        item: &'static str,
        label: (&'static str, &'static str),
        value: impl Into<String>,
        note: String,
    ) {
        self.all.push(Fact {
            item,
            label: self.language.pick(label.0, label.1),
            value: value.into(),
            note,
        });
    }

    fn place(
        &mut self,
        item: &'static str,
        label: (&'static str, &'static str),
        place: Option<&PlaceRecord>,
    ) {
        let (value, note) = place.map_or_else(Default::default, |place| {
            (
                place.text.clone().unwrap_or_default(),
                place_note(place, self.language),
            )
        });
        self.add_noted(item, label, value, note);
    }
}

/// Who somebody is.
pub fn identity(
    citizen: &Citizen,
    record: &CitizenRecord,
    day: CivilDate,
    language: Language,
) -> Vec<Fact> {
    let mut facts = Facts {
        language,
        all: Vec::new(),
    };
    let identity = &citizen.identity;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    facts.add(
        "1",
        ("Họ, chữ đệm và tên", "Full name"),
        text(&record.full_name),
    );
    facts.add(
        "2",
        ("Tên gọi khác", "Other name"),
        text(&record.other_name),
    );
    facts.add(
        "3",
        ("Số định danh cá nhân", "Personal number"),
        text(&record.number),
    );
    let age = identity.date_of_birth.latest().age_on(day);
    facts.add_noted(
        "4",
        ("Ngày, tháng, năm sinh", "Date of birth"),
        identity.date_of_birth.vietnamese(),
        language.pick(format!("{age} tuổi"), format!("{age} years old")),
    );
    facts.add(
        "5",
        ("Giới tính", "Gender"),
        words::gender(identity.gender, language),
    );
    facts.place(
        "6",
        ("Nơi sinh", "Place of birth"),
        record.place_of_birth.as_ref(),
    );
    facts.place(
        "7",
        ("Nơi đăng ký khai sinh", "Place of birth registration"),
        record.place_of_birth_registration.as_ref(),
    );
    facts.place("8", ("Quê quán", "Hometown"), record.hometown.as_ref());
    let ethnic = ethnic_group(citizen.ethnic_group).map_or("", |group| group.name);
    facts.add_noted(
        "9",
        ("Dân tộc", "Ethnic group"),
        ethnic,
        code(citizen.ethnic_group, language),
    );
    let faith = religion(citizen.religion);
    let faith = faith.map_or("", |faith| language.pick(faith.name_vi, faith.name_en));
    facts.add_noted(
        "10",
        ("Tôn giáo", "Religion"),
        faith,
        code(citizen.religion, language),
    );
    facts.add(
        "11",
        ("Quốc tịch", "Nationality"),
        record.nationality.join(", "),
    );
    facts.add("12", ("Nhóm máu", "Blood group"), text(&record.blood_group));
    facts.add(
        "21",
        ("Tình trạng hôn nhân", "Marital status"),
        words::marital_status(citizen.marital_status, language),
    );
    let status = identity.status_on(day);
    facts.add(
        "24",
        ("Tình trạng bản ghi", "State of the record"),
        words::status(status, language),
    );
    facts.add(
        "25",
        ("Số thuê bao di động", "Mobile"),
        text(&record.mobile),
    );
    facts.add("25", ("Thư điện tử", "E-mail"), text(&record.email));
    let occupation = match &citizen.occupation {
        Occupation::Recorded(occupation) => occupation.to_string(),
        Occupation::NotRecorded => String::new(),
        Occupation::Withheld => language
            .pick("không lưu (Điều 15)", "withheld (Điều 15)")
            .to_owned(),
    };
    facts.add("", ("Nghề nghiệp", "Occupation"), occupation);
    facts.all
}

/// Where somebody lives.
pub fn residence(citizen: &Citizen, record: &CitizenRecord, language: Language) -> Vec<Fact> {
    let mut facts = Facts {
        language,
        all: Vec::new(),
    };
    facts.place(
        "16",
        ("Nơi thường trú", "Permanent residence"),
        record.permanent_residence.as_ref(),
    );
    facts.place(
        "17",
        ("Nơi tạm trú", "Temporary residence"),
        record.temporary_residence.as_ref(),
    );
    facts.place(
        "18",
        ("Nơi ở hiện tại", "Current residence"),
        record.current_residence.as_ref(),
    );
    let absent = citizen
        .absent_since
        .filter(|_| record.absent_since.is_some());
    facts.add(
        "19",
        ("Tạm vắng từ", "Absent since"),
        absent.map(CivilDate::vietnamese).unwrap_or_default(),
    );
    let file = record.residence_file.clone().unwrap_or_default();
    facts.add("20", ("Số hồ sơ cư trú", "Residence file"), file);
    let place = citizen.household;
    let relation = place.and_then(|place| relation_to_head(place.relation_to_head));
    facts.add(
        "22",
        ("Quan hệ với chủ hộ", "Relation to the head"),
        relation.map_or("", |row| language.pick(row.name_vi, row.name_en)),
    );
    facts.add(
        "23",
        ("Hộ", "Household"),
        place
            .map(|place| place.household.to_string())
            .unwrap_or_default(),
    );
    facts.all
}

/// Cards and what hangs on them.
pub fn documents(citizen: &Citizen, day: CivilDate, language: Language) -> Vec<Fact> {
    let mut facts = Facts {
        language,
        all: Vec::new(),
    };
    for cmnd in &citizen.cmnd {
        let issuer = cmnd.issued_by.and_then(province_before);
        let issuer = issuer.map_or("", |province| province.name);
        let given_on = cmnd
            .issued_on
            .map(CivilDate::vietnamese)
            .unwrap_or_default();
        let note = [issuer, &given_on].join(" ").trim().to_owned();
        facts.add_noted(
            "13",
            ("Số CMND", "CMND number"),
            cmnd.number.to_string(),
            note,
        );
    }
    if let Some(card) = citizen.card.filter(|card| card.issued_on <= day) {
        facts.add("14", ("Thẻ", "Card"), words::card_kind(card.kind, language));
        facts.add("", ("Ngày cấp", "Issued on"), card.issued_on.vietnamese());
        facts.add(
            "",
            ("Nơi cấp", "Issued by"),
            card.kind.issuer(card.issued_on),
        );
        let expiry = card.expires_on.map_or_else(
            || language.pick("Không thời hạn", "No expiry").to_owned(),
            CivilDate::vietnamese,
        );
        facts.add("", ("Có giá trị đến", "Valid until"), expiry);
        let state = card
            .state_on(day)
            .map_or("", |state| words::card_state(state, language));
        facts.add_noted(
            "",
            ("Tình trạng thẻ", "State of the card"),
            state,
            words::custody(card.custody, language).to_owned(),
        );
    }
    if let Some(identity) = citizen.electronic_identity_on(day) {
        let granted = identity.granted_on.vietnamese();
        facts.add_noted(
            "",
            ("Định danh điện tử", "Electronic identity"),
            words::electronic_identity(identity, language),
            language.pick(format!("cấp {granted}"), format!("granted {granted}")),
        );
    }
    facts.all
}

fn code(code: u8, language: Language) -> String {
    language.pick(format!("mã {code:02}"), format!("code {code:02}"))
}

/// The place on the other map, and its codes.
fn place_note(place: &PlaceRecord, language: Language) -> String {
    let mut parts = Vec::new();
    if let Some(before) = &place.text_before
        && place.text.as_ref() != Some(before)
    {
        parts.push(language.pick(
            format!("trước 01/07/2025: {before}"),
            format!("before 01/07/2025: {before}"),
        ));
    }
    let codes = [
        (language.pick("xã", "ward"), &place.ward),
        (language.pick("tỉnh", "province"), &place.province),
        (language.pick("xã cũ", "old ward"), &place.ward_before),
        (
            language.pick("huyện cũ", "old district"),
            &place.district_before,
        ),
        (
            language.pick("tỉnh cũ", "old province"),
            &place.province_before,
        ),
    ];
    let codes = codes.iter().filter_map(|(name, code)| {
        let code = code.as_ref()?;
        Some(format!("{name} {code}"))
    });
    let codes: Vec<String> = codes.collect();
    if !codes.is_empty() {
        parts.push(codes.join(", "));
    }
    parts.join(" · ")
}
