/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A protocol: what is done, how often, how long, with which pressure pattern.  A value read from a
 * JSON file and validated; never changed after that.  Format: data/protocols/README.md.
 */
#pragma once

#include "ebb-evidence.h"

#include <gio/gio.h>

typedef enum { EBB_SEGMENT_ARM, EBB_SEGMENT_THIGH, EBB_SEGMENT_CALF } EbbSegment;
typedef enum { EBB_SIDE_UNSET, EBB_SIDE_LEFT, EBB_SIDE_RIGHT } EbbSide;
typedef enum { EBB_POSTURE_SUPINE, EBB_POSTURE_SEATED, EBB_POSTURE_STANDING } EbbPosture;

typedef enum {
  EBB_PATTERN_CONTINUOUS,   /* pressure on in sets and rests */
  EBB_PATTERN_INTERMITTENT, /* off in rests */
  EBB_PATTERN_RESTING,      /* off in sets, on in rests */
  EBB_PATTERN_CYCLED,       /* on and off by the clock, nothing is counted */
} EbbPattern;

typedef enum {
  EBB_TRAINING_RESISTANCE, /* also of every file of version 1 */
  EBB_TRAINING_ISOMETRIC,
  EBB_TRAINING_AEROBIC_CONTINUOUS,
  EBB_TRAINING_AEROBIC_INTERVAL,
  EBB_TRAINING_PASSIVE, /* the limb lies still */
  EBB_TRAINING_CYCLE,   /* on and off with steps of pressure, free movement */
  EBB_TRAINING_NMES,    /* with electrical stimulation, which another device gives */
  EBB_TRAINING_PRECONDITIONING,
} EbbTraining;

typedef enum {
  EBB_BASIS_PERCENT_LOP,
  EBB_BASIS_FIXED,        /* mmHg */
  EBB_BASIS_SYSTOLIC,     /* times the resting systolic pressure */
  EBB_BASIS_DEVICE_SCALE, /* a maker's own: noted, never turned into mmHg */
} EbbPressureBasis;

typedef enum {
  EBB_LOAD_NONE,
  EBB_LOAD_PERCENT_1RM,
  EBB_LOAD_PERCENT_MVC,
  EBB_LOAD_BODY_WEIGHT,
  EBB_LOAD_BAND,
  EBB_LOAD_WATT,
  EBB_LOAD_SPEED, /* m/s */
  EBB_LOAD_PERCENT_VO2MAX,
  EBB_LOAD_PERCENT_HR_RESERVE,
  EBB_LOAD_KG,
} EbbLoadBasis;

/* Four parts of one repetition, in milliseconds. */
typedef struct {
  guint contract_ms, hold_ms, relax_ms, pause_ms;
} EbbTempo;

#define EBB_SETS_MAX 10

typedef enum {
  EBB_SET_COUNTED,    /* a range of repetitions */
  EBB_SET_TO_FAILURE, /* ends when somebody says so, at the latest after reps_max */
  EBB_SET_TIMED,      /* lasts duration_s */
} EbbSetKind;

typedef struct {
  guint reps_min, reps_max; /* the range of one set; the pacer leads reps_max; timed: 0 */
  EbbSetKind kind;
  guint duration_s; /* timed only */
} EbbSetPlan;

/* A set to failure whose file names no cap ends here (PROPOSAL): who gets so far has too light a
 * load.  Limits of time are judged as if it came to that. */
#define EBB_FAILURE_REPS_MAX 50

#define EBB_CYCLE_STEPS_MAX 10

/* On and off within each set; n_steps 0 = the cuff stays as the pattern says. */
typedef struct {
  guint on_s, off_s, n_steps;
  guint percent[EBB_CYCLE_STEPS_MAX]; /* of the target, step by step */
} EbbCyclePlan;

