-- SPDX-FileCopyrightText: The Ebb authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Rows in every table of schema 1, written by hand: what a clinic had before the next version came.
-- Invented people.  The screening has one row for each outcome that version knew.

INSERT INTO user VALUES
  ('00000000-0000-4000-8000-0000000000a1', 'Invented Therapist', 'lead', '2025-05-01', NULL, 1),
  ('00000000-0000-4000-8000-0000000000a2', 'Müller, Invented', 'assistant', NULL, 'x', 0);

INSERT INTO patient VALUES
  (7, '00000000-0000-4000-8000-000000000001', 'female', 'de', 1, 1700000000000001),
  (9, '00000000-0000-4000-8000-000000000011', NULL, NULL, NULL, 1700000000000002);
INSERT INTO patient_identity VALUES
  (7, 'Invented Münster', '1960-02-29', 'R-1', '555 1', 'Nobody, 555 2', 'invented munster r-1'),
  (9, '山田 Example', '1999-12-31', NULL, NULL, NULL, '山 田 example');
INSERT INTO patient_word VALUES (7, 'invented'), (7, 'munster'), (7, 'r-1'), (9, 'example');

INSERT INTO episode VALUES
  ('00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000001',
   'Weakness after knee surgery', 'thigh', 'left', 'Meniscus repair', '2023-10-01',
   'No full extension', 'girth', NULL, NULL, 1700000000000003),
  ('00000000-0000-4000-8000-000000000012', '00000000-0000-4000-8000-000000000001',
   NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'goal reached', '2023-01-31', 1700000000000004);
INSERT INTO referral VALUES
  (3, '00000000-0000-4000-8000-000000000009', '00000000-0000-4000-8000-000000000002',
   '00000000-0000-4000-8000-000000000001', 'Invented Physician', '2023-10-15', '2023-12-31',
   'at most 60 %');
INSERT INTO goal VALUES
  ('00000000-0000-4000-8000-0000000000b1', '00000000-0000-4000-8000-000000000002',
   'Climb two flights', '2023-12-24', '2023-12-20');
INSERT INTO care_plan VALUES
  ('00000000-0000-4000-8000-0000000000b2', '00000000-0000-4000-8000-000000000002', 'early', 3, 24,
   20, '2023-10-16');

INSERT INTO screening VALUES
  ('00000000-0000-4000-8000-0000000000c1', '00000000-0000-4000-8000-000000000001', 'ebb', 1,
   '{"a": true}', 'clear', '2023-10-16', '2024-01-14', '00000000-0000-4000-8000-0000000000a1'),
  ('00000000-0000-4000-8000-0000000000c2', '00000000-0000-4000-8000-000000000001', 'ebb', 1,
   '{}', 'caution', '2023-10-17', NULL, NULL),
  ('00000000-0000-4000-8000-0000000000c3', '00000000-0000-4000-8000-000000000001', 'ebb', 1,
   '{}', 'physician', '2023-10-18', '2023-10-18', NULL),
  ('00000000-0000-4000-8000-0000000000c4', '00000000-0000-4000-8000-000000000011', 'ebb', 2,
   '{}', 'excluded', '2023-10-19', NULL, NULL);
INSERT INTO clearance VALUES
  ('00000000-0000-4000-8000-0000000000c5', '00000000-0000-4000-8000-000000000001',
   '00000000-0000-4000-8000-0000000000c3', 'Invented Physician', '2023-10-18', 'all',
   '00000000-0000-4000-8000-0000000000a1'),
  ('00000000-0000-4000-8000-0000000000c6', '00000000-0000-4000-8000-000000000001', NULL,
   'Invented Physician', '2023-10-19', 'varicose-veins', NULL);

INSERT INTO appointment VALUES
  ('00000000-0000-4000-8000-0000000000d1', '00000000-0000-4000-8000-000000000001',
   '00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-0000000000a1',
   1700100000000000, 60, 45, 'missed', 'bring shorts');

INSERT INTO cuff VALUES
  ('00000000-0000-4000-8000-0000000000e1', 'C-12', 'Thigh, wide', 13.5, 'thigh', 40, 75.5, 0, 0);
