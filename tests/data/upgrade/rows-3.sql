-- SPDX-FileCopyrightText: The Ebb authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What schema 3 has besides rows-2.sql.

INSERT INTO session
  (key, id, patient_id, episode_id, started_unix_us, utc_offset_min, simulated, state, reason,
   ended_us, by_hand) VALUES
  (7, '00000000-0000-4000-8000-000000000033', '00000000-0000-4000-8000-000000000001',
   '00000000-0000-4000-8000-000000000002', 1700265600000000, 60, 0, 1, 0, 300000000, 1);
INSERT INTO prescription
  (id, episode_id, version, segment, side, exercise_id, method, fixed_dmmhg, hand_bulb, reason,
   written_unix_us) VALUES
  ('00000000-0000-4000-8000-0000000000f4', '00000000-0000-4000-8000-000000000002', 4, 'thigh',
   'left', 'short-arc-quad', 2, 1600, 1, 'no cable', 1700000000000030);
