/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-door.h"

#include "ebb-defined.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* --- Answers ------------------------------------------------------------------------------ */

static void
answer_free (gpointer data)
{
  EbbDoorAnswer *answer = data;

  g_free (answer->kind);
  g_free (answer->text);
  g_free (answer);
}

void
ebb_door_take_at (EbbDoor *door, gint64 t_us, const char *kind, double value, double second,
                  const char *text)
{
  EbbDoorAnswer *answer = g_new0 (EbbDoorAnswer, 1);

  if (door->answers == NULL)
    door->answers = g_ptr_array_new_with_free_func (answer_free);
  answer->kind = g_strdup (kind);
  answer->text = text != NULL && *text != '\0' ? g_strdup (text) : NULL;
  answer->value = value;
  answer->second = second;
  answer->t_us = t_us;
  g_ptr_array_add (door->answers, answer);
}

void
ebb_door_take (EbbDoor *door, const char *kind, double value, double second, const char *text)
{
  ebb_door_take_at (door, EBB_TIME_UNSET, kind, value, second, text);
}

void
ebb_door_add (EbbDoor *door, const EbbDoor *more)
{
  for (guint i = 0; more->answers != NULL && i < more->answers->len; i++) {
    const EbbDoorAnswer *answer = g_ptr_array_index (more->answers, i);

    ebb_door_take_at (door, answer->t_us, answer->kind, answer->value, answer->second,
                      answer->text);
  }
}

void
ebb_door_clear (EbbDoor *door)
{
  g_clear_pointer (&door->answers, g_ptr_array_unref);
}

const EbbDoorAnswer *
ebb_door_find (const EbbDoor *door, const char *kind)
{
  for (guint i = door->answers != NULL ? door->answers->len : 0; i > 0; i--) {
    const EbbDoorAnswer *answer = g_ptr_array_index (door->answers, i - 1);

    if (g_strcmp0 (answer->kind, kind) == 0)
      return answer;
  }
  return NULL;
}

/* A yes has a value above 0; "looked at and in order" is a yes too. */
static gboolean
is_yes (const EbbDoor *door, const char *kind)
{
  const EbbDoorAnswer *answer = ebb_door_find (door, kind);

  return answer != NULL && answer->value > 0;
}

/* --- Blood pressure ------------------------------------------------------------------------ */

static const EbbScreeningList *
list_of (const EbbDoorQuestion *question)
{
  static EbbScreeningList *builtin;

  if (question->screening != NULL && question->screening->list != NULL)
    return question->screening->list;
  if (g_once_init_enter (&builtin)) {
    EbbScreeningList *list = ebb_screening_list_load_builtin (NULL);

    g_once_init_leave (&builtin, list);
  }
  return builtin;
}

static const EbbBloodPressureTier *
tier_of (const EbbDoorQuestion *question, const EbbBloodPressure *pressure)
{
  EbbScreeningSettings settings;

  ebb_screening_settings_init (&settings);
  if (question->screening != NULL)
    settings = question->screening->settings;
  return ebb_screening_tier (list_of (question), &settings, pressure);
}

static gboolean
is_pressure (const EbbDoorAnswer *answer)
{
  return g_strcmp0 (answer->kind, EBB_DOOR_PRESSURE) == 0 && !isnan (answer->value)
         && !isnan (answer->second);
}

static gboolean
has_sat (const EbbDoorAnswer *first, const EbbDoorAnswer *second)
{
  return first->t_us != EBB_TIME_UNSET && second->t_us != EBB_TIME_UNSET
         && second->t_us - first->t_us >= CUFF_SECONDS (EBB_DOOR_SIT_S);
}

static gboolean
is_refused (const EbbDoorQuestion *question, const EbbDoorAnswer *answer)
{
  const EbbBloodPressure pressure = { (int) lround (answer->value), (int) lround (answer->second) };
  const EbbBloodPressureTier *tier = tier_of (question, &pressure);

  return tier != NULL && tier->effect == EBB_EFFECT_REFUSED;
}

/* Whether one was taken; `decides`: the newest, or the second where the first was refused.  One
 * that came before five minutes of sitting is no second one, and a third does not help. */
