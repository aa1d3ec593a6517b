/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The editor of a protocol as a pure function: what was typed goes in, everything the widgets show
 * comes out.  Judged by the reader of protocol files itself: each range stands there once.
 */
#pragma once

#include "ebb-protocol-view.h"

/* Numbers as they were typed: NAN = nothing, or no number. */
typedef struct {
  EbbSetKind kind;
  double reps_min, reps_max, duration_s;
} EbbSetTyped;

enum { EBB_TEMPO_CONTRACT, EBB_TEMPO_HOLD, EBB_TEMPO_RELAX, EBB_TEMPO_PAUSE, EBB_N_TEMPO };

typedef struct {
  char *id;          /* owned; NULL = a new one */
  guint version;     /* that it is changed from; 0 = a new one */
  char *based_on;    /* owned, NULL: duplicated from */
  EbbProtocol *base; /* owned, NULL: as it was before anything was changed */

  char *name, *source, *status, *option, *how_often, *exercise_id; /* owned, NULL = nothing */
  gboolean home;
  EbbTraining training;
  EbbPattern pattern;
  EbbPressureBasis basis;
  double pressure, pressure_min, pressure_max, pressure_limit;
  EbbLoadBasis load_basis;
  double load, load_min, load_max;
  guint n_sets;
  EbbSetTyped sets[EBB_SETS_MAX];
  double sets_min, rest_s, longest_s;
  double tempo_s[EBB_N_TEMPO];
  gboolean has_steps; /* on and off within each set */
  double on_s, off_s;
  guint n_steps;
  double steps[EBB_CYCLE_STEPS_MAX];
  double per_day, per_week, weeks;
  EbbValueSource values[EBB_VALUE_COUNT];
} EbbProtocolForm;

EbbProtocolForm *ebb_protocol_form_new (void);
/* A new one that begins as that one is. */
EbbProtocolForm *ebb_protocol_form_duplicate (const EbbProtocol *protocol);
/* The next version of that one. */
EbbProtocolForm *ebb_protocol_form_change (const EbbProtocol *protocol);
EbbProtocolForm *ebb_protocol_form_copy (const EbbProtocolForm *form);
void ebb_protocol_form_free (EbbProtocolForm *form);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbProtocolForm, ebb_protocol_form_free)

/* Changes what cannot go with mode, pattern and first set, as a person would have to: sets by the
 * clock where nothing is counted, and so on.  Nothing typed is lost by it. */
void ebb_protocol_form_fit (EbbProtocolForm *form);
/* One more like the last, or one less. */
void ebb_protocol_form_set_n_sets (EbbProtocolForm *form, guint n_sets);
/* Another unit: what was typed in the old one goes, for a usual value of the new one. */
void ebb_protocol_form_set_basis (EbbProtocolForm *form, EbbPressureBasis basis);
/* "60, 60, 80" of shares, and back; what is no number becomes NAN.  Free the text. */
char *ebb_protocol_form_steps_text (const EbbProtocolForm *form);
void ebb_protocol_form_read_steps (EbbProtocolForm *form, const char *text);

gboolean ebb_protocol_form_is_by_clock (const EbbProtocolForm *form);
gboolean ebb_protocol_form_allows (const EbbProtocolForm *form, EbbPattern pattern);
gboolean ebb_protocol_form_has_value (const EbbProtocolForm *form, EbbProtocolValue value);
gboolean ebb_load_basis_has_value (EbbLoadBasis basis);

typedef enum {
  EBB_EDIT_NAME,
  EBB_EDIT_EXERCISE,
  EBB_EDIT_MODE,
  EBB_EDIT_PRESSURE,
  EBB_EDIT_PRESSURE_MIN,
  EBB_EDIT_PRESSURE_MAX,
  EBB_EDIT_PRESSURE_LIMIT,
  EBB_EDIT_OPTION,
  EBB_EDIT_PATTERN,
  EBB_EDIT_LOAD,
  EBB_EDIT_LOAD_MIN,
  EBB_EDIT_LOAD_MAX,
  EBB_EDIT_SETS,
  EBB_EDIT_SETS_MIN,
  EBB_EDIT_REST,
  EBB_EDIT_CONTRACT,
  EBB_EDIT_HOLD,
  EBB_EDIT_RELAX,
  EBB_EDIT_PAUSE,
  EBB_EDIT_ON,
  EBB_EDIT_OFF,
  EBB_EDIT_STEPS,
  EBB_EDIT_LONGEST,
  EBB_EDIT_HOW_OFTEN,
  EBB_EDIT_PER_DAY,
  EBB_EDIT_PER_WEEK,
  EBB_EDIT_WEEKS,
  EBB_EDIT_SOURCE,
  EBB_EDIT_STATUS,
  EBB_N_EDITS
} EbbProtocolEdit;

typedef struct {
  char *error[EBB_N_EDITS];           /* owned; NULL = nothing wrong */
  char *set_error[EBB_SETS_MAX];      /* owned */
  char *value_error[EBB_VALUE_COUNT]; /* owned: of its source */
  /* Only not there yet: said when saving was tried. */
  gboolean missing[EBB_N_EDITS], set_missing[EBB_SETS_MAX], value_missing[EBB_VALUE_COUNT];
  gboolean own_value[EBB_VALUE_COUNT]; /* differs from the base: this clinic's own */
  gboolean shown[EBB_N_EDITS];

  EbbProtocol *protocol; /* owned: what would be saved; NULL = not yet */
  gboolean has_view;     /* all that the picture is made of is in order */
  EbbProtocolView view;
  double pressure, low, high; /* for the picture */
  gboolean changed;           /* from the base */
  gboolean can_save;
  char *why_not; /* owned: the first thing in the way; NULL */
} EbbProtocolFormState;

/* `exercise`: of the form; NULL = not known. */
void ebb_protocol_form_judge (const EbbProtocolForm *form, const EbbExercise *exercise,
                              EbbProtocolFormState *state);
void ebb_protocol_form_state_clear (EbbProtocolFormState *state);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EbbProtocolFormState, ebb_protocol_form_state_clear)

/* Its title, as an error names it. */
const char *ebb_protocol_edit_text (EbbProtocolEdit edit);

/* What was typed as a value, nothing judged: a number that cannot be one of a file's is
 * EBB_TYPED_WRONG, which is out of every range. */
#define EBB_TYPED_WRONG 999999999u
EbbProtocol *ebb_protocol_form_to_protocol (const EbbProtocolForm *form);