INSERT INTO lop_record VALUES
  ('00000000-0000-4000-8000-0000000000e2', '00000000-0000-4000-8000-000000000001', 'thigh', 'left',
   'supine', '00000000-0000-4000-8000-0000000000e1', 13.5, 55.2, 1230, 'doppler', 1870, NULL, 92,
   NULL, NULL, 1700000000000005, '00000000-0000-4000-8000-0000000000a1'),
  ('00000000-0000-4000-8000-0000000000e3', '00000000-0000-4000-8000-000000000001', 'arm', 'right',
   'seated', NULL, 9, NULL, NULL, 'oscillometric', NULL, 'too much movement', NULL, NULL, NULL,
   1700000000000006, NULL),
  ('00000000-0000-4000-8000-0000000000e6', '00000000-0000-4000-8000-000000000001', 'thigh', 'left',
   'standing', NULL, 18, 55, 1200, 'estimate', 1660, NULL, NULL, 'cirilo-sousa-2019', 153,
   1700000000000012, NULL);
INSERT INTO girth VALUES
  ('00000000-0000-4000-8000-0000000000e4', '00000000-0000-4000-8000-000000000001', 'thigh', 'left',
   '15 cm above the patella', 52.5, '2023-10-16',
   '00000000-0000-4000-8000-0000000000a1');
INSERT INTO outcome_measure VALUES
  ('00000000-0000-4000-8000-0000000000e5', '00000000-0000-4000-8000-000000000002', 'koos',
   'baseline', 41.5, '{"q1": 3}', '2023-10-16', '00000000-0000-4000-8000-0000000000a1');

INSERT INTO exercise VALUES
  ('short-arc-quad', 'Short-arc quad', 'Roll under the knee', 'supine', 2, 1, 1, 0.5,
   'short-arc-quad.svg');
INSERT INTO protocol_version VALUES
  ('invented', 2, 'Invented protocol', '{"id": "invented"}', 1),
  ('invented', 3, 'Draft', '{}', 0);
INSERT INTO prescription
  (id, episode_id, version, segment, side, exercise_id, protocol_id, protocol_version, method,
   percent_lop, fixed_dmmhg, systolic_factor, limit_dmmhg, load_kg, reason, user_id,
   written_unix_us) VALUES
  ('00000000-0000-4000-8000-0000000000f1', '00000000-0000-4000-8000-000000000002', 1, 'thigh',
   'left', 'short-arc-quad', 'invented', 2, 0, 60, NULL, NULL, 2000, 2.5, 'first',
   '00000000-0000-4000-8000-0000000000a1', 1700000000000007),
  ('00000000-0000-4000-8000-0000000000f2', '00000000-0000-4000-8000-000000000002', 2, 'thigh',
   'left', 'short-arc-quad', NULL, NULL, 2, NULL, 1800, NULL, NULL, NULL, NULL, NULL,
   1700000000000008),
  ('00000000-0000-4000-8000-0000000000f5', '00000000-0000-4000-8000-000000000002', 1, 'thigh',
   'right', 'short-arc-quad', NULL, NULL, 3, NULL, NULL, 1.5, NULL, 0, 'no LOP', NULL,
   1700000000000013);

INSERT INTO session
  (key, id, patient_id, episode_id, started_unix_us, utc_offset_min, simulated, device, state,
   reason, ended_us, continues_session_id, shortened, notes) VALUES
  (4, '00000000-0000-4000-8000-000000000003', '00000000-0000-4000-8000-000000000001',
   '00000000-0000-4000-8000-000000000002', 1700006400000000, 60, 0, 'Ebb, Bench, 0001, 0.1', 2, 1,
   600000000, NULL, 1, 'knee felt warm'),
  (5, '00000000-0000-4000-8000-000000000013', '00000000-0000-4000-8000-000000000001',
   '00000000-0000-4000-8000-000000000002', 1700092800000000, 60, 1, NULL, 0, 0, NULL,
   '00000000-0000-4000-8000-000000000003', 0, NULL);
