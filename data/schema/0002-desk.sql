-- SPDX-FileCopyrightText: The Ebb authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Schema 2: what the desk needs: the clinic as it stands on paper, all of a prescription, and the
-- lists of a day by an index each.  Units and words as in 0001.

-- One row: this clinic.
CREATE TABLE clinic (
  key INTEGER PRIMARY KEY CHECK (key = 1),
  name TEXT,
  address TEXT,
  phone TEXT,
  hours TEXT,
  emergency_number TEXT,
  statement_by TEXT, -- who has read what Ebb is not, and when
  statement_on TEXT CHECK (statement_on IS date (statement_on, '+0 days')),
  practice INTEGER NOT NULL DEFAULT 0 CHECK (practice IN (0, 1))
) STRICT;

ALTER TABLE prescription ADD COLUMN n_sets INTEGER
  CONSTRAINT "prescription.n_sets: 1 to 10" CHECK (n_sets BETWEEN 1 AND 10); -- NULL: all
ALTER TABLE prescription ADD COLUMN self_paced INTEGER NOT NULL DEFAULT 0
  CHECK (self_paced IN (0, 1));
ALTER TABLE prescription ADD COLUMN systolic_dmmhg INTEGER
  CONSTRAINT "prescription.systolic: 0 to 350 mmHg" CHECK (systolic_dmmhg BETWEEN 0 AND 3500);
ALTER TABLE prescription ADD COLUMN lop_dmmhg INTEGER
  CONSTRAINT "prescription.lop: 0 to 330 mmHg" CHECK (lop_dmmhg BETWEEN 0 AND 3300);
ALTER TABLE prescription ADD COLUMN cuff_name TEXT;
ALTER TABLE prescription ADD COLUMN cuff_width_cm REAL
  CONSTRAINT "prescription.cuff_width_cm: 1 to 40" CHECK (cuff_width_cm BETWEEN 1 AND 40);

-- How many sets were planned; NULL: all of the protocol's.
ALTER TABLE bout ADD COLUMN n_sets INTEGER
  CONSTRAINT "bout.n_sets: 1 to 10" CHECK (n_sets BETWEEN 1 AND 10);

-- Time under pressure, computed from the samples when the session ended, so that a list need not
-- read them; NULL: ask the samples.
ALTER TABLE bout_limb ADD COLUMN occlusion_us INTEGER CHECK (occlusion_us >= 0);

CREATE INDEX patient_written ON patient (written_unix_us);
CREATE INDEX patient_identity_birth ON patient_identity (birth_date);
CREATE INDEX appointment_patient ON appointment (patient_id, start_unix_us);
CREATE INDEX adverse_event_patient ON adverse_event (patient_id, noticed_unix_us);
CREATE INDEX adverse_event_session ON adverse_event (session_id);
-- Wide enough that a row of the patient list is read from indices alone.
DROP INDEX episode_patient;
CREATE INDEX episode_patient ON episode (patient_id, discharged_on);
DROP INDEX referral_patient;
CREATE INDEX referral_patient ON referral (patient_id, ordered_on, valid_until, episode_id);
CREATE INDEX care_plan_episode ON care_plan (episode_id, from_on, visits_planned);
CREATE INDEX prescription_newest
  ON prescription (episode_id, written_unix_us, version, segment, side);

-- The last note of a session and the number of its alarms.
CREATE INDEX session_event_shown ON session_event (session_id, code, t_us)
  WHERE code IN ('alarm', 'note');