static gboolean
last_pressure (const EbbDoor *door, const EbbDoorQuestion *question, EbbBloodPressure *into,
               gboolean *decides)
{
  const EbbDoorAnswer *refused = NULL;
  gboolean any = FALSE;

  *decides = TRUE;
  for (guint i = 0; door->answers != NULL && i < door->answers->len; i++) {
    const EbbDoorAnswer *answer = g_ptr_array_index (door->answers, i);

    if (!is_pressure (answer) || (refused != NULL && !has_sat (refused, answer)))
      continue;
    *into = (EbbBloodPressure){ (int) lround (answer->value), (int) lround (answer->second) };
    any = TRUE;
    if (refused != NULL)
      return *decides = TRUE;
    if (is_refused (question, answer))
      refused = answer;
    *decides = refused == NULL;
  }
  return any;
}

const EbbDoorAnswer *
ebb_door_waits (const EbbDoor *door, const EbbDoorQuestion *question)
{
  const EbbDoorAnswer *refused = NULL;

  for (guint i = 0; door->answers != NULL && i < door->answers->len; i++) {
    const EbbDoorAnswer *answer = g_ptr_array_index (door->answers, i);

    if (!is_pressure (answer))
      continue;
    if (refused != NULL && has_sat (refused, answer))
      return NULL;
    if (refused == NULL && is_refused (question, answer))
      refused = answer;
  }
  return refused;
}

/* A clock that was set back: it was measured just now. */
static gint64
time_of (const EbbDoorReading *reading, const EbbDoorNow *now)
{
  return now->us - MAX (now->unix_us - reading->measured_unix_us, 0);
}

gboolean
ebb_door_is_reading (const EbbDoorAnswer *answer, const EbbDoorReading *reading,
                     const EbbDoorNow *now)
{
  return (is_pressure (answer) || g_strcmp0 (answer->kind, EBB_DOOR_MISTYPED) == 0)
         && lround (answer->value) == reading->systolic_mmhg
         && lround (answer->second) == reading->diastolic_mmhg && answer->t_us != EBB_TIME_UNSET
         && ABS (answer->t_us - time_of (reading, now)) < CUFF_SECONDS (EBB_DOOR_SIT_S) / 2;
}

static gboolean
has_reading (const EbbDoor *door, const EbbDoorReading *reading, const EbbDoorNow *now)
{
  for (guint i = 0; door->answers != NULL && i < door->answers->len; i++)
    if (ebb_door_is_reading (g_ptr_array_index (door->answers, i), reading, now))
      return TRUE;
  return FALSE;
}

void
ebb_door_recall (EbbDoor *into, const EbbScreeningFile *file, const EbbDoor *answers,
                 const EbbDoorNow *now)
{
  for (guint i = 0; file != NULL && i < file->readings->len; i++) {
    const EbbDoorReading *reading = g_ptr_array_index (file->readings, i);

    if (!has_reading (answers, reading, now))
      ebb_door_take_at (into, time_of (reading, now), EBB_DOOR_PRESSURE, reading->systolic_mmhg,
                        reading->diastolic_mmhg, NULL);
  }
}

gboolean
ebb_door_pressure (const EbbDoor *door, const EbbDoorQuestion *question, EbbBloodPressure *into)
{
  gboolean decides;

  return last_pressure (door, question, into, &decides) && decides;
}

/* The screening as it would be with today's pressure: what a physician has cleared stays so. */
static EbbScreeningJudgement *
judge_again (const EbbDoorQuestion *question, const EbbBloodPressure *pressure)
{
  const EbbScreeningFile *file = question->screening;
  g_autoptr (EbbScreening) today = ebb_screening_copy (file->screening);

  today->first = *pressure;
  today->second = (EbbBloodPressure){ -1, -1 };
  return ebb_screening_judge (&(EbbScreeningQuestion){ .list = file->list,
                                                       .screening = today,
                                                       .settings = &file->settings,
                                                       .clearances = file->clearances,
                                                       .limb = question->limb });
}

