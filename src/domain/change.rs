//! What was changed of people, told in order: the lines of the change feed.

use super::citizen::PersonId;
use super::citizen_number::PersonalNumber;
use super::timestamp::Timestamp;
use super::words::words;

/// How many changes a world remembers; older ones are dropped, and the feed tells how many.
pub const CHANGES_KEPT: u64 = 200_000;

/// What happened.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ChangeKind {
    /// Somebody was added.
    Created,
    /// A record was edited.
    Edited,
    /// Somebody was deleted.
    Deleted,
    /// Khai sinh.
    Birth,
    /// Khai tử.
    Death,
    /// Kết hôn.
    Marriage,
    /// Ly hôn.
    Divorce,
    /// Chuyển nơi cư trú.
    Move,
    /// Thay đổi họ tên.
    Renaming,
    /// Hủy, xác lập lại số định danh.
    NumberReissued,
    /// Cấp, đổi thẻ.
    CardRenewed,
    /// Khóa căn cước điện tử.
    IdentityLocked,
    /// Mở khóa căn cước điện tử.
    IdentityUnlocked,
    /// All edits of before are void: the world was reset, or an earlier state of it restored.
    Reset,
}

words!(ChangeKind {
    Created => "created",
    Edited => "edited",
    Deleted => "deleted",
    Birth => "birth",
    Death => "death",
    Marriage => "marriage",
    Divorce => "divorce",
    Move => "move",
    Renaming => "renaming",
    NumberReissued => "number_reissued",
    CardRenewed => "card_renewed",
    IdentityLocked => "identity_locked",
    IdentityUnlocked => "identity_unlocked",
    Reset => "reset",
});

/// One person, changed by one event; or a reset, which is about nobody.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Change {
    /// Counts on as long as the world lasts, over resets and restarts too: the cursor of the feed.
    pub sequence: u64,
    /// The sequence of the first change of the same event; all of one event stand together.
    pub event: u64,
    /// What happened.
    pub kind: ChangeKind,
    /// When it was told to the registry, in real time.
    pub at: Timestamp,
    /// Whether it happened to this person, and not to a relative or somebody of the same household.
    pub is_subject: bool,
    /// Whom it changed.
    pub person: Option<PersonId>,
    /// The number in force afterwards, or the last one of somebody deleted.
    pub number: Option<PersonalNumber>,
    /// The number that was cancelled by the event.
    pub former_number: Option<PersonalNumber>,
    /// Whether only administrators may know of the person.
    pub restricted: bool,
}

impl Change {
    /// The first change after a reset.
    pub const fn reset(sequence: u64, at: Timestamp) -> Self {
        Self {
            sequence,
            event: sequence,
            kind: ChangeKind::Reset,
            at,
            is_subject: false,
            person: None,
            number: None,
            former_number: None,
            restricted: false,
        }
    }
}
