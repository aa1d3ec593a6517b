-- SPDX-FileCopyrightText: The Ebb authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Schema 4: what happens before and between sessions: screening, limbs, episodes, progression,
-- visits.  Units and words as in 0001.

-- Episode, outcome, progression, visit ------------------------------------------------------------

-- Which of the listed conditions are treated: id and version of the list, id of the condition.
CREATE TABLE episode_condition (
  episode_id TEXT NOT NULL REFERENCES episode (id),
  condition_id TEXT NOT NULL CHECK (condition_id <> ''),
  list_version INTEGER NOT NULL CHECK (list_version >= 1),
  PRIMARY KEY (episode_id, condition_id)
) STRICT, WITHOUT ROWID;

-- Which limb and exercise, how it was found, and by which version of the list it was judged.
ALTER TABLE outcome_measure ADD COLUMN side TEXT CHECK (side IN ('left', 'right'));
ALTER TABLE outcome_measure ADD COLUMN exercise_id TEXT;
ALTER TABLE outcome_measure ADD COLUMN way TEXT
  CHECK (way IN ('tested', 'epley', 'brzycki', 'entered'));
ALTER TABLE outcome_measure ADD COLUMN list_id TEXT;
ALTER TABLE outcome_measure ADD COLUMN list_version INTEGER CHECK (list_version >= 1);
ALTER TABLE outcome_measure ADD COLUMN note TEXT;
CREATE INDEX outcome_measure_episode ON outcome_measure (episode_id, measure, measured_on);

