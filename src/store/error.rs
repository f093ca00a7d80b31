//! What can go wrong with the two files, each with the remedy in its message.

use std::path::{Path, PathBuf};

use crate::domain::language::Language;

/// A failure of the store. No driver error leaves this folder.
#[derive(Debug)]
pub enum StoreError {
    /// There is no population file yet.
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The file is no database of ours.
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// The file is damaged.
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        what: String,
    },
    /// The file was made by a newer version of dancu.
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: i64,
        /// The format this version reads.
        known: i64,
    },
    /// The file was made by an older version of dancu.
    Older {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: i64,
        /// The format this version reads.
        known: i64,
    },
    /// The state belongs to another population.
    OtherPopulation {
        /// The state file.
        path: PathBuf,
        /// The digest it names.
        found: String,
        /// The digest of the population beside it.
        expected: String,
    },
    /// Another process has the folder.
    InUse {
        /// The data folder.
        path: PathBuf,
        /// The holder, as written in the lock file.
        holder: String,
    },
    /// The disk is full.
    DiskFull {
        /// The file being written.
        path: PathBuf,
    },
    /// The folder or file may not be written or read.
    Io {
        /// The folder or file.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// Two people were given the same number: the generator or its input is wrong.
    NumberTaken,
    /// More different names or addresses than the file can number.
    TooManyTexts,
    /// There is not enough room for a file; nothing was begun.
    NoRoom {
        /// The folder.
        path: PathBuf,
        /// Bytes needed at the most, about.
        needed: u64,
        /// Bytes free.
        free: u64,
    },
    /// Whoever waited for it does not want it any more.
    Stopped,
    /// A query failed in a way none of the above explains.
    Query(String),
}

impl std::fmt::Display for StoreError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.what(Language::English))
    }
}

impl std::error::Error for StoreError {}

impl StoreError {
    /// What is wrong. Files are named, people never.
    fn what(&self, language: Language) -> String {
        let [vietnamese, english] = match self {
            Self::Missing { path } => {
                let path = path.display();
                [
                    format!("chưa có dữ liệu dân cư tại {path}"),
                    format!("there is no population at {path}"),
                ]
            }
            Self::Foreign { path } => {
                let path = path.display();
                [
                    format!("{path} không phải tệp của dancu"),
                    format!("{path} is not a dancu file"),
                ]
            }
            Self::Damaged { path, what } => {
                let path = path.display();
                [
                    format!("{path} đã hỏng ({what})"),
                    format!("{path} is damaged ({what})"),
                ]
            }
            Self::Newer { path, found, known } => {
                let path = path.display();
                [
                    format!(
                        "{path} do bản dancu mới hơn tạo ra (định dạng {found}, bản này đọc {known})"
                    ),
                    format!(
                        "{path} was made by a newer dancu (format {found}, this one reads {known})"
                    ),
                ]
            }
            Self::Older { path, found, known } => {
                let path = path.display();
                [
                    format!(
                        "{path} do bản dancu cũ hơn tạo ra (định dạng {found}, bản này đọc {known})"
                    ),
                    format!(
                        "{path} was made by an older dancu (format {found}, this one reads {known})"
                    ),
                ]
            }
            Self::OtherPopulation {
                path,
                found,
                expected,
            } => {
                let path = path.display();
                [
                    format!(
                        "{path} chứa chỉnh sửa của bộ dữ liệu dân cư khác ({found}, không phải {expected})"
                    ),
                    format!("{path} holds edits of another population ({found}, not {expected})"),
                ]
            }
            Self::InUse { path, holder } => {
                let path = path.display();
                [
                    format!("{path} đang được một dancu khác dùng (tiến trình {holder})"),
                    format!("{path} is in use by another dancu (process {holder})"),
                ]
            }
            Self::DiskFull { path } => {
                let path = path.display();
                [
                    format!("đĩa chứa {path} đã đầy"),
                    format!("the disk that holds {path} is full"),
                ]
            }
            Self::Io { path, reason } => {
                let path = path.display();
                [
                    format!("không dùng được {path}: {reason}"),
                    format!("{path} cannot be used: {reason}"),
                ]
            }
            Self::NumberTaken => [
                "hai người sẽ có cùng một số".to_owned(),
                "two people would have the same number".to_owned(),
            ],
            Self::TooManyTexts => [
                "có quá nhiều tên hoặc địa chỉ khác nhau".to_owned(),
                "there are too many different names or addresses".to_owned(),
            ],
            Self::NoRoom { path, needed, free } => no_room(path, *needed, *free),
            Self::Stopped => [
                "đã dừng, không có gì thay đổi".to_owned(),
                "stopped, nothing was changed".to_owned(),
            ],
            Self::Query(reason) => [
                format!("không đọc được cơ sở dữ liệu: {reason}"),
                format!("the database could not be read: {reason}"),
            ],
        };
        language.pick(vietnamese, english)
    }

