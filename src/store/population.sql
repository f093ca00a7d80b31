-- The population file: written once by `dancu seed`, read-only ever after.
-- Everything is an integer that can be, several small values share one (traits.rs, person_row.rs), and SQLite
-- keeps an integer in as few bytes as it needs: 1, 2, 3, 4, 6 or 8.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Each text once, numbered from 1 by kind: kind * 2^32 + number, kinds as in texts.rs:
-- 0 first word of a name, 1 the words between, 2 last word, 3 house or hamlet, 4 occupation.
CREATE TABLE text (
    id   INTEGER PRIMARY KEY,
    text TEXT NOT NULL
) STRICT;

-- One person a row, cluster by cluster: kin have neighbouring ids.
CREATE TABLE person (
    id          INTEGER PRIMARY KEY,
    number      INTEGER,          -- 12 digits; NULL for people who never got one
    name        INTEGER NOT NULL, -- texts: first word << 36, words between << 16, last word
    birth_key   INTEGER NOT NULL, -- (date << 16 | 16-bit hash of the folded first and last word) - 2^31
    traits      INTEGER NOT NULL, -- traits.rs
    kin         INTEGER NOT NULL, -- positions in the cluster, traits.rs
    papers      INTEGER NOT NULL, -- card, electronic identity and rare marks, traits.rs
    places      INTEGER NOT NULL, -- registration of birth, hometown, birth
    residence   INTEGER NOT NULL, -- permanent residence and occupation
    cmnd        INTEGER,          -- 9 digits, the first one
    cmnd_issue  INTEGER,          -- its province and day
    mobile      INTEGER,          -- 010 and seven digits: those less 5,000,000
    away        INTEGER,          -- temporary residence and absence
    status_from INTEGER           -- first day of the state in traits, counted from 2000-01-01
) STRICT;

-- What few people have. A key is 16 * id and a count.
CREATE TABLE further (
    id     INTEGER PRIMARY KEY,
    email  TEXT,
    record TEXT -- JSON of the whole record, where the columns do not suffice: personas, hardly anybody else
) STRICT;
CREATE TABLE further_cmnd (
    key    INTEGER PRIMARY KEY,
    number INTEGER NOT NULL,
    issue  INTEGER NOT NULL
) STRICT;
CREATE TABLE former_number (
    key       INTEGER PRIMARY KEY,
    number    INTEGER NOT NULL,
    cancelled INTEGER NOT NULL -- day, counted from 2000-01-01, * 8 + reason
) STRICT;
CREATE TABLE former_name (
    key   INTEGER PRIMARY KEY,
    name  INTEGER NOT NULL, -- as in person
    until INTEGER NOT NULL  -- day, counted from 2000-01-01
) STRICT;
-- Households that their number does not lead to: those of personas. All others begin with their head, whose
-- id is their number, and go on with the following ids.
CREATE TABLE household_by_record (
    household INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    PRIMARY KEY (household, person_id)
) STRICT, WITHOUT ROWID;

-- Code tables for readers of this file; the server has its own.
CREATE TABLE tinh_thanh (ma INTEGER PRIMARY KEY, ten TEXT NOT NULL, ten_moi TEXT NOT NULL) STRICT;
CREATE TABLE xa_phuong  (ma INTEGER PRIMARY KEY, ten_cu TEXT NOT NULL, ten_moi TEXT NOT NULL) STRICT;
CREATE TABLE dan_toc    (ma INTEGER PRIMARY KEY, ten TEXT NOT NULL) STRICT;
CREATE TABLE ton_giao   (ma INTEGER PRIMARY KEY, ten TEXT NOT NULL) STRICT;

-- The columns of person that hold several things, taken apart.
CREATE VIEW person_fields AS
SELECT
    id,
    number,
    name >> 36 & 0xfffff AS first_part,
    (1 << 32) + (name >> 16 & 0xfffff) AS middle_part,
    (2 << 32) + (name & 0xffff) AS last_part,
    1870 + (birth_key + 2147483648 >> 16) / 385 AS birth_year,
    -- month * 32 + day, 0 for a year alone
    iif((birth_key + 2147483648 >> 16) % 385, (birth_key + 2147483648 >> 16) % 385 + 31, 0) AS birth_within,
    traits,
    papers,
    residence & 0x7fff AS permanent,
    (3 << 32) + (residence >> 23) AS permanent_detail,
    cmnd,
    id - (kin & 63) AS first_of_cluster,
    -- The others stand as exclusive or with the own position.
    (kin & 63 | kin >> 6 & 63) - (kin & 63 & (kin >> 6 & 63)) AS head,
    iif(kin >> 12 & 63, (kin & 63 | kin >> 12 & 63) - (kin & 63 & (kin >> 12 & 63)), NULL) AS father,
    iif(kin >> 18 & 63, (kin & 63 | kin >> 18 & 63) - (kin & 63 & (kin >> 18 & 63)), NULL) AS mother,
    iif(kin >> 24 & 63, (kin & 63 | kin >> 24 & 63) - (kin & 63 & (kin >> 24 & 63)), NULL) AS spouse
