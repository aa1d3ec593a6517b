/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Answers and facts of a screening from a command line, or from a file with some changed there.
 */
#include "ctl-screening.h"
#include "ctl.h"
#include "ebb-clock.h"
#include "ebb-day.h"
#include "ebb-number.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

void
ctl_answers_entries (CtlAnswers *answers, GOptionEntry *entries)
{
  const GOptionEntry own[CTL_ANSWERS_ENTRIES] = {
    { "answers", 0, 0, G_OPTION_ARG_FILENAME, &answers->path, N_ ("File with answers"), "FILE" },
    { "yes", 0, 0, G_OPTION_ARG_STRING_ARRAY, &answers->yes, N_ ("A question answered yes"),
      "ID[:LIMB,LIMB]" },
    { "wells", 0, 0, G_OPTION_ARG_STRING_ARRAY, &answers->wells, N_ ("A sign of the Wells score"),
      "ID" },
    { "no-to-rest", 0, 0, G_OPTION_ARG_NONE, &answers->no_to_rest,
      N_ ("All other questions were asked and answered no"), NULL },
    { "age", 0, 0, G_OPTION_ARG_STRING, &answers->age, N_ ("Age in years"), "N" },
    { "sex", 0, 0, G_OPTION_ARG_STRING, &answers->sex, N_ ("female, male or other"), "WORD" },
    { "height", 0, 0, G_OPTION_ARG_STRING, &answers->height, N_ ("Height in cm"), "N" },
    { "weight", 0, 0, G_OPTION_ARG_STRING, &answers->weight, N_ ("Weight in kg"), "N" },
    { "surgery", 0, 0, G_OPTION_ARG_STRING, &answers->surgery_on, N_ ("Date of the surgery"),
      "YYYY-MM-DD" },
    { "bp", 0, 0, G_OPTION_ARG_STRING, &answers->first, N_ ("Resting blood pressure"),
      "SYSTOLIC/DIASTOLIC" },
    { "bp2", 0, 0, G_OPTION_ARG_STRING, &answers->second,
      N_ ("The same after five minutes of sitting; it decides"), "SYSTOLIC/DIASTOLIC" },
    { "acknowledge", 0, 0, G_OPTION_ARG_NONE, &answers->acknowledge,
      N_ ("The therapist has read the cautions"), NULL },
    { "date", 0, 0, G_OPTION_ARG_STRING, &answers->date, N_ ("Day of the screening"),
      "YYYY-MM-DD" },
    { "limb", 0, 0, G_OPTION_ARG_STRING, &answers->limb, N_ ("Limb the cuff goes to"), "WORD" },
  };

  memcpy (entries, own, sizeof own);
}

void
ctl_answers_clear (CtlAnswers *answers)
{
  char *texts[] = { answers->path,   answers->sex,    answers->surgery_on, answers->date,
                    answers->first,  answers->second, answers->limb,       answers->age,
                    answers->height, answers->weight };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  g_strfreev (answers->yes);
  g_strfreev (answers->wells);
}

static gboolean
fail (GError **error, const char *option, const char *value, const char *allowed)
{
  g_set_error (error, EBB_PROTOCOL_ERROR, EBB_PROTOCOL_ERROR_FIELD, _ ("%s is “%s”; allowed: %s"),
               option, value, allowed);
  return FALSE;
}

/* "165/92". */
static gboolean
take_pressure (const char *option, const char *text, EbbBloodPressure *pressure, GError **error)
{
  char rest;

  if (text == NULL)
    return TRUE;
  if (sscanf (text, "%3d/%3d%c", &pressure->systolic_mmhg, &pressure->diastolic_mmhg, &rest) == 2
      && pressure->systolic_mmhg >= 0 && pressure->diastolic_mmhg >= 0)
    return TRUE;
  return fail (error, option, text,
               _ ("systolic 50 to 300 over a smaller diastolic of 20 to 200 mmHg"));
}

static gboolean
take_limbs (const char *text, guint *limbs, GError **error)
{
  g_auto (GStrv) words = g_strsplit (text, ",", -1);

  for (guint i = 0; words[i] != NULL; i++) {
    guint limb = ebb_limb_from_string (words[i]);

    if (limb == 0)
      return fail (error, _ ("limb"), words[i], "left-arm, right-arm, left-leg, right-leg");
    *limbs |= limb;
  }
  return TRUE;
}

/* "wound:left-leg,right-leg". */
static gboolean
take_yes (EbbScreening *screening, const char *text, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", 2);
  guint limbs = 0;

  if (parts[0] == NULL || (parts[1] != NULL && !take_limbs (parts[1], &limbs, error)))
    return FALSE;
  ebb_screening_answer (screening, parts[0], TRUE, limbs, NULL);
  return TRUE;
}

