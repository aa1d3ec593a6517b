-- SPDX-FileCopyrightText: The Ebb authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Schema 1.  Released files are never edited: a change is a file of its own with the next number.
--
-- id            a UUID as text; "key" is an integer of this file alone, for order and for samples
-- *_unix_us     UTC in microseconds; *_us counts monotonic microseconds from the session row
-- *_dmmhg       0.1 mmHg
-- *_on          a calendar date, YYYY-MM-DD
-- state, reason, method, source: the numbers of the enums in ebb-records.h and cuff-types.h
-- NULL is "not known" and never stands for zero.
--
-- In a table WITHOUT ROWID the columns of the primary key come first and in the key's order:
-- otherwise the quick_check of SQLite 3.40 calls a sound file damaged.

CREATE TABLE meta (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO meta VALUES ('min_reader', '1');

-- People who work with Ebb ------------------------------------------------------------------------

CREATE TABLE user (
  id TEXT NOT NULL PRIMARY KEY CONSTRAINT "user.id: a UUID" CHECK (length (id) = 36),
  name TEXT NOT NULL UNIQUE CHECK (name <> ''),
  role TEXT NOT NULL DEFAULT 'therapist'
    CHECK (role IN ('therapist', 'lead', 'assistant', 'administrator')),
  bfr_competence_on TEXT,
  pin_hash TEXT,
  active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
) STRICT, WITHOUT ROWID;

-- Patients: clinical part, and identity apart from it ---------------------------------------------

CREATE TABLE patient (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CONSTRAINT "patient.id: a UUID" CHECK (length (id) = 36),
  sex TEXT CONSTRAINT "sex: female, male, other or nothing"
    CHECK (sex IN ('female', 'male', 'other')),
  language TEXT,
  latex_allergy INTEGER CHECK (latex_allergy IN (0, 1)),
  written_unix_us INTEGER NOT NULL
    DEFAULT (CAST ((julianday ('now') - 2440587.5) * 86400000000.0 AS INTEGER))
) STRICT;

CREATE TABLE patient_identity (
  patient_key INTEGER PRIMARY KEY REFERENCES patient (key),
  name TEXT NOT NULL CHECK (name <> ''),
  birth_date TEXT NOT NULL
    CONSTRAINT "birth_date: YYYY-MM-DD" CHECK (birth_date IS date (birth_date, '+0 days')),
  record_number TEXT UNIQUE CHECK (record_number <> ''),
  contact TEXT,
  emergency_contact TEXT,
  folded TEXT NOT NULL -- name, record number, birth date: folded words, for substring search
) STRICT;

-- The folded words one by one, for search by their beginnings.
CREATE TABLE patient_word (
  patient_key INTEGER NOT NULL REFERENCES patient_identity (patient_key) ON DELETE CASCADE,
  word TEXT NOT NULL,
  PRIMARY KEY (patient_key, word)
) STRICT, WITHOUT ROWID;
CREATE INDEX patient_word_word ON patient_word (word);

-- Episode of care ---------------------------------------------------------------------------------

CREATE TABLE episode (
  id TEXT NOT NULL PRIMARY KEY CONSTRAINT "episode.id: a UUID" CHECK (length (id) = 36),
  patient_id TEXT NOT NULL REFERENCES patient (id),
  diagnosis TEXT,
  segment TEXT CHECK (segment IN ('arm', 'thigh', 'calf')),
  side TEXT CHECK (side IN ('left', 'right', 'both')),
  surgery TEXT,
  surgery_on TEXT CHECK (surgery_on IS date (surgery_on, '+0 days')),
  precautions TEXT,
  measures_due TEXT,
  discharge_reason TEXT,
  discharged_on TEXT CHECK (discharged_on IS date (discharged_on, '+0 days')),
  written_unix_us INTEGER NOT NULL
    DEFAULT (CAST ((julianday ('now') - 2440587.5) * 86400000000.0 AS INTEGER)),
  UNIQUE (id, patient_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX episode_patient ON episode (patient_id);

-- A physician's order or referral.
CREATE TABLE referral (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CONSTRAINT "order.id: a UUID" CHECK (length (id) = 36),
  episode_id TEXT NOT NULL,
  patient_id TEXT NOT NULL,
  physician TEXT NOT NULL CHECK (physician <> ''),
  ordered_on TEXT NOT NULL
    CONSTRAINT "ordered_on: YYYY-MM-DD" CHECK (ordered_on IS date (ordered_on, '+0 days')),
  valid_until TEXT CONSTRAINT "valid_until: YYYY-MM-DD, not before ordered_on"
    CHECK (valid_until IS date (valid_until, '+0 days') AND valid_until >= ordered_on),
  restrictions TEXT,
  FOREIGN KEY (episode_id, patient_id) REFERENCES episode (id, patient_id)
) STRICT;
CREATE INDEX referral_patient ON referral (patient_id, ordered_on);

CREATE TABLE goal (
  id TEXT NOT NULL PRIMARY KEY CHECK (length (id) = 36),
  episode_id TEXT NOT NULL REFERENCES episode (id),
  text TEXT NOT NULL CHECK (text <> ''),
  target_on TEXT CHECK (target_on IS date (target_on, '+0 days')),
  reached_on TEXT CHECK (reached_on IS date (reached_on, '+0 days'))
) STRICT, WITHOUT ROWID;

CREATE TABLE care_plan (
  id TEXT NOT NULL PRIMARY KEY CHECK (length (id) = 36),
  episode_id TEXT NOT NULL REFERENCES episode (id),
  phase TEXT,
  visits_per_week INTEGER CHECK (visits_per_week BETWEEN 1 AND 14),
  visits_planned INTEGER CHECK (visits_planned >= 0),
  visits_authorised INTEGER CHECK (visits_authorised >= 0),
  from_on TEXT NOT NULL CHECK (from_on IS date (from_on, '+0 days'))
) STRICT, WITHOUT ROWID;

CREATE TABLE screening (
  id TEXT NOT NULL PRIMARY KEY CHECK (length (id) = 36),
  patient_id TEXT NOT NULL REFERENCES patient (id),
  list_id TEXT NOT NULL,
  list_version INTEGER NOT NULL CHECK (list_version >= 1),
  answers_json TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('clear', 'caution', 'physician', 'excluded')),
  screened_on TEXT NOT NULL CHECK (screened_on IS date (screened_on, '+0 days')),
  valid_until TEXT CHECK (valid_until IS date (valid_until, '+0 days')),
  user_id TEXT REFERENCES user (id)
) STRICT, WITHOUT ROWID;

-- A physician's recorded clearance of a screening's outcome.
CREATE TABLE clearance (
  id TEXT NOT NULL PRIMARY KEY CHECK (length (id) = 36),
  patient_id TEXT NOT NULL REFERENCES patient (id),
  screening_id TEXT REFERENCES screening (id),
  physician TEXT NOT NULL CHECK (physician <> ''),
  cleared_on TEXT NOT NULL CHECK (cleared_on IS date (cleared_on, '+0 days')),
  scope TEXT NOT NULL CHECK (scope <> ''),
  user_id TEXT REFERENCES user (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE appointment (
  id TEXT NOT NULL PRIMARY KEY CHECK (length (id) = 36),
  patient_id TEXT NOT NULL REFERENCES patient (id),
  episode_id TEXT REFERENCES episode (id),
  user_id TEXT REFERENCES user (id),
  start_unix_us INTEGER NOT NULL,
  utc_offset_min INTEGER NOT NULL CHECK (utc_offset_min BETWEEN -1080 AND 1080),
  length_min INTEGER NOT NULL CHECK (length_min BETWEEN 1 AND 1440),
  state TEXT NOT NULL DEFAULT 'planned'
    CHECK (state IN ('planned', 'arrived', 'done', 'missed', 'cancelled')),
  note TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX appointment_start ON appointment (start_unix_us);

-- Measurements ------------------------------------------------------------------------------------

CREATE TABLE cuff (
  id TEXT NOT NULL PRIMARY KEY CHECK (length (id) = 36),
  asset TEXT NOT NULL UNIQUE CHECK (asset <> ''),
  name TEXT NOT NULL CHECK (name <> ''),
  width_cm REAL NOT NULL CHECK (width_cm BETWEEN 1 AND 40),
  segment TEXT CHECK (segment IN ('arm', 'thigh', 'calf')),
  girth_min_cm REAL CHECK (girth_min_cm > 0),
  girth_max_cm REAL CHECK (girth_max_cm >= girth_min_cm),
  contains_latex INTEGER CHECK (contains_latex IN (0, 1)),
  retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE lop_record (
  id TEXT NOT NULL PRIMARY KEY CHECK (length (id) = 36),
  patient_id TEXT NOT NULL REFERENCES patient (id),
  segment TEXT NOT NULL CHECK (segment IN ('arm', 'thigh', 'calf')),
  side TEXT NOT NULL CHECK (side IN ('left', 'right')),
  posture TEXT NOT NULL CHECK (posture IN ('supine', 'seated', 'standing')),
  cuff_id TEXT REFERENCES cuff (id),
  cuff_width_cm REAL NOT NULL CHECK (cuff_width_cm BETWEEN 1 AND 40),
  girth_cm REAL CHECK (girth_cm > 0),
  systolic_dmmhg INTEGER CHECK (systolic_dmmhg BETWEEN 0 AND 3500),
  way TEXT NOT NULL CHECK (way IN ('oscillometric', 'doppler', 'pulse', 'estimate', 'entered')),
  lop_dmmhg INTEGER CHECK (lop_dmmhg BETWEEN 0 AND 3300),
  not_found_reason TEXT,
  quality_percent INTEGER CHECK (quality_percent BETWEEN 0 AND 100),
  equation TEXT,
  band_dmmhg INTEGER CHECK (band_dmmhg >= 0),
  measured_unix_us INTEGER NOT NULL,
  user_id TEXT REFERENCES user (id),
  CHECK ((lop_dmmhg IS NULL) = (not_found_reason IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX lop_record_limb ON lop_record (patient_id, segment, side, measured_unix_us);

CREATE TABLE girth (
  id TEXT NOT NULL PRIMARY KEY CHECK (length (id) = 36),
  patient_id TEXT NOT NULL REFERENCES patient (id),
  segment TEXT NOT NULL CHECK (segment IN ('arm', 'thigh', 'calf')),
  side TEXT NOT NULL CHECK (side IN ('left', 'right')),
  site TEXT,
  girth_cm REAL NOT NULL CHECK (girth_cm BETWEEN 5 AND 150),
  measured_on TEXT NOT NULL CHECK (measured_on IS date (measured_on, '+0 days')),
  user_id TEXT REFERENCES user (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE outcome_measure (
  id TEXT NOT NULL PRIMARY KEY CHECK (length (id) = 36),
  episode_id TEXT NOT NULL REFERENCES episode (id),
  measure TEXT NOT NULL CHECK (measure <> ''),
  occasion TEXT CHECK (occasion IN ('baseline', 'interim', 'discharge')),
  value REAL,
  answers_json TEXT,
  measured_on TEXT NOT NULL CHECK (measured_on IS date (measured_on, '+0 days')),
  user_id TEXT REFERENCES user (id)
) STRICT, WITHOUT ROWID;

-- What is done: exercises, protocols, prescriptions -----------------------------------------------

CREATE TABLE exercise (
  id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
  name TEXT NOT NULL CHECK (name <> ''),
  set_up TEXT NOT NULL,
  posture TEXT NOT NULL CHECK (posture IN ('supine', 'seated', 'standing')),
  segments INTEGER NOT NULL CHECK (segments BETWEEN 1 AND 7), -- bits: 1 arm, 2 thigh, 4 calf
  one_sided INTEGER NOT NULL CHECK (one_sided IN (0, 1)),
  reps_in_pressure INTEGER NOT NULL CHECK (reps_in_pressure IN (0, 1)),
  load_step_kg REAL NOT NULL CHECK (load_step_kg >= 0), -- 0: done without weight
  picture TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE protocol_version (
  protocol_id TEXT NOT NULL CHECK (protocol_id <> ''),
  version INTEGER NOT NULL CHECK (version >= 1),
  name TEXT NOT NULL CHECK (name <> ''),
  json TEXT NOT NULL,
  closed INTEGER NOT NULL DEFAULT 0 CHECK (closed IN (0, 1)),
  PRIMARY KEY (protocol_id, version)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER protocol_version_no_update BEFORE UPDATE ON protocol_version WHEN OLD.closed = 1
BEGIN
  SELECT RAISE (ABORT, 'protocol_version: a closed version is never changed');
END;
CREATE TRIGGER protocol_version_no_delete BEFORE DELETE ON protocol_version WHEN OLD.closed = 1
BEGIN
  SELECT RAISE (ABORT, 'protocol_version: a closed version is never deleted');
END;

CREATE TABLE prescription (
  id TEXT NOT NULL PRIMARY KEY CHECK (length (id) = 36),
  episode_id TEXT NOT NULL REFERENCES episode (id),
  version INTEGER NOT NULL CHECK (version >= 1),
  segment TEXT NOT NULL CHECK (segment IN ('arm', 'thigh', 'calf')),
  side TEXT NOT NULL CHECK (side IN ('left', 'right')),
  exercise_id TEXT REFERENCES exercise (id),
  protocol_id TEXT,
  protocol_version INTEGER,
  method INTEGER NOT NULL CHECK (method BETWEEN 0 AND 3),
  percent_lop REAL CHECK (percent_lop BETWEEN 0 AND 200),
  fixed_dmmhg INTEGER CHECK (fixed_dmmhg BETWEEN 0 AND 3300),
  systolic_factor REAL CHECK (systolic_factor > 0),
  limit_dmmhg INTEGER CHECK (limit_dmmhg BETWEEN 0 AND 3300),
  load_kg REAL CHECK (load_kg >= 0),
  reason TEXT,
  user_id TEXT REFERENCES user (id),
  written_unix_us INTEGER NOT NULL
    DEFAULT (CAST ((julianday ('now') - 2440587.5) * 86400000000.0 AS INTEGER)),
  UNIQUE (episode_id, segment, side, exercise_id, version),
  FOREIGN KEY (protocol_id, protocol_version) REFERENCES protocol_version (protocol_id, version)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER prescription_no_update BEFORE UPDATE ON prescription
BEGIN
  SELECT RAISE (ABORT, 'prescription: a version is never changed, the next one replaces it');
END;
CREATE TRIGGER prescription_no_delete BEFORE DELETE ON prescription
BEGIN
  SELECT RAISE (ABORT, 'prescription: a version is never deleted');
END;

-- Sessions ----------------------------------------------------------------------------------------

CREATE TABLE session (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CONSTRAINT "session.id: a UUID" CHECK (length (id) = 36),
  patient_id TEXT NOT NULL,
  episode_id TEXT NOT NULL,
  started_unix_us INTEGER NOT NULL,
  utc_offset_min INTEGER NOT NULL
    CONSTRAINT "utc_offset_min: -1080 to 1080" CHECK (utc_offset_min BETWEEN -1080 AND 1080),
  simulated INTEGER NOT NULL CHECK (simulated IN (0, 1)),
  device TEXT,
  state INTEGER NOT NULL CONSTRAINT "session.state: 0 to 4" CHECK (state BETWEEN 0 AND 4),
  reason INTEGER NOT NULL
    CONSTRAINT "session.state_code: 0 to 255" CHECK (reason BETWEEN 0 AND 255),
  ended_us INTEGER CONSTRAINT "session.ended_us: not negative" CHECK (ended_us >= 0),
  continues_session_id TEXT REFERENCES session (id),
  shortened INTEGER NOT NULL DEFAULT 0 CHECK (shortened IN (0, 1)),
  notes TEXT,
  FOREIGN KEY (episode_id, patient_id) REFERENCES episode (id, patient_id),
  CONSTRAINT "session: open exactly as long as it has no end"
    CHECK ((state = 0) = (ended_us IS NULL))
) STRICT;
CREATE INDEX session_patient ON session (patient_id, started_unix_us);
CREATE INDEX session_started ON session (started_unix_us);
CREATE INDEX session_open ON session (key) WHERE state = 0;

CREATE TABLE session_operator (
  session_id TEXT NOT NULL REFERENCES session (id),
  from_us INTEGER NOT NULL DEFAULT 0 CHECK (from_us >= 0),
  user_id TEXT NOT NULL REFERENCES user (id),
  PRIMARY KEY (session_id, from_us, user_id)
) STRICT, WITHOUT ROWID;

-- Blood pressure, heart rate, pain, the one-line question, skin.  Measured twice, both stay.
CREATE TABLE session_check (
  key INTEGER PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES session (id),
  t_us INTEGER NOT NULL CHECK (t_us >= 0),
  kind TEXT NOT NULL CHECK (kind <> ''),
  value REAL,
  value_second REAL,
  text TEXT,
  user_id TEXT REFERENCES user (id)
) STRICT;
CREATE INDEX session_check_session ON session_check (session_id);

CREATE TABLE adverse_event (
  id TEXT NOT NULL PRIMARY KEY CHECK (length (id) = 36),
  patient_id TEXT NOT NULL REFERENCES patient (id),
  session_id TEXT REFERENCES session (id),
  kind TEXT NOT NULL CHECK (kind <> ''),
  severity TEXT CHECK (severity IN ('mild', 'moderate', 'severe')),
  text TEXT,
  noticed_unix_us INTEGER NOT NULL,
  user_id TEXT REFERENCES user (id)
) STRICT, WITHOUT ROWID;

-- A short puff, a leak test or an LOP run: written before it pressurises.
CREATE TABLE preparation (
  key INTEGER PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES session (id),
  kind TEXT NOT NULL
    CONSTRAINT "preparation.kind: puff, leak or lop" CHECK (kind IN ('puff', 'leak', 'lop')),
  t_us INTEGER NOT NULL CONSTRAINT "preparation.t_us: not negative" CHECK (t_us >= 0)
) STRICT;
CREATE INDEX preparation_session ON preparation (session_id);

CREATE TABLE bout (
  id TEXT NOT NULL PRIMARY KEY CONSTRAINT "bout.id: a UUID" CHECK (length (id) = 36),
  session_id TEXT NOT NULL REFERENCES session (id),
  number INTEGER NOT NULL CONSTRAINT "bout.number: from 1" CHECK (number >= 1),
  exercise_id TEXT NOT NULL REFERENCES exercise (id),
  posture TEXT NOT NULL CHECK (posture IN ('supine', 'seated', 'standing')),
  protocol_id TEXT NOT NULL,
  protocol_version INTEGER NOT NULL,
  continues_bout_id TEXT REFERENCES bout (id),
  state INTEGER NOT NULL CONSTRAINT "bout.state: 0 to 4" CHECK (state BETWEEN 0 AND 4),
  reason INTEGER NOT NULL CONSTRAINT "bout.state_code: 0 to 255" CHECK (reason BETWEEN 0 AND 255),
  started_us INTEGER NOT NULL CONSTRAINT "bout.started_us: not negative" CHECK (started_us >= 0),
  ended_us INTEGER CONSTRAINT "bout.ended_us: not before started_us" CHECK (ended_us >= started_us),
  UNIQUE (session_id, number),
  FOREIGN KEY (protocol_id, protocol_version) REFERENCES protocol_version (protocol_id, version),
  CONSTRAINT "bout: open exactly as long as it has no end"
    CHECK ((state = 0) = (ended_us IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE bout_limb (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CONSTRAINT "limb.id: a UUID" CHECK (length (id) = 36),
  bout_id TEXT NOT NULL REFERENCES bout (id),
  channel INTEGER NOT NULL CONSTRAINT "limb.channel: 0 or 1" CHECK (channel BETWEEN 0 AND 1),
  segment TEXT NOT NULL CHECK (segment IN ('arm', 'thigh', 'calf')),
  side TEXT NOT NULL CONSTRAINT "limb.side: left or right" CHECK (side IN ('left', 'right')),
  cuff_id TEXT REFERENCES cuff (id),
  cuff_name TEXT NOT NULL,
  cuff_width_cm REAL
    CONSTRAINT "limb.cuff_width_cm: 1 to 40" CHECK (cuff_width_cm BETWEEN 1 AND 40),
  prescription_id TEXT REFERENCES prescription (id),
  method INTEGER NOT NULL CONSTRAINT "limb.method: 0 to 3" CHECK (method BETWEEN 0 AND 3),
  target_dmmhg INTEGER
    CONSTRAINT "limb.target: 0 to 330 mmHg" CHECK (target_dmmhg BETWEEN 0 AND 3300),
  lop_record_id TEXT REFERENCES lop_record (id),
  lop_dmmhg INTEGER CONSTRAINT "limb.lop: 0 to 330 mmHg" CHECK (lop_dmmhg BETWEEN 0 AND 3300),
  percent_lop REAL CONSTRAINT "limb.percent_lop: 0 to 200" CHECK (percent_lop BETWEEN 0 AND 200),
  clamps TEXT NOT NULL, -- lines
  override_reason TEXT,
  UNIQUE (bout_id, channel)
) STRICT;

CREATE TABLE training_set (
  id TEXT NOT NULL PRIMARY KEY CONSTRAINT "set.id: a UUID" CHECK (length (id) = 36),
  bout_id TEXT NOT NULL REFERENCES bout (id),
  number INTEGER NOT NULL CONSTRAINT "set.number: from 1" CHECK (number >= 1),
  reps_min INTEGER NOT NULL CHECK (reps_min >= 0),
  reps_max INTEGER NOT NULL
    CONSTRAINT "set.reps_max: not below reps_min" CHECK (reps_max >= reps_min),
  reps_counted INTEGER NOT NULL CHECK (reps_counted >= 0),
  load_kg REAL CHECK (load_kg >= 0),
  started_us INTEGER CONSTRAINT "set.started_us: not negative" CHECK (started_us >= 0),
  ended_us INTEGER CONSTRAINT "set.ended_us: not before started_us" CHECK (ended_us >= started_us),
  rest_s INTEGER NOT NULL CONSTRAINT "set.rest_s: not negative" CHECK (rest_s >= 0),
  end_reason TEXT,
  UNIQUE (bout_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE set_rating (
  set_id TEXT NOT NULL REFERENCES training_set (id),
  scale TEXT NOT NULL CHECK (scale <> ''),
  channel INTEGER NOT NULL DEFAULT 0 CHECK (channel BETWEEN 0 AND 1),
  value REAL NOT NULL,
  t_us INTEGER CHECK (t_us >= 0),
  PRIMARY KEY (set_id, scale, channel)
) STRICT, WITHOUT ROWID;

CREATE TABLE repetition (
  key INTEGER PRIMARY KEY,
  set_id TEXT NOT NULL REFERENCES training_set (id),
  limb_key INTEGER NOT NULL REFERENCES bout_limb (key),
  number INTEGER NOT NULL CONSTRAINT "repetition.number: from 1" CHECK (number >= 1),
  start_us INTEGER CHECK (start_us >= 0),
  peak_us INTEGER CHECK (peak_us >= 0),
  end_us INTEGER CHECK (end_us >= 0),
  hold_ms INTEGER CHECK (hold_ms >= 0),
  amplitude_dmmhg INTEGER,
  confidence_percent INTEGER CONSTRAINT "repetition.confidence: 0 to 100"
    CHECK (confidence_percent BETWEEN 0 AND 100),
  source INTEGER NOT NULL CONSTRAINT "repetition.source: 0 to 2" CHECK (source BETWEEN 0 AND 2),
  removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1))
) STRICT;
-- One that was taken back stays, and its number may be given again.
CREATE UNIQUE INDEX repetition_number ON repetition (set_id, number) WHERE removed = 0;
CREATE INDEX repetition_set ON repetition (set_id);

CREATE TABLE session_event (
  key INTEGER PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES session (id),
  t_us INTEGER NOT NULL CONSTRAINT "event.t_us: not negative" CHECK (t_us >= 0),
  code TEXT NOT NULL CONSTRAINT "event.code: lower case with dashes"
    CHECK (code <> '' AND code NOT GLOB '*[^a-z0-9-]*'),
  text TEXT,
  number INTEGER NOT NULL DEFAULT 0,
  pressure_dmmhg INTEGER,
  user_id TEXT REFERENCES user (id)
) STRICT;
CREATE INDEX session_event_session ON session_event (session_id);

-- One second of one limb; the blob is described in data/README.md.
CREATE TABLE sample (
  limb_key INTEGER NOT NULL REFERENCES bout_limb (key),
  second INTEGER NOT NULL CHECK (second >= 0),
  samples BLOB NOT NULL,
  PRIMARY KEY (limb_key, second)
) STRICT, WITHOUT ROWID;

-- Clinic ------------------------------------------------------------------------------------------

-- The newest row of a name and segment counts.  A clinic may lower a limit, never raise it.
CREATE TABLE clinic_limit (
  key INTEGER PRIMARY KEY,
  name TEXT NOT NULL CHECK (name <> ''),
  segment TEXT NOT NULL DEFAULT '' CHECK (segment IN ('', 'arm', 'thigh', 'calf')),
  value INTEGER NOT NULL,
  unit TEXT NOT NULL CHECK (unit IN ('dmmhg', 's', 'percent', 'days', 'flag')),
  reason TEXT,
  user_id TEXT REFERENCES user (id),
  written_unix_us INTEGER NOT NULL
    DEFAULT (CAST ((julianday ('now') - 2440587.5) * 86400000000.0 AS INTEGER))
) STRICT;
CREATE INDEX clinic_limit_name ON clinic_limit (name, segment);

-- Who did what, append-only.
CREATE TABLE audit (
  number INTEGER PRIMARY KEY,
  written_unix_us INTEGER NOT NULL
    DEFAULT (CAST ((julianday ('now') - 2440587.5) * 86400000000.0 AS INTEGER)),
  actor TEXT,
  action TEXT NOT NULL CHECK (action <> ''),
  object TEXT NOT NULL CHECK (object <> ''),
  object_id TEXT NOT NULL,
  detail TEXT
) STRICT;

CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN
  SELECT RAISE (ABORT, 'audit: rows are never changed');
END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN
  SELECT RAISE (ABORT, 'audit: rows are never deleted');
END;
CREATE TRIGGER audit_no_gap BEFORE INSERT ON audit
  WHEN NEW.number IS NOT (SELECT coalesce (max (number), 0) + 1 FROM audit)
BEGIN
  SELECT RAISE (ABORT, 'audit: numbers follow without a gap');
END;
