-- What earlier formats know of changes: the last edit of each person.

INSERT INTO change
SELECT row_number() OVER (ORDER BY changed_at, id),
       row_number() OVER (ORDER BY changed_at, id),
       CASE WHEN record IS NULL THEN 'deleted' WHEN id >= 1 << 40 THEN 'created' ELSE 'edited' END,
       changed_at,
       1,
       id,
       CAST(json_extract(record, '$.number') AS INTEGER),
       NULL,
       -- Who was deleted may have been protected.
       coalesce(json_extract(record, '$.restricted'), record IS NULL)
FROM person;
