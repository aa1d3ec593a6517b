/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The forms of an episode of care as values: fields, what was typed, and a judge that says what is
 * wrong and makes the record.  Pure, all of it texts; one page shows them all
 * (ebb-care-form-page.h).  A text that was typed is stripped and never "".
 */
#pragma once

#include "ebb-care-field.h"
#include "ebb-store-ask-plan.h"

#define EBB_CARE_FIELDS_MAX 8

/* What a form is about. */
typedef struct {
  const char *patient_id;        /* borrowed, like the rest */
  const EbbCareEpisode *episode; /* NULL = a new one */
  const char *about;             /* id of what is changed, as the form has it; NULL = a new one */
  const char *operator_name;
  gboolean month_first;
  gint64 now_unix_us;
} EbbCareAsk;

typedef struct {
  char *error[EBB_CARE_FIELDS_MAX]; /* owned; NULL = fine */
  char *note[EBB_CARE_FIELDS_MAX];  /* owned or NULL: how it was read */
  gboolean hidden[EBB_CARE_FIELDS_MAX];
  char *said;      /* owned or NULL: what follows from all of it */
  gpointer record; /* owned; NULL while something is wrong */
  GDestroyNotify free_record;
} EbbCareJudged;

typedef struct {
  const char *name;                /* of its draft */
  const char *title, *save, *done; /* to be translated: page, button, toast */
  guint n_fields;
  const EbbCareField *fields;
  /* EbbOption, of a field with choices. */
  GPtrArray *(*options) (const EbbCareAsk *ask, guint field);
  /* What stands there at first; n_fields texts, NULL as they come. */
  void (*begin) (const EbbCareAsk *ask, char **typed);
  void (*judge) (const EbbCareAsk *ask, char *const *typed, EbbCareJudged *judged);
  /* Takes `record`; answered by ebb_store_put_finish(). */
  void (*store) (EbbStore *store, const EbbCareAsk *ask, gpointer record,
                 GAsyncReadyCallback callback, gpointer user);
} EbbCareForm;

extern const EbbCareForm ebb_episode_form;   /* about: not used */
extern const EbbCareForm ebb_goal_form;      /* about: id of a goal */
extern const EbbCareForm ebb_care_plan_form; /* about: not used */
extern const EbbCareForm ebb_visit_form;     /* about: not used */
extern const EbbCareForm ebb_discharge_form; /* about: not used */
extern const EbbCareForm ebb_one_rm_form;    /* about: number of an exercise; NULL = choose */
extern const EbbCareForm ebb_answer_form;    /* about: as ebb_answer_about() */

void ebb_care_judged_clear (EbbCareJudged *judged);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EbbCareJudged, ebb_care_judged_clear)
gboolean ebb_care_judged_is_fine (const EbbCareJudged *judged);

/* For the judges.  Each sets error and note of its field; the title is the field's. */
void ebb_care_need (const EbbCareForm *form, guint field, const char *text, EbbCareJudged *judged);
/* YYYY-MM-DD; NULL with an error when it is no date, or none is there and it is `needed`. */
char *ebb_care_read_date (const EbbCareForm *form, guint field, const EbbCareAsk *ask,
                          const char *text, gboolean needed, EbbCareJudged *judged);
/* NAN with an error when it is outside of the range; NAN alone when nothing was typed. */
double ebb_care_read_number (const EbbCareForm *form, guint field, const char *text, double min,
                             double max, const char *unit, EbbCareJudged *judged);
/* The same for a whole number; 0 = nothing typed. */
guint ebb_care_read_count (const EbbCareForm *form, guint field, const char *text, guint min,
                           guint max, EbbCareJudged *judged);