static EbbDoorLock
judge_raised (const EbbDoorQuestion *question, const EbbBloodPressure *pressure,
              EbbDoorJudgement *into)
{
  const EbbScreeningFile *file = question->screening;
  g_autoptr (EbbScreeningJudgement) judgement =
      file != NULL && file->screening != NULL ? judge_again (question, pressure) : NULL;

  if (judgement == NULL || judgement->outcome > EBB_SCREENING_LIMITS) {
    into->text =
        g_strdup_printf (_ ("%d/%d mmHg needs a physician's clearance. Record it, or train "
                            "without the cuff today."),
                         pressure->systolic_mmhg, pressure->diastolic_mmhg);
    return EBB_DOOR_PHYSICIAN;
  }
  into->max_percent_lop = judgement->max_percent_lop;
  gboolean too_much =
      judgement->max_percent_lop > 0 && !(question->percent_lop <= judgement->max_percent_lop);
  if (!too_much && (question->intermittent || !judgement->intermittent))
    return EBB_DOOR_OPEN;
  into->text = g_strdup_printf (
      _ ("With %d/%d mmHg at most %g %% of LOP, cuff deflated in the rests. "
         "Change the prescription."),
      pressure->systolic_mmhg, pressure->diastolic_mmhg, judgement->max_percent_lop);
  return EBB_DOOR_LIMITED;
}

static EbbDoorLock
judge_pressure (const EbbDoor *door, const EbbDoorQuestion *question, EbbDoorJudgement *into)
{
  EbbBloodPressure pressure;
  gboolean decides;

  if (!last_pressure (door, question, &pressure, &decides))
    return EBB_DOOR_OPEN;
  const EbbBloodPressureTier *tier = tier_of (question, &pressure);
  if (!decides) {
    into->text =
        g_strdup_printf (_ ("%d/%d mmHg: sit for five minutes and measure again. Both stay in "
                            "the record, the second decides."),
                         pressure.systolic_mmhg, pressure.diastolic_mmhg);
    return EBB_DOOR_MEASURE_AGAIN;
  }
  if (tier == NULL || tier->effect <= EBB_EFFECT_CAUTION)
    return EBB_DOOR_OPEN;
  if (tier->effect == EBB_EFFECT_PHYSICIAN)
    return judge_raised (question, &pressure, into);
  into->text =
      g_strdup_printf (_ ("%d/%d mmHg for the second time. No cuff training today; tell the "
                          "physician."),
                       pressure.systolic_mmhg, pressure.diastolic_mmhg);
  return EBB_DOOR_NOT_TODAY;
}

/* --- Questions ----------------------------------------------------------------------------- */

/* Who told what is new has been asked; "nothing new" is no word about the exceptions. */
static gboolean
was_asked (const EbbDoor *door)
{
  return ebb_door_find (door, EBB_DOOR_NOTHING_NEW) != NULL;
}

/* In words of a person, not by a choice alone. */
static gboolean
is_explained (const EbbDoor *door)
{
  const EbbDoorAnswer *line = ebb_door_find (door, EBB_DOOR_NOTHING_NEW);

  return line != NULL && line->second > 0;
}

static EbbDoorLock
judge_yes (const EbbDoor *door, const EbbCheckItem *item, char **text)
{
  const EbbDoorAnswer *answer = ebb_door_find (door, item->id);

  if (answer == NULL || !(answer->value > 0))
    return EBB_DOOR_OPEN;
  switch (item->effect) {
  case EBB_CHECK_ASK_MORE:
    if (is_explained (door))
      return EBB_DOOR_OPEN;
    *text = g_strdup (_ ("Ask more, and write down what you decided."));
    return EBB_DOOR_EXPLAIN;
  case EBB_CHECK_SCREEN_AGAIN:
    *text = g_strdup (_ ("Health has changed: the screening no longer holds. Screen again."));
    return EBB_DOOR_SCREEN_AGAIN;
  case EBB_CHECK_NOT_TODAY:
    *text = g_strdup (_ ("Fever or illness: no cuff training today."));
    return EBB_DOOR_NOT_TODAY;
  case EBB_CHECK_REFER:
    *text = g_strdup (_ ("No cuff, and to a physician today: this may be a clot or muscle "
                         "breakdown."));
    return EBB_DOOR_REFER;
  default:
    return EBB_DOOR_OPEN;
  }
}

static EbbDoorLock
judge_needed (const EbbDoor *door, const EbbCheckItem *item, char **text)
{
  if (item->kind != EBB_CHECK_TICK || item->effect != EBB_CHECK_NEEDED || is_yes (door, item->id))
    return EBB_DOOR_OPEN;
  *text = g_strdup_printf (_ ("Not confirmed yet: %s."), item->question);
  return EBB_DOOR_ASK;
}

static EbbDoorLock
judge_item (const EbbDoor *door, const EbbDoorQuestion *question, const EbbCheckItem *item,
            char **text)
{
  if (item->when != EBB_CHECK_BEFORE)
    return EBB_DOOR_OPEN;
  if (item->kind == EBB_CHECK_YES_NO)
    return judge_yes (door, item, text);
  return question->needed ? judge_needed (door, item, text) : EBB_DOOR_OPEN;
}