static gboolean
take_rows (const CtlAnswers *answers, EbbScreening *screening, GError **error)
{
  for (guint i = 0; answers->yes != NULL && answers->yes[i] != NULL; i++)
    if (!take_yes (screening, answers->yes[i], error))
      return FALSE;
  for (guint i = 0; answers->wells != NULL && answers->wells[i] != NULL; i++)
    g_ptr_array_add (screening->wells, g_strdup (answers->wells[i]));
  return TRUE;
}

static void
set_text (char **text, const char *typed)
{
  g_free (*text);
  *text = g_strdup (typed);
}

/* A record's negative number is "not known"; a typed one is a mistake. */
static gboolean
take_number (const char *option, const char *typed, double min, double max, double *number,
             GError **error)
{
  g_autofree char *allowed = g_strdup_printf (_ ("a number from %g to %g"), min, max);
  double found;

  if (typed == NULL)
    return TRUE;
  if (!ebb_number_parse (typed, &found) || found < min || found > max)
    return fail (error, option, typed, allowed);
  *number = found;
  return TRUE;
}

static gboolean
take_age (const char *typed, int *age_years, GError **error)
{
  g_autofree char *allowed =
      g_strdup_printf (_ ("a whole number from %d to %d"), 0, EBB_SCREENING_AGE_MAX);
  guint64 years;

  if (typed == NULL)
    return TRUE;
  if (!g_ascii_string_to_unsigned (typed, 10, 0, EBB_SCREENING_AGE_MAX, &years, NULL))
    return fail (error, "--age", typed, allowed);
  *age_years = (int) years;
  return TRUE;
}

static gboolean
take_facts (const CtlAnswers *answers, EbbScreening *screening, GError **error)
{
  if (!take_age (answers->age, &screening->age_years, error)
      || !take_number ("--height", answers->height, EBB_SCREENING_HEIGHT_MIN_CM,
                       EBB_SCREENING_HEIGHT_MAX_CM, &screening->height_cm, error)
      || !take_number ("--weight", answers->weight, EBB_SCREENING_WEIGHT_MIN_KG,
                       EBB_SCREENING_WEIGHT_MAX_KG, &screening->weight_kg, error))
    return FALSE;
  if (answers->sex != NULL)
    set_text (&screening->sex, answers->sex);
  if (answers->surgery_on != NULL)
    set_text (&screening->surgery_on, answers->surgery_on);
  screening->acknowledged |= answers->acknowledge;
  return take_pressure ("--bp", answers->first, &screening->first, error)
         && take_pressure ("--bp2", answers->second, &screening->second, error);
}

static EbbScreening *
begin (const CtlAnswers *answers, const EbbScreeningList *list, GError **error)
{
  g_autofree char *text = NULL;
  gsize length = 0;
  EbbScreening *screening;

  if (answers->path != NULL)
    return g_file_get_contents (answers->path, &text, &length, error)
               ? ebb_screening_parse (answers->path, text, (gssize) length, error)
               : NULL;
  screening = ebb_screening_new ();
  screening->list_id = g_strdup (list->id);
  screening->list_version = list->version;
  return screening;
}

EbbScreening *
ctl_answers_read (const CtlAnswers *answers, const EbbScreeningList *list, GError **error)
{
  g_autoptr (EbbScreening) screening = begin (answers, list, error);
  EbbDay today = ebb_day_of (ebb_clock_wall_unix_us ());
  int days;

  if (screening == NULL)
    return NULL;
  if (g_strcmp0 (screening->list_id, list->id) != 0 || screening->list_version != list->version) {
    g_autofree char *known = g_strdup_printf ("%s %u", list->id, list->version);

    fail (error, _ ("screening list"), screening->list_id, known);
    return NULL;
  }
  screening->screened_on = g_strdup (answers->date != NULL ? answers->date : today.date);
  if (!ebb_screening_days_between (screening->screened_on, today.date, &days) || days < 0) {
    fail (error, "--date", screening->screened_on, _ ("YYYY-MM-DD, not still to come"));
    return NULL;
  }
  if (!take_rows (answers, screening, error) || !take_facts (answers, screening, error))
    return NULL;
  if (answers->no_to_rest)
    ebb_screening_answer_rest_no (screening, list);
  return ebb_screening_check (screening, list, error) ? g_steal_pointer (&screening) : NULL;
}

gboolean
ctl_answers_limb (const CtlAnswers *answers, guint *limb, GError **error)
{
  *limb = ebb_limb_from_string (answers->limb);
  return answers->limb == NULL || *limb != 0
         || fail (error, "--limb", answers->limb, "left-arm, right-arm, left-leg, right-leg");
}
