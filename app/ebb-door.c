/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-door.h"

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
ebb_door_take (EbbDoor *door, const char *kind, double value, double second, const char *text)
{
  EbbDoorAnswer *answer = g_new0 (EbbDoorAnswer, 1);

  if (door->answers == NULL)
    door->answers = g_ptr_array_new_with_free_func (answer_free);
  answer->kind = g_strdup (kind);
  answer->text = text != NULL && *text != '\0' ? g_strdup (text) : NULL;
  answer->value = value;
  answer->second = second;
  g_ptr_array_add (door->answers, answer);
}

void
ebb_door_add (EbbDoor *door, const EbbDoor *more)
{
  for (guint i = 0; more->answers != NULL && i < more->answers->len; i++) {
    const EbbDoorAnswer *answer = g_ptr_array_index (more->answers, i);

    ebb_door_take (door, answer->kind, answer->value, answer->second, answer->text);
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

/* Whether one was taken; `decides`: the newest, or the second where the first was refused.  A third
 * does not help. */
static gboolean
last_pressure (const EbbDoor *door, const EbbDoorQuestion *question, EbbBloodPressure *into,
               gboolean *decides)
{
  gboolean was_refused = FALSE, any = FALSE;

  *decides = TRUE;
  for (guint i = 0; door->answers != NULL && i < door->answers->len; i++) {
    const EbbDoorAnswer *answer = g_ptr_array_index (door->answers, i);

    if (g_strcmp0 (answer->kind, "bp") != 0 || isnan (answer->value) || isnan (answer->second))
      continue;
    *into = (EbbBloodPressure){ (int) lround (answer->value), (int) lround (answer->second) };
    any = TRUE;
    if (was_refused)
      return *decides = TRUE;
    const EbbBloodPressureTier *tier = tier_of (question, into);
    was_refused = tier != NULL && tier->effect == EBB_EFFECT_REFUSED;
    *decides = !was_refused;
  }
  return any;
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
judge_raised (const EbbDoorQuestion *question, const EbbBloodPressure *pressure, char **text)
{
  const EbbScreeningFile *file = question->screening;
  g_autoptr (EbbScreeningJudgement) judgement =
      file != NULL && file->screening != NULL ? judge_again (question, pressure) : NULL;

  if (judgement == NULL || judgement->outcome > EBB_SCREENING_LIMITS) {
    *text = g_strdup_printf (_ ("%d/%d mmHg needs a physician's clearance. Record it, or train "
                                "without the cuff today."),
                             pressure->systolic_mmhg, pressure->diastolic_mmhg);
    return EBB_DOOR_PHYSICIAN;
  }
  gboolean too_much =
      judgement->max_percent_lop > 0 && !(question->percent_lop <= judgement->max_percent_lop);
  if (!too_much && (question->intermittent || !judgement->intermittent))
    return EBB_DOOR_OPEN;
  *text = g_strdup_printf (_ ("With %d/%d mmHg at most %g %% of LOP, cuff deflated in the rests. "
                              "Change the prescription."),
                           pressure->systolic_mmhg, pressure->diastolic_mmhg,
                           judgement->max_percent_lop);
  return EBB_DOOR_LIMITED;
}

static EbbDoorLock
judge_pressure (const EbbDoor *door, const EbbDoorQuestion *question, char **text)
{
  EbbBloodPressure pressure;
  gboolean decides;

  if (!last_pressure (door, question, &pressure, &decides))
    return EBB_DOOR_OPEN;
  const EbbBloodPressureTier *tier = tier_of (question, &pressure);
  if (!decides) {
    *text = g_strdup_printf (_ ("%d/%d mmHg: sit for five minutes and measure again. Both stay in "
                                "the record, the second decides."),
                             pressure.systolic_mmhg, pressure.diastolic_mmhg);
    return EBB_DOOR_MEASURE_AGAIN;
  }
  if (tier == NULL || tier->effect <= EBB_EFFECT_CAUTION)
    return EBB_DOOR_OPEN;
  if (tier->effect == EBB_EFFECT_PHYSICIAN)
    return judge_raised (question, &pressure, text);
  *text = g_strdup_printf (_ ("%d/%d mmHg for the second time. No cuff training today; tell the "
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

EbbDoorLock
ebb_door_judge (const EbbDoor *door, const EbbDoorQuestion *question, char **text)
{
  EbbDoorLock lock = EBB_DOOR_OPEN, found;
  char *sentence = NULL;

  *text = NULL;
  if (question->needed && !was_asked (door)) {
    lock = EBB_DOOR_ASK;
    *text = g_strdup (_ ("Ask: is anything new since last time?"));
  }
  for (guint i = 0; i < question->list->checks->len; i++) {
    found = judge_item (door, question, g_ptr_array_index (question->list->checks, i), &sentence);
    keep_strictest (&lock, text, found, g_steal_pointer (&sentence));
  }
  found = judge_pressure (door, question, &sentence);
  keep_strictest (&lock, text, found, sentence);
  return lock;
}

EbbSignAction
ebb_sign_judge (const EbbStopSign *sign, double value)
{
  if (!isnan (sign->over) && !isnan (value) && value <= sign->over)
    return EBB_SIGN_CONTINUE;
  return sign->action;
}