static void
keep_strictest (EbbDoorLock *lock, char **text, EbbDoorLock found, char *sentence)
{
  if (found <= *lock) {
    g_free (sentence);
    return;
  }
  *lock = found;
  g_free (*text);
  *text = sentence;
}

void
ebb_door_judgement_clear (EbbDoorJudgement *judgement)
{
  g_clear_pointer (&judgement->text, g_free);
}

EbbDoorLock
ebb_door_judge (const EbbDoor *door, const EbbDoorQuestion *question, EbbDoorJudgement *into)
{
  EbbDoorJudgement pressure = { 0 };
  char *sentence = NULL;
  EbbDoorLock found;

  *into = (EbbDoorJudgement){ .lock = EBB_DOOR_OPEN };
  if (question->needed && !was_asked (door)) {
    into->lock = EBB_DOOR_ASK;
    into->text = g_strdup (_ ("Ask: is anything new since last time?"));
  }
  for (guint i = 0; i < question->list->checks->len; i++) {
    found = judge_item (door, question, g_ptr_array_index (question->list->checks, i), &sentence);
    keep_strictest (&into->lock, &into->text, found, g_steal_pointer (&sentence));
  }
  found = judge_pressure (door, question, &pressure);
  keep_strictest (&into->lock, &into->text, found, pressure.text);
  into->max_percent_lop = pressure.max_percent_lop;
  return into->lock;
}

/* --- What is recorded of it ---------------------------------------------------------------- */

static void
add_refusal (GPtrArray *refusals, const EbbCheckList *list, const EbbCheckItem *item,
             const EbbDoorAnswer *answer)
{
  EbbDoorRefusal *refusal = g_new0 (EbbDoorRefusal, 1);

  refusal->answer = g_strdup (item->id);
  refusal->question = g_strdup (item->question);
  refusal->list_id = g_strdup (list->id);
  refusal->list_version = list->version;
  refusal->value = answer->value;
  refusal->second = answer->second;
  refusal->physician = item->effect == EBB_CHECK_REFER;
  g_ptr_array_add (refusals, refusal);
}

static void
add_pressure (GPtrArray *refusals, const EbbDoor *door, const EbbDoorQuestion *question,
              const EbbCheckItem *item)
{
  g_auto (EbbDoorJudgement) judgement = { 0 };
  EbbDoorAnswer answer = { .value = NAN, .second = NAN };
  EbbBloodPressure pressure;

  if (judge_pressure (door, question, &judgement) != EBB_DOOR_NOT_TODAY
      || !ebb_door_pressure (door, question, &pressure))
    return;
  answer.value = pressure.systolic_mmhg;
  answer.second = pressure.diastolic_mmhg;
  add_refusal (refusals, question->list, item, &answer);
}

GPtrArray *
ebb_door_refusals (const EbbDoor *door, const EbbDoorQuestion *question)
{
  GPtrArray *refusals = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_door_refusal_free);

  for (guint i = 0; i < question->list->checks->len; i++) {
    const EbbCheckItem *item = g_ptr_array_index (question->list->checks, i);
    const EbbDoorAnswer *answer = ebb_door_find (door, item->id);

    if (item->when != EBB_CHECK_BEFORE)
      continue;
    if (item->kind == EBB_CHECK_BLOOD_PRESSURE)
      add_pressure (refusals, door, question, item);
    else if (answer != NULL && answer->value > 0
             && (item->effect == EBB_CHECK_NOT_TODAY || item->effect == EBB_CHECK_REFER))
      add_refusal (refusals, question->list, item, answer);
  }
  return refusals;
}

char *
ebb_door_refusal_to_text (const EbbDoorRefusal *refusal)
{
  if (isnan (refusal->second) || isnan (refusal->value))
    return g_strdup (ebb_defined (refusal->question));
  return g_strdup_printf (_ ("%.0f/%.0f mmHg for the second time"), refusal->value,
                          refusal->second);
}

EbbSignAction
ebb_sign_judge (const EbbStopSign *sign, double value)
{
  if (!isnan (sign->over) && !isnan (value) && value <= sign->over)
    return EBB_SIGN_CONTINUE;
  return sign->action;
}