typedef struct {
  EbbPressureBasis basis;
  double value, min, max; /* in units of the basis; min and max 0 = not named */
  double limit;           /* never above it, in percent of LOP; 0 = none of its own */
  char *option;           /* owned, NULL: another way to set it, for a person to read */
} EbbPressurePlan;

typedef struct {
  EbbLoadBasis basis;
  double value, min, max; /* 0 = not named */
} EbbLoadPlan;

/* For planning only: nothing enforces it. */
typedef struct {
  guint per_day, per_week, weeks; /* 0 = not named */
  char *text;                     /* owned, NULL in files of version 1 */
} EbbFrequency;

/* Where one value of a protocol comes from and how sure it is. */
typedef enum {
  EBB_VALUE_PRESSURE,
  EBB_VALUE_PATTERN,
  EBB_VALUE_LOAD,
  EBB_VALUE_SETS,
  EBB_VALUE_REST,
  EBB_VALUE_TEMPO,
  EBB_VALUE_CYCLE,
  EBB_VALUE_FREQUENCY,
  EBB_VALUE_COUNT,
} EbbProtocolValue;

typedef struct {
  EbbEvidence status;
  char *source; /* owned; NULL = the protocol has no such value, or its file is of version 1 */
} EbbValueSource;

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

  guint format_version; /* 1 or 2; what follows is of version 2 */
  char *reference;      /* owned, NULL: its number in the reference, "P02" */
  EbbTraining training;
  gboolean home; /* meant for home: listed, never run here */
  EbbPressurePlan pressure;
  EbbLoadPlan load;
  EbbCyclePlan cycle;
  EbbFrequency frequency;
  EbbValueSource values[EBB_VALUE_COUNT];
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
  EBB_PROTOCOL_ERROR_TAKEN, /* the id belongs to another protocol, or the version to another text */
  EBB_PROTOCOL_ERROR_LOCKED, /* built in, or locked by the clinic: only to be duplicated */
} EbbProtocolError;

/* Parses hostile text.  `name` (a file name) begins every message, which also names line (for
 * syntax), field, value and allowed range. */
EbbProtocol *ebb_protocol_parse (const char *name, const char *text, gssize length, GError **error);
EbbProtocol *ebb_protocol_load_file (const char *path, GError **error);

/* The parts of a message about one field, for a form that shows it beside that field. */
typedef struct {
  char *field;   /* owned: its path in the file, "sets.0.reps_min"; NULL = of no field */
  char *value;   /* owned: what stands there; NULL = nothing */
  char *allowed; /* owned */
} EbbProtocolFault;

void ebb_protocol_fault_clear (EbbProtocolFault *fault);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EbbProtocolFault, ebb_protocol_fault_clear)

/* As ebb_protocol_parse(); fills `fault` where it returns NULL. */
EbbProtocol *ebb_protocol_parse_telling (const char *name, const char *text, gssize length,
                                         EbbProtocolFault *fault, GError **error);

EbbProtocol *ebb_protocol_copy (const EbbProtocol *protocol);

/* Whether every set is a counted range of led repetitions with the cuff on: what the live page
 * can show. */
gboolean ebb_protocol_is_counted (const EbbProtocol *protocol);

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

/* As above, of the words of version 2.  The texts are translated. */
const char *ebb_training_to_string (EbbTraining training);
int ebb_training_from_string (const char *text);
const char *ebb_training_to_text (EbbTraining training);
const char *ebb_pattern_to_text (EbbPattern pattern);
const char *ebb_pressure_basis_to_string (EbbPressureBasis basis);
int ebb_pressure_basis_from_string (const char *text);
const char *ebb_pressure_basis_to_text (EbbPressureBasis basis);
const char *ebb_load_basis_to_string (EbbLoadBasis basis);
int ebb_load_basis_from_string (const char *text);
const char *ebb_load_basis_to_text (EbbLoadBasis basis);
const char *ebb_protocol_value_to_string (EbbProtocolValue value);
int ebb_protocol_value_from_string (const char *text);