    /// One line for people: what is wrong and what to do.
    pub fn advice(&self, language: Language) -> String {
        let remedy = match self {
            Self::Missing { .. } => {
                language.pick("chạy `dancu seed` để tạo", "run `dancu seed` to make one")
            }
            Self::Foreign { .. } => language.pick(
                "chọn thư mục khác bằng --data, hoặc chuyển tệp đó đi nơi khác",
                "choose another folder with --data, or move that file away",
            ),
            Self::Damaged { path, .. } if path.ends_with(super::STATE_FILE) => language.pick(
                "xóa tệp đó (các chỉnh sửa sẽ mất, dữ liệu dân cư vẫn còn) rồi chạy lại",
                "delete that file (edits are lost, the population stays) and start again",
            ),
            Self::Newer { path, .. } if path.ends_with(super::STATE_FILE) => language.pick(
                "cập nhật dancu (tệp này giữ các chỉnh sửa)",
                "update dancu (the file holds edits)",
            ),
            Self::Older { path, .. } if path.ends_with(super::STATE_FILE) => language.pick(
                "dùng lại bản dancu cũ để export, hoặc xóa tệp đó để bỏ các chỉnh sửa",
                "export with the older dancu, or delete that file to drop the edits",
            ),
            Self::Damaged { .. } | Self::Older { .. } => language.pick(
                "chạy `dancu seed --force` để tạo lại (cùng seed cho cùng dữ liệu)",
                "run `dancu seed --force` to make it again (the same seed gives the same people)",
            ),
            Self::Newer { .. } => language.pick(
                "cập nhật dancu, hoặc chạy `dancu seed --force` để tạo lại bằng bản này",
                "update dancu, or run `dancu seed --force` to make it again with this version",
            ),
            Self::OtherPopulation { .. } => language.pick(
                "xóa tệp đó để bỏ các chỉnh sửa, hoặc đặt lại đúng tệp dân cư",
                "delete that file to drop the edits, or put the right population back",
            ),
            Self::InUse { .. } => language.pick(
                "dừng tiến trình kia, hoặc dùng thư mục khác bằng --data",
                "stop that process, or use another folder with --data",
            ),
            Self::NoRoom { .. } => language.pick(
                "giải phóng dung lượng, chọn thư mục khác bằng --data, hoặc ít người hơn bằng --size",
                "free some space, choose another folder with --data, or fewer people with --size",
            ),
            Self::Stopped => language.pick("chạy lại khi cần", "run it again when needed"),
            Self::DiskFull { .. } => language.pick(
                "giải phóng dung lượng rồi thử lại",
                "free some space and try again",
            ),
            Self::Io { .. } => language.pick(
                "kiểm tra quyền của thư mục, hoặc chọn thư mục khác bằng --data",
                "check the permissions, or choose another folder with --data",
            ),
            Self::NumberTaken | Self::TooManyTexts | Self::Query(_) => language.pick(
                "hãy báo lỗi kèm kết quả `dancu stats`",
                "please report it with the output of `dancu stats`",
            ),
        };
        format!("{}; {remedy}", self.what(language))
    }
}

/// In whole mebibytes.
fn no_room(path: &Path, needed: u64, free: u64) -> [String; 2] {
    let path = path.display();
    let [needed, free] = [needed, free].map(|bytes| bytes.div_ceil(1 << 20));
    [
        format!("đĩa chứa {path} không đủ chỗ: cần khoảng {needed} MiB, còn trống {free} MiB"),
        format!(
            "the disk that holds {path} is too full: about {needed} MiB are needed, {free} MiB are free"
        ),
    ]
}

/// Names a driver error: full disk, damage, permissions, or a failed query.
pub(super) fn named(path: &Path) -> impl Fn(rusqlite::Error) -> StoreError + '_ {
    use rusqlite::ErrorCode;
    move |error| match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::DiskFull { path: path.into() },
        Some(ErrorCode::DatabaseCorrupt) => StoreError::Damaged {
            path: path.into(),
            what: error.to_string(),
        },
        Some(ErrorCode::NotADatabase) => StoreError::Foreign { path: path.into() },
        Some(
            ErrorCode::CannotOpen
            | ErrorCode::PermissionDenied
            | ErrorCode::ReadOnly
            | ErrorCode::SystemIoFailure,
        ) => StoreError::Io {
            path: path.into(),
            reason: error.to_string(),
        },
        Some(_) | None => StoreError::Query(error.to_string()),
    }
}

/// Names an error of the file system.
pub(super) fn named_io(path: &Path) -> impl Fn(std::io::Error) -> StoreError + '_ {
    move |error| match error.kind() {
        std::io::ErrorKind::StorageFull => StoreError::DiskFull { path: path.into() },
        _ => StoreError::Io {
            path: path.into(),
            reason: error.to_string(),
        },
    }
}