INSERT INTO session_operator VALUES
  ('00000000-0000-4000-8000-000000000003', 0, '00000000-0000-4000-8000-0000000000a1'),
  ('00000000-0000-4000-8000-000000000003', 90000000, '00000000-0000-4000-8000-0000000000a2');
INSERT INTO session_check VALUES
  (1, '00000000-0000-4000-8000-000000000003', 0, 'blood-pressure', 124, 78, 'after five minutes',
   '00000000-0000-4000-8000-0000000000a1');
INSERT INTO adverse_event
  (id, patient_id, session_id, kind, severity, text, noticed_unix_us, user_id) VALUES
  ('00000000-0000-4000-8000-000000000021', '00000000-0000-4000-8000-000000000001',
   '00000000-0000-4000-8000-000000000003', 'bruise', 'mild', 'two days later', 1700200000000000,
   '00000000-0000-4000-8000-0000000000a1');
INSERT INTO preparation VALUES (1, '00000000-0000-4000-8000-000000000003', 'puff', 5000000);
INSERT INTO bout
  (id, session_id, number, exercise_id, posture, protocol_id, protocol_version, continues_bout_id,
   state, reason, started_us, ended_us) VALUES
  ('00000000-0000-4000-8000-000000000004', '00000000-0000-4000-8000-000000000003', 1,
   'short-arc-quad', 'supine', 'invented', 2, NULL, 2, 1, 60000000, 590000000),
  ('00000000-0000-4000-8000-000000000014', '00000000-0000-4000-8000-000000000003', 2,
   'short-arc-quad', 'supine', 'invented', 2, '00000000-0000-4000-8000-000000000004', 1, 0,
   591000000, 599000000);
INSERT INTO bout_limb
  (key, id, bout_id, channel, segment, side, cuff_id, cuff_name, cuff_width_cm, prescription_id,
   method, target_dmmhg, lop_record_id, lop_dmmhg, percent_lop, clamps, override_reason) VALUES
  (6, '00000000-0000-4000-8000-000000000005', '00000000-0000-4000-8000-000000000004', 0, 'thigh',
   'left', '00000000-0000-4000-8000-0000000000e1', 'Thigh, wide', 13.5,
   '00000000-0000-4000-8000-0000000000f1', 0, 1122, '00000000-0000-4000-8000-0000000000e2', 1870,
   60, 'Lowered to 112.2 mmHg', 'posture');
INSERT INTO training_set VALUES
  ('00000000-0000-4000-8000-000000000006', '00000000-0000-4000-8000-000000000004', 1, 15, 20, 17,
   2.5, 61000000, 200000000, 30, 'failure');
INSERT INTO set_rating VALUES ('00000000-0000-4000-8000-000000000006', 'pain', 0, 3, 201000000);
INSERT INTO repetition VALUES
  (1, '00000000-0000-4000-8000-000000000006', 6, 1, 62000000, 63000000, 69000000, 5000, 123, 90, 0,
   0),
  (2, '00000000-0000-4000-8000-000000000006', 6, 2, NULL, 71000000, NULL, NULL, NULL, NULL, 1, 1);
INSERT INTO session_event VALUES
  (1, '00000000-0000-4000-8000-000000000003', 61000000, 'set-started', 'Set 1', 1, 1122, NULL),
  (2, '00000000-0000-4000-8000-000000000003', 300000000, 'alarm', 'A05', 5, NULL,
   '00000000-0000-4000-8000-0000000000a1');
INSERT INTO sample VALUES (6, 61, x'00010203fefdfcfb'), (6, 62, zeroblob (900));

INSERT INTO clinic_limit VALUES
  (1, 'training-pressure', 'arm', 1800, 'dmmhg', 'small arms',
   '00000000-0000-4000-8000-0000000000a1', 1700000000000009);
INSERT INTO audit VALUES
  (1, 1700000000000010, 'Invented Therapist', 'put', 'patient',
   '00000000-0000-4000-8000-000000000001', NULL),
  (2, 1700000000000011, NULL, 'end', 'session', '00000000-0000-4000-8000-000000000003', 'by hand');
INSERT INTO meta VALUES ('since', 'schema 1');
