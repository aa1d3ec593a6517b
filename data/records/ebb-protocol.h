/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A protocol: what is done, how often, how long, with which pressure pattern.  A value read from a
 * JSON file and validated; never changed after that.  Format: data/README.md.
 */
#pragma once

#include <gio/gio.h>

typedef enum { EBB_SEGMENT_ARM, EBB_SEGMENT_THIGH, EBB_SEGMENT_CALF } EbbSegment;
typedef enum { EBB_SIDE_UNSET, EBB_SIDE_LEFT, EBB_SIDE_RIGHT } EbbSide;
typedef enum { EBB_POSTURE_SUPINE, EBB_POSTURE_SEATED, EBB_POSTURE_STANDING } EbbPosture;

typedef enum {
  EBB_PATTERN_CONTINUOUS,   /* pressure on in sets and rests */
  EBB_PATTERN_INTERMITTENT, /* off in rests */
} EbbPattern;

/* Four parts of one repetition, in milliseconds. */
typedef struct {
  guint contract_ms, hold_ms, relax_ms, pause_ms;
} EbbTempo;

#define EBB_SETS_MAX 10

typedef struct {
  guint reps_min, reps_max; /* the range of one set; the pacer leads reps_max */
} EbbSetPlan;

typedef struct {
  char *id;          /* owned: lower case, digits, dashes */
  char *name;        /* owned */
  guint version;     /* counts from 1 */
  char *source;      /* owned: where the numbers come from */
  char *status;      /* owned: how well confirmed they are */
  char *exercise_id; /* owned: id of an EbbExercise */
  EbbPattern pattern;
  guint n_sets, sets_min; /* sets_min..n_sets is the allowed range */
  EbbSetPlan sets[EBB_SETS_MAX];
  guint rest_s;
  EbbTempo tempo;
  guint max_inflation_s;      /* 0 = the limb's own limit */
  double percent_lop_default; /* 0 = none */
  char *json; /* owned: the file as it was read, stored with the session that ran it */
} EbbProtocol;

typedef struct {
  char *id;     /* owned */
  char *name;   /* owned */
  char *set_up; /* owned: one line for the therapist */
  EbbPosture posture;
  guint segments; /* bit set, 1 << EbbSegment */
  gboolean one_sided;
  gboolean reps_in_pressure; /* whether repetitions show in the cuff's pressure */
  double load_step_kg;       /* smallest step; 0 = no weight */
} EbbExercise;

void ebb_protocol_free (EbbProtocol *protocol);
void ebb_exercise_free (EbbExercise *exercise);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbProtocol, ebb_protocol_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbExercise, ebb_exercise_free)

#define EBB_PROTOCOL_ERROR (ebb_protocol_error_quark ())
GQuark ebb_protocol_error_quark (void);
typedef enum {
  EBB_PROTOCOL_ERROR_SYNTAX, /* not JSON, too big, too deep, doubled key, not UTF-8 */
  EBB_PROTOCOL_ERROR_FIELD,  /* missing, unknown, wrong type or out of range */
  EBB_PROTOCOL_ERROR_UNKNOWN_ID,
} EbbProtocolError;

/* Parses hostile text.  `name` (a file name) begins every message, which also names line (for
 * syntax), field, value and allowed range. */
EbbProtocol *ebb_protocol_parse (const char *name, const char *text, gssize length, GError **error);
EbbProtocol *ebb_protocol_load_file (const char *path, GError **error);
EbbExercise *ebb_exercise_parse (const char *name, const char *text, gssize length, GError **error);

/* The built-in library.  Ids are sorted; free the array with g_strfreev(). */
char **ebb_protocol_list_builtin (void);
EbbProtocol *ebb_protocol_load_builtin (const char *id, GError **error);
char **ebb_exercise_list_builtin (void);
EbbExercise *ebb_exercise_load_builtin (const char *id, GError **error);

/* Words of the enums as they stand in JSON and the store ("thigh", "left", ...); -1 if unknown. */
const char *ebb_segment_to_string (EbbSegment segment);
int ebb_segment_from_string (const char *text);
const char *ebb_side_to_string (EbbSide side); /* "" for unset */
int ebb_side_from_string (const char *text);
const char *ebb_posture_to_string (EbbPosture posture);
int ebb_posture_from_string (const char *text);
const char *ebb_pattern_to_string (EbbPattern pattern);
int ebb_pattern_from_string (const char *text);
