-- SPDX-FileCopyrightText: The Ebb authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Schema 3: cuffs without a cable.  Units and words as in 0001.

-- Every pressure of the session was read on a gauge by a person.
ALTER TABLE session ADD COLUMN by_hand INTEGER NOT NULL DEFAULT 0 CHECK (by_hand IN (0, 1));

-- A blood-pressure cuff with a hand bulb: only for a session by hand.
ALTER TABLE prescription ADD COLUMN hand_bulb INTEGER NOT NULL DEFAULT 0
  CHECK (hand_bulb IN (0, 1));
