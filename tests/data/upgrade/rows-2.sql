-- SPDX-FileCopyrightText: The Ebb authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What schema 2 has besides rows-1.sql.

INSERT INTO clinic VALUES
  (1, 'Invented Clinic', '1 Nowhere Street', '555 3', '8 to 18', '112', 'Invented Therapist',
   '2023-10-01', 0);
INSERT INTO prescription
  (id, episode_id, version, segment, side, exercise_id, method, percent_lop, n_sets, self_paced,
   systolic_dmmhg, lop_dmmhg, cuff_name, cuff_width_cm, written_unix_us) VALUES
  ('00000000-0000-4000-8000-0000000000f3', '00000000-0000-4000-8000-000000000002', 3, 'thigh',
   'left', 'short-arc-quad', 0, 55, 3, 1, 1230, 1870, 'Thigh, wide', 13.5, 1700000000000020);
INSERT INTO session
  (key, id, patient_id, episode_id, started_unix_us, utc_offset_min, simulated, state, reason,
   ended_us) VALUES
  (6, '00000000-0000-4000-8000-000000000023', '00000000-0000-4000-8000-000000000001',
   '00000000-0000-4000-8000-000000000002', 1700179200000000, 60, 0, 1, 0, 400000000);
INSERT INTO bout
  (id, session_id, number, exercise_id, posture, protocol_id, protocol_version, state, reason,
   started_us, ended_us, n_sets) VALUES
  ('00000000-0000-4000-8000-000000000024', '00000000-0000-4000-8000-000000000023', 1,
   'short-arc-quad', 'seated', 'invented', 2, 1, 0, 10000000, 390000000, 3);
INSERT INTO bout_limb
  (key, id, bout_id, channel, segment, side, cuff_name, method, target_dmmhg, clamps, occlusion_us)
  VALUES
  (7, '00000000-0000-4000-8000-000000000025', '00000000-0000-4000-8000-000000000024', 1, 'thigh',
   'right', 'Thigh, wide', 3, 1800, '', 380123456);