-- What a rule suggested, what it looked at, and what the therapist made of it.
CREATE TABLE progression_choice (
  id TEXT NOT NULL PRIMARY KEY CHECK (length (id) = 36),
  episode_id TEXT NOT NULL REFERENCES episode (id),
  exercise_id TEXT NOT NULL CHECK (exercise_id <> ''),
  segment TEXT NOT NULL CHECK (segment IN ('arm', 'thigh', 'calf')),
  side TEXT NOT NULL CHECK (side IN ('left', 'right')),
  list_id TEXT NOT NULL CHECK (list_id <> ''),
  list_version INTEGER NOT NULL CHECK (list_version >= 1),
  rule TEXT NOT NULL CHECK (rule <> ''),
  step TEXT NOT NULL CHECK (step <> ''),
  from_value REAL,
  to_value REAL,
  reason TEXT NOT NULL,
  numbers TEXT NOT NULL, -- lines
  choice TEXT NOT NULL CHECK (choice IN ('accepted', 'changed', 'declined')),
  chosen_value REAL CONSTRAINT "progression_choice.chosen_value: exactly when it was changed"
    CHECK ((choice = 'changed') = (chosen_value IS NOT NULL)),
  note TEXT,
  user_id TEXT REFERENCES user (id),
  chosen_unix_us INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX progression_choice_episode ON progression_choice (episode_id, chosen_unix_us);

CREATE TRIGGER progression_choice_no_update BEFORE UPDATE ON progression_choice
BEGIN
  SELECT RAISE (ABORT, 'progression_choice: a choice is never changed');
END;
CREATE TRIGGER progression_choice_no_delete BEFORE DELETE ON progression_choice
BEGIN
  SELECT RAISE (ABORT, 'progression_choice: a choice is never deleted');
END;

-- 1 mild to 4 severe; `severity` keeps the words of schema 1 for it.
ALTER TABLE adverse_event ADD COLUMN grade INTEGER
  CONSTRAINT "adverse_event.grade: 1 to 4" CHECK (grade BETWEEN 1 AND 4);
ALTER TABLE adverse_event ADD COLUMN onset TEXT
  CHECK (onset IN ('during', 'hour', 'day', 'three-days', 'later'));
ALTER TABLE adverse_event ADD COLUMN action TEXT;
ALTER TABLE adverse_event ADD COLUMN result TEXT;
ALTER TABLE adverse_event ADD COLUMN reported_to TEXT;
ALTER TABLE adverse_event ADD COLUMN segment TEXT CHECK (segment IN ('arm', 'thigh', 'calf'));
ALTER TABLE adverse_event ADD COLUMN side TEXT CHECK (side IN ('left', 'right'));
ALTER TABLE adverse_event ADD COLUMN pressure_dmmhg INTEGER
  CONSTRAINT "adverse_event.pressure: 0 to 330 mmHg" CHECK (pressure_dmmhg BETWEEN 0 AND 3300);

-- A visit's note; the newest of a session counts, older ones stay.  `objective` is the text that
-- was written from the data at that moment.
CREATE TABLE visit_note (
  id TEXT NOT NULL PRIMARY KEY CHECK (length (id) = 36),
  session_id TEXT NOT NULL REFERENCES session (id),
  subjective TEXT,
  objective TEXT NOT NULL,
  assessment TEXT,
  plan TEXT,
  skilled_min INTEGER CONSTRAINT "visit_note.skilled_min: 0 to 600"
    CHECK (skilled_min BETWEEN 0 AND 600),
  user_id TEXT REFERENCES user (id),
  written_unix_us INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX visit_note_session ON visit_note (session_id, written_unix_us);

CREATE TRIGGER visit_note_no_update BEFORE UPDATE ON visit_note
BEGIN
  SELECT RAISE (ABORT, 'visit_note: a note is never changed, the next one replaces it');
END;
CREATE TRIGGER visit_note_no_delete BEFORE DELETE ON visit_note
BEGIN
  SELECT RAISE (ABORT, 'visit_note: a note is never deleted');
END;

-- What a patient answered on the telephone after a session.  Who is to be called is computed.
CREATE TABLE follow_up (
  id TEXT NOT NULL PRIMARY KEY CHECK (length (id) = 36),
  session_id TEXT NOT NULL REFERENCES session (id),
  reached INTEGER NOT NULL CHECK (reached IN (0, 1)),
  soreness REAL CONSTRAINT "follow_up.soreness: 0 to 10" CHECK (soreness BETWEEN 0 AND 10),
  one_sided INTEGER CHECK (one_sided IN (0, 1)),
  dark_urine INTEGER CHECK (dark_urine IN (0, 1)),
  outcome TEXT NOT NULL CHECK (outcome IN ('fine', 'watch', 'doctor-today', 'not-reached')),
  note TEXT,
  user_id TEXT REFERENCES user (id),
  called_unix_us INTEGER NOT NULL,
  CONSTRAINT "follow_up: who was reached has answered all three questions" CHECK (reached
    = (soreness IS NOT NULL AND one_sided IS NOT NULL AND dark_urine IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX follow_up_session ON follow_up (session_id, called_unix_us);

-- Limbs -------------------------------------------------------------------------------------------

ALTER TABLE cuff ADD COLUMN kind TEXT NOT NULL DEFAULT 'bfr'
  CONSTRAINT "cuff.kind: bfr or blood-pressure" CHECK (kind IN ('bfr', 'blood-pressure'));
ALTER TABLE cuff ADD COLUMN length_cm REAL
  CONSTRAINT "cuff.length_cm: 10 to 200" CHECK (length_cm BETWEEN 10 AND 200);
ALTER TABLE cuff ADD COLUMN bladder TEXT
  CONSTRAINT "cuff.bladder: single or several" CHECK (bladder IN ('single', 'several'));
ALTER TABLE cuff ADD COLUMN contour TEXT
  CONSTRAINT "cuff.contour: straight or curved" CHECK (contour IN ('straight', 'curved'));
ALTER TABLE cuff ADD COLUMN material TEXT
  CONSTRAINT "cuff.material: nylon or elastic" CHECK (material IN ('nylon', 'elastic'));
ALTER TABLE cuff ADD COLUMN site TEXT;

CREATE INDEX girth_limb ON girth (patient_id, segment, side, measured_on);

ALTER TABLE lop_record ADD COLUMN definition TEXT
  CHECK (definition IN ('pulse-lost', 'pulse-back', 'auto'));
ALTER TABLE lop_record ADD COLUMN sensor TEXT;
ALTER TABLE lop_record ADD COLUMN artery TEXT;
ALTER TABLE lop_record ADD COLUMN site TEXT;
ALTER TABLE lop_record ADD COLUMN diastolic_dmmhg INTEGER
  CONSTRAINT "lop.diastolic: 1 to 350 mmHg" CHECK (diastolic_dmmhg BETWEEN 10 AND 3500);
ALTER TABLE lop_record ADD COLUMN heart_rate INTEGER
  CONSTRAINT "lop.heart_rate: 20 to 250" CHECK (heart_rate BETWEEN 20 AND 250);
ALTER TABLE lop_record ADD COLUMN trial_1_dmmhg INTEGER CHECK (trial_1_dmmhg BETWEEN 1 AND 3300);
ALTER TABLE lop_record ADD COLUMN trial_2_dmmhg INTEGER CHECK (trial_2_dmmhg BETWEEN 1 AND 3300);
ALTER TABLE lop_record ADD COLUMN trial_3_dmmhg INTEGER CHECK (trial_3_dmmhg BETWEEN 1 AND 3300);
ALTER TABLE lop_record ADD COLUMN quality_note TEXT;
-- Found on the simulated cuff: no value of a person.
ALTER TABLE lop_record ADD COLUMN simulated INTEGER NOT NULL DEFAULT 0
  CHECK (simulated IN (0, 1));

-- The pressures of a run, as in `sample`; a second of the run each.
CREATE TABLE lop_trace (
  lop_record_id TEXT NOT NULL REFERENCES lop_record (id),
  run INTEGER NOT NULL CONSTRAINT "lop_trace.run: 1 to 3" CHECK (run BETWEEN 1 AND 3),
  second INTEGER NOT NULL CHECK (second >= 0),
  samples BLOB NOT NULL,
  PRIMARY KEY (lop_record_id, run, second)
) STRICT, WITHOUT ROWID;

-- A run of a search outside of a session: written before it pressurises.  States as of a session.
CREATE TABLE lop_run (
  id TEXT NOT NULL PRIMARY KEY CHECK (length (id) = 36),
  patient_id TEXT NOT NULL REFERENCES patient (id),
  segment TEXT NOT NULL CHECK (segment IN ('arm', 'thigh', 'calf')),
  side TEXT NOT NULL CHECK (side IN ('left', 'right')),
  way TEXT NOT NULL CHECK (way IN ('oscillometric', 'doppler', 'pulse')),
  run INTEGER NOT NULL CONSTRAINT "lop_run.run: 1 to 3" CHECK (run BETWEEN 1 AND 3),
  simulated INTEGER NOT NULL CHECK (simulated IN (0, 1)),
  device TEXT,
  started_unix_us INTEGER NOT NULL,
  ended_unix_us INTEGER,
  state INTEGER NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 4),
  reason INTEGER NOT NULL DEFAULT 0 CHECK (reason BETWEEN 0 AND 255),
  user_id TEXT REFERENCES user (id),
  CONSTRAINT "lop_run: open exactly as long as it has no end"
    CHECK ((state = 0) = (ended_unix_us IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX lop_run_limb ON lop_run (patient_id, segment, side, started_unix_us);
CREATE INDEX lop_run_open ON lop_run (id) WHERE state = 0;

-- Screening ---------------------------------------------------------------------------------------

-- The very lists that were asked; a changed list is a new version.
CREATE TABLE screening_list (
  list_id TEXT NOT NULL CHECK (list_id <> ''),
  version INTEGER NOT NULL CHECK (version >= 1),
  json TEXT NOT NULL,
  PRIMARY KEY (list_id, version)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER screening_list_no_update BEFORE UPDATE ON screening_list
BEGIN
  SELECT RAISE (ABORT, 'screening_list: a version is never changed');
END;
CREATE TRIGGER screening_list_no_delete BEFORE DELETE ON screening_list
BEGIN
  SELECT RAISE (ABORT, 'screening_list: a version is never deleted');
END;

-- Both tables anew with what nothing wrote before: limits, points, reasons, and an outcome for
-- what is not answered to the end.
CREATE TABLE screening_new (
  id TEXT NOT NULL PRIMARY KEY CHECK (length (id) = 36),
  patient_id TEXT NOT NULL REFERENCES patient (id),
  list_id TEXT NOT NULL,
  list_version INTEGER NOT NULL CHECK (list_version >= 1),
  answers_json TEXT NOT NULL,
  outcome TEXT NOT NULL
    CHECK (outcome IN ('cleared', 'limits', 'physician', 'incomplete', 'refused')),
  score INTEGER CHECK (score >= 0),
  max_percent_lop REAL
    CONSTRAINT "screening.max_percent_lop: 20 to 80" CHECK (max_percent_lop BETWEEN 20 AND 80),
  intermittent INTEGER NOT NULL DEFAULT 0 CHECK (intermittent IN (0, 1)),
  reasons TEXT NOT NULL DEFAULT '', -- lines
  screened_on TEXT NOT NULL CHECK (screened_on IS date (screened_on, '+0 days')),
  valid_until TEXT CONSTRAINT "screening.valid_until: YYYY-MM-DD, not before screened_on"
    CHECK (valid_until IS date (valid_until, '+0 days') AND valid_until >= screened_on),
  user_id TEXT REFERENCES user (id),
  written_unix_us INTEGER NOT NULL
    DEFAULT (CAST ((julianday ('now') - 2440587.5) * 86400000000.0 AS INTEGER))
) STRICT, WITHOUT ROWID;
INSERT INTO screening_new
  (id, patient_id, list_id, list_version, answers_json, outcome, screened_on, valid_until, user_id)
  SELECT id, patient_id, list_id, list_version, answers_json,
    CASE outcome WHEN 'clear' THEN 'cleared' WHEN 'caution' THEN 'limits'
      WHEN 'physician' THEN 'physician' ELSE 'refused' END,
    screened_on, valid_until, user_id
  FROM screening;

CREATE TABLE clearance_new (
  id TEXT NOT NULL PRIMARY KEY CHECK (length (id) = 36),
  patient_id TEXT NOT NULL REFERENCES patient (id),
  screening_id TEXT REFERENCES screening_new (id),
  physician TEXT NOT NULL CHECK (physician <> ''),
  cleared_on TEXT NOT NULL CHECK (cleared_on IS date (cleared_on, '+0 days')),
  scope TEXT NOT NULL CHECK (scope <> ''), -- ids of reasons, or 'all'
  max_percent_lop REAL
    CONSTRAINT "clearance.max_percent_lop: 20 to 80" CHECK (max_percent_lop BETWEEN 20 AND 80),
  intermittent INTEGER NOT NULL DEFAULT 0 CHECK (intermittent IN (0, 1)),
  note TEXT,
  user_id TEXT REFERENCES user (id),
  written_unix_us INTEGER NOT NULL
    DEFAULT (CAST ((julianday ('now') - 2440587.5) * 86400000000.0 AS INTEGER))
) STRICT, WITHOUT ROWID;
INSERT INTO clearance_new
  (id, patient_id, screening_id, physician, cleared_on, scope, user_id)
  SELECT id, patient_id, screening_id, physician, cleared_on, scope, user_id FROM clearance;

DROP TABLE clearance;
DROP TABLE screening;
ALTER TABLE screening_new RENAME TO screening;
ALTER TABLE clearance_new RENAME TO clearance;
CREATE INDEX screening_patient ON screening (patient_id, written_unix_us, valid_until);
CREATE INDEX clearance_screening ON clearance (screening_id, written_unix_us);

CREATE TRIGGER screening_no_update BEFORE UPDATE ON screening
BEGIN
  SELECT RAISE (ABORT, 'screening: it is never changed, the next one replaces it');
END;
CREATE TRIGGER screening_no_delete BEFORE DELETE ON screening
BEGIN
  SELECT RAISE (ABORT, 'screening: it is never deleted');
END;

-- A therapist trains that day without a valid screening.
CREATE TABLE screening_override (
  id TEXT NOT NULL PRIMARY KEY CHECK (length (id) = 36),
  patient_id TEXT NOT NULL REFERENCES patient (id),
  screening_id TEXT REFERENCES screening (id), -- NULL: there was none
  reason TEXT NOT NULL CHECK (reason <> ''),
  overridden_on TEXT NOT NULL CHECK (overridden_on IS date (overridden_on, '+0 days')),
  user_id TEXT NOT NULL REFERENCES user (id),
  written_unix_us INTEGER NOT NULL
    DEFAULT (CAST ((julianday ('now') - 2440587.5) * 86400000000.0 AS INTEGER))
) STRICT, WITHOUT ROWID;
CREATE INDEX screening_override_day ON screening_override (patient_id, overridden_on);

-- After this a screening that was written before no longer holds.
CREATE TABLE health_change (
  id TEXT NOT NULL PRIMARY KEY CHECK (length (id) = 36),
  patient_id TEXT NOT NULL REFERENCES patient (id),
  what TEXT NOT NULL CHECK (what <> ''),
  user_id TEXT REFERENCES user (id),
  noted_unix_us INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX health_change_patient ON health_change (patient_id, noted_unix_us);
