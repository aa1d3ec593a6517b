-- SPDX-FileCopyrightText: The Ebb authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Schema 6: what a clinic decides for itself.  Units and words as in 0001.

-- Settings ------------------------------------------------------------------------------------

-- clinic_limit keeps each setting as rows, of which the newest counts: its history is the table
-- itself, so no row is changed and none goes.
CREATE TRIGGER clinic_limit_no_update BEFORE UPDATE ON clinic_limit
BEGIN
  SELECT RAISE (ABORT, 'clinic_limit: a setting is never changed, the next row replaces it');
END;
CREATE TRIGGER clinic_limit_no_delete BEFORE DELETE ON clinic_limit
BEGIN
  SELECT RAISE (ABORT, 'clinic_limit: a setting is never deleted');
END;
-- The mode that closes the artery on purpose is off until somebody answers for it.
CREATE TRIGGER clinic_limit_preconditioning BEFORE INSERT ON clinic_limit
  WHEN NEW.name = 'preconditioning' AND NEW.value <> 0
    AND (NEW.reason IS NULL OR NEW.reason = '' OR NEW.user_id IS NULL)
BEGIN
  SELECT RAISE (ABORT, 'clinic_limit: preconditioning is enabled with a reason and a name');
END;

-- Lists ---------------------------------------------------------------------------------------

-- Which screening list is asked from now on; the newest row counts, without one or with NULL it is
-- Ebb's own.  Screenings that were asked by another keep pointing to that.
CREATE TABLE screening_list_choice (
  key INTEGER PRIMARY KEY,
  list_id TEXT,
  version INTEGER,
  user_id TEXT NOT NULL REFERENCES user (id),
  reason TEXT CHECK (reason <> ''),
  written_unix_us INTEGER NOT NULL
    DEFAULT (CAST ((julianday ('now') - 2440587.5) * 86400000000.0 AS INTEGER)),
  FOREIGN KEY (list_id, version) REFERENCES screening_list (list_id, version),
  CONSTRAINT "screening_list_choice: id and version belong together"
    CHECK ((list_id IS NULL) = (version IS NULL))
) STRICT;

CREATE TRIGGER screening_list_choice_no_update BEFORE UPDATE ON screening_list_choice
BEGIN
  SELECT RAISE (ABORT, 'screening_list_choice: it is never changed, the next one replaces it');
END;
CREATE TRIGGER screening_list_choice_no_delete BEFORE DELETE ON screening_list_choice
BEGIN
  SELECT RAISE (ABORT, 'screening_list_choice: it is never deleted');
END;

-- The door ------------------------------------------------------------------------------------

-- What was answered or measured before a session and ended it there: no cuff that day, or not
-- before a physician has looked.  Never changed; lifted by a row of its own.
CREATE TABLE door_refusal (
  id TEXT NOT NULL PRIMARY KEY CHECK (length (id) = 36),
  patient_id TEXT NOT NULL REFERENCES patient (id),
  answer TEXT NOT NULL CHECK (answer <> ''), -- id of the question
  question TEXT NOT NULL, -- as it was asked
  list_id TEXT NOT NULL CHECK (list_id <> ''),
  list_version INTEGER NOT NULL CHECK (list_version >= 1),
  value REAL,
  second REAL,
  physician INTEGER NOT NULL CHECK (physician IN (0, 1)), -- 1: also on the days after
  user_id TEXT NOT NULL REFERENCES user (id),
  refused_unix_us INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX door_refusal_patient ON door_refusal (patient_id, refused_unix_us);

CREATE TRIGGER door_refusal_no_update BEFORE UPDATE ON door_refusal
BEGIN
  SELECT RAISE (ABORT, 'door_refusal: it is never changed, it is lifted');
END;
CREATE TRIGGER door_refusal_no_delete BEFORE DELETE ON door_refusal
BEGIN
  SELECT RAISE (ABORT, 'door_refusal: it is never deleted');
END;

CREATE TABLE door_lift (
  refusal_id TEXT NOT NULL PRIMARY KEY REFERENCES door_refusal (id),
  way TEXT NOT NULL CHECK (way IN ('clearance', 'correction')),
  physician TEXT CHECK (physician <> ''),
  cleared_on TEXT CHECK (cleared_on IS date (cleared_on, '+0 days')),
  reason TEXT NOT NULL CHECK (reason <> ''),
  user_id TEXT NOT NULL REFERENCES user (id),
  lifted_unix_us INTEGER NOT NULL,
  CONSTRAINT "door_lift: a clearance has a physician and a date, a correction has neither" CHECK (
    (way = 'clearance') = (physician IS NOT NULL)
    AND (physician IS NULL) = (cleared_on IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER door_lift_no_update BEFORE UPDATE ON door_lift
BEGIN
  SELECT RAISE (ABORT, 'door_lift: it is never changed');
END;
CREATE TRIGGER door_lift_no_delete BEFORE DELETE ON door_lift
BEGIN
  SELECT RAISE (ABORT, 'door_lift: it is never deleted');
END;

-- A first blood pressure at the door that was too high or too low, and the page was left before the
-- second: on the next page of that day the second one still decides.
CREATE TABLE door_reading (
  id TEXT NOT NULL PRIMARY KEY CHECK (length (id) = 36),
  patient_id TEXT NOT NULL REFERENCES patient (id),
  systolic_mmhg INTEGER NOT NULL CHECK (systolic_mmhg BETWEEN 40 AND 300),
  diastolic_mmhg INTEGER NOT NULL CHECK (diastolic_mmhg BETWEEN 20 AND 200),
  mistyped INTEGER NOT NULL CHECK (mistyped IN (0, 1)), -- 1: takes back the one of that time
  user_id TEXT NOT NULL REFERENCES user (id),
  measured_unix_us INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX door_reading_patient
  ON door_reading (patient_id, measured_unix_us, mistyped);

CREATE TRIGGER door_reading_no_update BEFORE UPDATE ON door_reading
BEGIN
  SELECT RAISE (ABORT, 'door_reading: it is never changed, it is taken back');
END;
CREATE TRIGGER door_reading_no_delete BEFORE DELETE ON door_reading
BEGIN
  SELECT RAISE (ABORT, 'door_reading: it is never deleted');
END;

-- Adverse events ------------------------------------------------------------------------------

-- What was filed with one tap in the session and described afterwards is one event: the row that
-- describes it names the bare one, which stays.
CREATE TABLE adverse_completion (
  event_id TEXT NOT NULL PRIMARY KEY REFERENCES adverse_event (id),
  completes_id TEXT NOT NULL UNIQUE REFERENCES adverse_event (id),
  CONSTRAINT "adverse_completion: an event does not complete itself"
    CHECK (event_id <> completes_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER adverse_completion_no_update BEFORE UPDATE ON adverse_completion
BEGIN
  SELECT RAISE (ABORT, 'adverse_completion: it is never changed');
END;
CREATE TRIGGER adverse_completion_no_delete BEFORE DELETE ON adverse_completion
BEGIN
  SELECT RAISE (ABORT, 'adverse_completion: it is never deleted');
END;