FROM person;

-- For people with sqlite3: SELECT * FROM cong_dan WHERE so_dinh_danh = '042085000017';
-- so_dinh_danh is the integer (so that the index is used, leading zeros may be written or not);
-- so_cccd is the same number as 12 characters.
CREATE VIEW cong_dan AS
SELECT
    nguoi.number AS so_dinh_danh,
    CASE WHEN nguoi.number IS NOT NULL THEN printf('%012d', nguoi.number) END AS so_cccd,
    coalesce(dau.text || ' ', '') || coalesce(dem.text || ' ', '') || cuoi.text AS ho_ten,
    CASE
        WHEN nguoi.birth_within % 32 > 0
            THEN printf('%02d/%02d/%04d', nguoi.birth_within % 32, nguoi.birth_within / 32, nguoi.birth_year)
        WHEN nguoi.birth_within > 0 THEN printf('%02d/%04d', nguoi.birth_within / 32, nguoi.birth_year)
        ELSE printf('%04d', nguoi.birth_year)
    END AS ngay_sinh,
    CASE nguoi.traits & 1 WHEN 1 THEN 'Nữ' ELSE 'Nam' END AS gioi_tinh,
    dan_toc.ten AS dan_toc,
    ton_giao.ten AS ton_giao,
    CASE nguoi.traits >> 14 & 7
        WHEN 1 THEN 'Chưa kết hôn' WHEN 2 THEN 'Đang có vợ/chồng' WHEN 3 THEN 'Góa'
        WHEN 4 THEN 'Ly hôn' WHEN 5 THEN 'Ly thân' ELSE 'Chưa có thông tin'
    END AS tinh_trang_hon_nhan,
    CASE nguoi.traits >> 34 & 7 WHEN 1 THEN 'A' WHEN 2 THEN 'B' WHEN 3 THEN 'AB' WHEN 4 THEN 'O' END AS nhom_mau,
    CASE WHEN nguoi.cmnd IS NOT NULL THEN printf('%09d', nguoi.cmnd) END AS so_cmnd,
    coalesce(chi_tiet.text || ', ', '') || xa_phuong.ten_moi AS noi_thuong_tru,
    coalesce(chi_tiet.text || ', ', '') || xa_phuong.ten_cu AS noi_thuong_tru_truoc_2025,
    CASE nguoi.traits >> 31 & 7
        WHEN 1 THEN 'Đã chết' WHEN 2 THEN 'Mất tích' WHEN 3 THEN 'Ngừng sử dụng' WHEN 4 THEN 'Số đã hủy'
        ELSE 'Đang hoạt động'
    END AS trang_thai,
    nguoi.papers >> 32 & 3 AS muc_do_dinh_danh,
    CASE WHEN cha.number IS NOT NULL THEN printf('%012d', cha.number) END AS so_cha,
    CASE WHEN me.number IS NOT NULL THEN printf('%012d', me.number) END AS so_me,
    CASE WHEN vo_chong.number IS NOT NULL THEN printf('%012d', vo_chong.number) END AS so_vo_chong,
    CASE WHEN nguoi.traits >> 17 & 31 AND NOT nguoi.papers >> 44 & 1
        THEN nguoi.first_of_cluster + nguoi.head END AS ho,
    further.record AS ho_so_day_du
FROM person_fields AS nguoi
LEFT JOIN text AS dau ON dau.id = nguoi.first_part
LEFT JOIN text AS dem ON dem.id = nguoi.middle_part
LEFT JOIN text AS cuoi ON cuoi.id = nguoi.last_part
LEFT JOIN text AS chi_tiet ON chi_tiet.id = nguoi.permanent_detail
LEFT JOIN xa_phuong ON xa_phuong.ma = nguoi.permanent
LEFT JOIN dan_toc ON dan_toc.ma = nguoi.traits >> 1 & 63
LEFT JOIN ton_giao ON ton_giao.ma = nguoi.traits >> 7 & 127
LEFT JOIN person AS cha ON cha.id = nguoi.first_of_cluster + nguoi.father
LEFT JOIN person AS me ON me.id = nguoi.first_of_cluster + nguoi.mother
LEFT JOIN person AS vo_chong ON vo_chong.id = nguoi.first_of_cluster + nguoi.spouse
LEFT JOIN further ON further.id = nguoi.id;
