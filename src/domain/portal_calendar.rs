//! Which logins are open on a day: the law's dates, or the transition of mid-2024 standing still.

use super::civil_date::CivilDate;
use super::language::Language;
use super::words::words;

/// Which calendar the portal lives by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum PortalAccounts {
    /// As in the Hà Tĩnh guide of mid-2024: account login opens and leads to linking, whatever the day.
    #[default]
    Transition,
    /// As the law has it on the business date.
    ByDate,
}

words!(PortalAccounts {
    Transition => "transition",
    ByDate => "by-date",
});

/// What is open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OpenLogins {
    /// Login with an account of the portal's own.
    pub account_login: bool,
    /// The citizen side of provincial portals.
    pub provincial_portal: bool,
    era: Era,
}

/// The stretch of time that the pages say they live in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Era {
    Transition,
    BeforeVneid,
    VneidOnly,
    OnePortal,
}

/// First day of login with VNeID alone: Nghị định 59/2022/NĐ-CP, and Luật Căn cước 26/2023/QH15 in force.
const VNEID_ONLY_SINCE: (u16, u8, u8) = (2024, 7, 1);
/// First day without the citizen side of provincial portals: Nghị định 118/2025/NĐ-CP, công văn
/// 7260/VPCP-KSTT.
const ONE_PORTAL_SINCE: (u16, u8, u8) = (2025, 7, 1);

impl PortalAccounts {
    /// What is open on that business date.
    pub fn open_on(self, day: CivilDate) -> OpenLogins {
        let date = (day.year(), day.month(), day.day());
        let era = match self {
            Self::Transition => Era::Transition,
            Self::ByDate if date < VNEID_ONLY_SINCE => Era::BeforeVneid,
            Self::ByDate if date < ONE_PORTAL_SINCE => Era::VneidOnly,
            Self::ByDate => Era::OnePortal,
        };
        OpenLogins {
            account_login: matches!(era, Era::Transition | Era::BeforeVneid),
            provincial_portal: era != Era::OnePortal,
            era,
        }
    }
}

impl OpenLogins {
    /// The sentence about the date that the pages live in.
    pub fn sentence(self, language: Language) -> &'static str {
        match self.era {
            Era::Transition => language.pick(
                "Hệ thống mô phỏng giai đoạn chuyển tiếp giữa năm 2024: vẫn đăng nhập được bằng tài khoản do Cổng cấp để liên kết với số CCCD.",
                "This mock stands in the transition of mid-2024: accounts of the portal still open, and lead to linking the CCCD number.",
            ),
            Era::BeforeVneid => language.pick(
                "Tài khoản do Cổng cấp được dùng đến hết ngày 30/06/2024; từ 01/07/2024 chỉ đăng nhập bằng VNeID (Nghị định 59/2022/NĐ-CP). Hãy liên kết số CCCD trước ngày đó.",
                "Accounts of the portal can log in until 30/06/2024; from 01/07/2024 only VNeID can (Decree 59/2022/NĐ-CP). Link your CCCD number before that day.",
            ),
            Era::VneidOnly => language.pick(
                "Từ ngày 01/07/2024 chỉ đăng nhập bằng VNeID (Nghị định 59/2022/NĐ-CP, Luật Căn cước 2023); tài khoản do Cổng cấp không còn dùng để đăng nhập.",
                "Since 01/07/2024 only VNeID logs in (Decree 59/2022/NĐ-CP, Law on Identification 2023); accounts of the portal do not any more.",
            ),
            Era::OnePortal => language.pick(
                "Từ ngày 01/07/2025 cổng dịch vụ công cấp tỉnh đóng giao diện với công dân (Nghị định 118/2025/NĐ-CP, công văn 7260/VPCP-KSTT); hồ sơ nộp tại Cổng Dịch vụ công quốc gia, đăng nhập bằng VNeID.",
                "Since 01/07/2025 provincial portals are closed to citizens (Decree 118/2025/NĐ-CP, official letter 7260/VPCP-KSTT); files go through the National Public Service Portal, with a VNeID login.",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_law_acts_on_its_days() {
        for (mode, day, account_login, provincial_portal) in [
            (PortalAccounts::ByDate, "2022-01-01", true, true),
            (PortalAccounts::ByDate, "2024-06-30", true, true),
            (PortalAccounts::ByDate, "2024-07-01", false, true),
            (PortalAccounts::ByDate, "2025-06-30", false, true),
            (PortalAccounts::ByDate, "2025-07-01", false, false),
            (PortalAccounts::Transition, "2024-07-01", true, true),
            (PortalAccounts::Transition, "2026-07-01", true, true),
        ] {
            let open = mode.open_on(CivilDate::parse_iso(day).expect("a day"));
            assert_eq!(
                (open.account_login, open.provincial_portal),
                (account_login, provincial_portal),
                "{mode:?} on {day}"
            );
        }
    }

    #[test]
    fn the_pages_say_which_date_they_live_in() {
        let sentence = |mode: PortalAccounts, day: &str| {
            let day = CivilDate::parse_iso(day).expect("a day");
            mode.open_on(day).sentence(Language::English)
        };
        assert!(sentence(PortalAccounts::Transition, "2026-01-01").contains("mid-2024"));
        assert!(sentence(PortalAccounts::ByDate, "2024-06-30").contains("until 30/06/2024"));
        assert!(sentence(PortalAccounts::ByDate, "2024-07-01").starts_with("Since 01/07/2024"));
        assert!(sentence(PortalAccounts::ByDate, "2025-07-01").starts_with("Since 01/07/2025"));
    }
}
