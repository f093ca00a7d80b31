//! The sites with pages: names, addresses and cookies of their own, though they share an origin.

use crate::domain::language::Language;

/// A site.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Site {
    /// The national portal.
    Portal,
    /// The system of the province of Hà Tĩnh.
    Hatinh,
    /// VNeID.
    Vneid,
    /// The console of whoever runs the mock.
    Console,
}

impl Site {
    /// Where the site begins; its cookie goes nowhere else.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Portal => "/portal",
            Self::Hatinh => "/hatinh",
            Self::Vneid => "/vneid",
            Self::Console => "/console",
        }
    }

    /// The name of its cookie.
    pub const fn cookie(self) -> &'static str {
        match self {
            Self::Portal => "dancu_portal",
            Self::Hatinh => "dancu_hatinh",
            Self::Vneid => "dancu_vneid",
            Self::Console => "dancu_console",
        }
    }

    /// Its name, as the page's head has it.
    pub const fn name(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Portal, Language::Vietnamese) => "Cổng Dịch vụ công Quốc gia",
            (Self::Portal, Language::English) => "National Public Service Portal",
            (Self::Hatinh, Language::Vietnamese) => {
                "Hệ thống thông tin giải quyết TTHC tỉnh Hà Tĩnh"
            }
            (Self::Hatinh, Language::English) => "Hà Tĩnh Administrative Procedures System",
            (Self::Vneid, _) => "VNeID",
            (Self::Console, Language::Vietnamese) => "Bàn điều khiển",
            (Self::Console, Language::English) => "Console",
        }
    }

    /// Whether the law's dates open and close it: VNeID and the console are open on any day.
    pub const fn has_calendar(self) -> bool {
        match self {
            Self::Portal | Self::Hatinh => true,
            Self::Vneid | Self::Console => false,
        }
    }

    /// The class that colours its pages.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Portal => "portal",
            Self::Hatinh => "hatinh",
            Self::Vneid => "vneid",
            Self::Console => "console",
        }
    }

    /// A style sheet of its own, besides the one of all sites.
    pub const fn own_style(self) -> Option<&'static str> {
        match self {
            Self::Portal | Self::Hatinh | Self::Vneid => None,
            Self::Console => Some("/assets/console.css"),
        }
    }
}
