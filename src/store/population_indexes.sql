-- Built after the rows, from sorted runs, which is several times faster than keeping them up.

-- Carries all that a match looks at, so that one seek answers it: a second one into the table would
-- cost as much again. That is 19 bytes a person more than the number alone. Being wider than its key it
-- cannot be UNIQUE; the writer looks for doubles itself.
CREATE INDEX person_number
    ON person (number, first_part, middle_part, last_part, birth, traits, status_from)
    WHERE number IS NOT NULL;
CREATE INDEX person_cmnd ON person (cmnd) WHERE cmnd IS NOT NULL;
CREATE INDEX person_birth_name ON person (birth, name_key);
-- Costs nothing while nobody has a household.
CREATE INDEX person_household ON person (household) WHERE household IS NOT NULL;
