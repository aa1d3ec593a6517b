-- SPDX-FileCopyrightText: The Ebb authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Schema 5: the clinic's own protocols.  Units and words as in 0001.

-- Protocols -----------------------------------------------------------------------------------

-- What this clinic has made of a protocol: one of its own, or a built-in one that it hides.  The
-- texts stand in protocol_version; a change is a next version there.
CREATE TABLE clinic_protocol (
  protocol_id TEXT NOT NULL PRIMARY KEY CHECK (protocol_id <> ''),
  own INTEGER NOT NULL CHECK (own IN (0, 1)),
  based_on TEXT, -- id of the one it was duplicated from
  retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)),
  lock_reason TEXT CHECK (lock_reason <> ''),
  locked_by TEXT REFERENCES user (id),
  locked_unix_us INTEGER,
  changed_unix_us INTEGER NOT NULL
    DEFAULT (CAST ((julianday ('now') - 2440587.5) * 86400000000.0 AS INTEGER)),
  CONSTRAINT "clinic_protocol.lock: reason, name and time belong together" CHECK (
    (lock_reason IS NULL) = (locked_by IS NULL)
    AND (lock_reason IS NULL) = (locked_unix_us IS NULL)),
  CONSTRAINT "clinic_protocol.lock: only the clinic's own" CHECK (own = 1 OR lock_reason IS NULL)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER clinic_protocol_no_delete BEFORE DELETE ON clinic_protocol
BEGIN
  SELECT RAISE (ABORT, 'clinic_protocol: a protocol is never deleted, it is retired');
END;
CREATE TRIGGER clinic_protocol_stays_locked BEFORE UPDATE ON clinic_protocol
  WHEN OLD.lock_reason IS NOT NULL AND NEW.lock_reason IS NOT OLD.lock_reason
BEGIN
  SELECT RAISE (ABORT, 'clinic_protocol: a lock is never taken back');
END;
CREATE TRIGGER clinic_protocol_locked BEFORE INSERT ON protocol_version
  WHEN EXISTS (SELECT 1 FROM clinic_protocol
               WHERE protocol_id = NEW.protocol_id AND lock_reason IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM protocol_version
                    WHERE protocol_id = NEW.protocol_id AND version = NEW.version)
BEGIN
  SELECT RAISE (ABORT, 'protocol_version: the protocol is locked, it is only duplicated');
END;

-- What is signed, and what a patient fills in -------------------------------------------------------

-- Consent and instruction: which wording, when, signed how.  Never changed; taken back by a row of
-- its own.
CREATE TABLE consent (
  id TEXT NOT NULL PRIMARY KEY CHECK (length (id) = 36),
  patient_id TEXT NOT NULL REFERENCES patient (id),
  kind TEXT NOT NULL CHECK (kind IN ('training', 'preconditioning', 'instruction')),
  wording_version INTEGER NOT NULL CHECK (wording_version >= 1),
  given_on TEXT NOT NULL CHECK (given_on IS date (given_on, '+0 days')),
  initials TEXT CHECK (initials <> ''), -- NULL: signed on paper
  user_id TEXT NOT NULL REFERENCES user (id),
  written_unix_us INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX consent_patient ON consent (patient_id, kind, written_unix_us);

CREATE TRIGGER consent_no_update BEFORE UPDATE ON consent
BEGIN
  SELECT RAISE (ABORT, 'consent: it is never changed, it is taken back and given anew');
END;
CREATE TRIGGER consent_no_delete BEFORE DELETE ON consent
BEGIN
  SELECT RAISE (ABORT, 'consent: it is never deleted');
END;

CREATE TABLE consent_withdrawal (
  consent_id TEXT NOT NULL PRIMARY KEY REFERENCES consent (id),
  withdrawn_on TEXT NOT NULL CHECK (withdrawn_on IS date (withdrawn_on, '+0 days')),
  user_id TEXT NOT NULL REFERENCES user (id),
  written_unix_us INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The screening's questions as the patient answered them, not reviewed yet: no screening.
CREATE TABLE intake (
  id TEXT NOT NULL PRIMARY KEY CHECK (length (id) = 36),
  patient_id TEXT NOT NULL REFERENCES patient (id),
  list_id TEXT NOT NULL,
  list_version INTEGER NOT NULL CHECK (list_version >= 1),
  answers_json TEXT NOT NULL,
  on_paper INTEGER NOT NULL CHECK (on_paper IN (0, 1)),
  user_id TEXT REFERENCES user (id), -- who handed it out
  filled_unix_us INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX intake_patient ON intake (patient_id, filled_unix_us);

-- Lists --------------------------------------------------------------------------------------

-- The goals of an episode, without a walk through everybody's.
CREATE INDEX goal_episode ON goal (episode_id);
