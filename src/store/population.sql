-- The population file: written once by `dancu seed`, read-only ever after.
-- Everything is an integer that can be: texts stand once in `text`, small codes share `traits`,
-- dates are (year * 16 + month) * 32 + day with 0 for an unknown month or day.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Name parts and address details, each once.
CREATE TABLE text (
    id   INTEGER PRIMARY KEY,
    text TEXT NOT NULL
) STRICT;

CREATE TABLE person (
    id                 INTEGER PRIMARY KEY,
    number             INTEGER,           -- 12 digits; NULL for people who never got one
    first_part         INTEGER,           -- name: first word (text.id); NULL for names of one word
    middle_part        INTEGER,           -- name: the words between
    last_part          INTEGER NOT NULL,  -- name: last word
    birth              INTEGER NOT NULL,  -- packed date
    name_key           INTEGER NOT NULL,  -- 16-bit hash of the folded first and last word
    traits             INTEGER NOT NULL,  -- bit fields, see traits.rs and the view below
    status_from        INTEGER,           -- packed date of the state in traits
    card_issued        INTEGER,           -- packed date
    account_granted    INTEGER,           -- packed date of the electronic identity
    place_of_birth     INTEGER,           -- place codes, see place_code.rs
    registration       INTEGER,
    hometown           INTEGER,
    permanent          INTEGER,
    permanent_detail   INTEGER,           -- text.id
    temporary          INTEGER,
    temporary_detail   INTEGER,           -- text.id
    cmnd               INTEGER,           -- 9 digits
    cmnd_province      INTEGER,
    cmnd_issued        INTEGER,           -- packed date
    household          INTEGER,
    mobile             INTEGER,           -- digits after the leading 0
    residence_file     INTEGER,           -- HS42-00012345 as 4200012345
    occupation         INTEGER,           -- text.id
    absent_since       INTEGER,           -- packed date
    email              TEXT,
    record             TEXT               -- JSON of the whole record, where the columns do not suffice
) STRICT;

-- Numbers cancelled when another was set, and CMND numbers beyond the first.
CREATE TABLE former_number (
    number    INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL
) STRICT;

CREATE TABLE further_cmnd (
    number    INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    PRIMARY KEY (number, person_id)
) STRICT, WITHOUT ROWID;

-- Code tables for readers of this file; the server has its own.
CREATE TABLE tinh_thanh (ma INTEGER PRIMARY KEY, ten TEXT NOT NULL, ten_moi TEXT NOT NULL) STRICT;
CREATE TABLE xa_phuong  (ma INTEGER PRIMARY KEY, ten_cu TEXT NOT NULL, ten_moi TEXT NOT NULL) STRICT;
CREATE TABLE dan_toc    (ma INTEGER PRIMARY KEY, ten TEXT NOT NULL) STRICT;
CREATE TABLE ton_giao   (ma INTEGER PRIMARY KEY, ten TEXT NOT NULL) STRICT;

-- For people with sqlite3: SELECT * FROM cong_dan WHERE so_dinh_danh = '042085000017';
-- so_dinh_danh is the integer (so that the index is used, leading zeros may be written or not);
-- so_cccd is the same number as 12 characters.
CREATE VIEW cong_dan AS
SELECT
    person.number AS so_dinh_danh,
    CASE WHEN person.number IS NOT NULL THEN printf('%012d', person.number) END AS so_cccd,
    coalesce(dau.text || ' ', '') || coalesce(dem.text || ' ', '') || cuoi.text AS ho_ten,
    CASE
        WHEN person.birth % 32 > 0
            THEN printf('%02d/%02d/%04d', person.birth % 32, person.birth / 32 % 16, person.birth / 512)
        WHEN person.birth / 32 % 16 > 0
            THEN printf('%02d/%04d', person.birth / 32 % 16, person.birth / 512)
        ELSE printf('%04d', person.birth / 512)
    END AS ngay_sinh,
    CASE person.traits & 1 WHEN 1 THEN 'Nữ' ELSE 'Nam' END AS gioi_tinh,
    dan_toc.ten AS dan_toc,
    ton_giao.ten AS ton_giao,
    CASE person.traits >> 14 & 7
        WHEN 1 THEN 'Chưa kết hôn' WHEN 2 THEN 'Đang có vợ/chồng' WHEN 3 THEN 'Góa'
        WHEN 4 THEN 'Ly hôn' WHEN 5 THEN 'Ly thân' ELSE 'Chưa có thông tin'
    END AS tinh_trang_hon_nhan,
    CASE person.traits >> 17 & 7 WHEN 1 THEN 'A' WHEN 2 THEN 'B' WHEN 3 THEN 'AB' WHEN 4 THEN 'O' END AS nhom_mau,
    CASE WHEN person.cmnd IS NOT NULL THEN printf('%09d', person.cmnd) END AS so_cmnd,
    coalesce(chi_tiet.text || ', ', '') || xa_phuong.ten_moi AS noi_thuong_tru,
    coalesce(chi_tiet.text || ', ', '') || xa_phuong.ten_cu AS noi_thuong_tru_truoc_2025,
    CASE person.traits >> 31 & 7
        WHEN 1 THEN 'Đã chết' WHEN 2 THEN 'Mất tích' WHEN 3 THEN 'Ngừng sử dụng' WHEN 4 THEN 'Số đã hủy'
        ELSE 'Đang hoạt động'
    END AS trang_thai,
    person.traits >> 25 & 3 AS muc_do_dinh_danh,
    person.record AS ho_so_day_du
FROM person
LEFT JOIN text AS dau ON dau.id = person.first_part
LEFT JOIN text AS dem ON dem.id = person.middle_part
LEFT JOIN text AS cuoi ON cuoi.id = person.last_part
LEFT JOIN text AS chi_tiet ON chi_tiet.id = person.permanent_detail
LEFT JOIN xa_phuong ON xa_phuong.ma = person.permanent
LEFT JOIN dan_toc ON dan_toc.ma = person.traits >> 1 & 63
LEFT JOIN ton_giao ON ton_giao.ma = person.traits >> 7 & 127;
