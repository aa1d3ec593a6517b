/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-clinic-text.h"

#include "ebb-date-text.h"
#include "ebb-defined.h"
#include "ebb-format.h"
#include "ebb-patient-text.h"

#include <glib/gi18n-lib.h>

#define OPTIONS_MAX 4

static const struct {
  const char *title, *detail;
  struct {
    const char *value, *text;
  } options[OPTIONS_MAX]; /* value NULL: the end */
} rows[EBB_N_CLINIC_FIELDS] = {
  [EBB_CLINIC_NAME] = { N_ ("Name"), NULL, { { 0 } } },
  [EBB_CLINIC_ADDRESS] = { N_ ("Address"), NULL, { { 0 } } },
  [EBB_CLINIC_PHONE] = { N_ ("Phone"), NULL, { { 0 } } },
  [EBB_CLINIC_HOURS] = { N_ ("Hours"), NULL, { { 0 } } },
  [EBB_CLINIC_EMERGENCY] = { N_ ("Emergency number"), NULL, { { 0 } } },
  [EBB_CLINIC_ORDER_REQUIRED] = { N_ ("Physician's order"),
                                  N_ ("Without one no session begins, unless it is not needed "
                                      "here."),
                                  { { "yes", N_ ("Needed") }, { "no", N_ ("Not needed") } } },
  [EBB_CLINIC_MISSING_CONSENT] = { N_ ("Missing consent"),
                                   N_ ("What is said of a patient who has not consented to the "
                                       "training."),
                                   { { "due-and-word", N_ ("Due, and at the start") },
                                     { "due", N_ ("Due") },
                                     { "nothing", N_ ("Nothing") } } },
  [EBB_CLINIC_DIASTOLIC_BLOCK] = { N_ ("Diastolic pressure that stops"),
                                   N_ ("From here on no training with the cuff. 110 is the "
                                       "ACSM's."),
                                   { { "100", N_ ("100 mmHg") }, { "110", N_ ("110 mmHg") } } },
  [EBB_CLINIC_SCREENING_VALID] = { N_ ("A screening holds for"),
                                   NULL,
                                   { { "90", N_ ("90 days") },
                                     { "60", N_ ("60 days") },
                                     { "30", N_ ("30 days") } } },
  [EBB_CLINIC_POST_OPERATIVE] = { N_ ("Wait after an operation"), NULL, { { 0 } } },
  [EBB_CLINIC_RATING_SCALE] = { N_ ("Scale of exertion"),
                                NULL,
                                { { "cr10", N_ ("0 to 10 (CR10)") },
                                  { "6-20", N_ ("6 to 20 (Borg)") } } },
  [EBB_CLINIC_PRECONDITIONING] = { N_ ("Ischaemic preconditioning"), NULL, { { 0 } } },
};

const char *
ebb_clinic_title (EbbClinicField field)
{
  return _ (rows[field].title);
}

const char *
ebb_clinic_detail (EbbClinicField field)
{
  return rows[field].detail != NULL ? _ (rows[field].detail) : NULL;
}

static void
option_free (gpointer data)
{
  EbbClinicOption *option = data;

  g_free (option->text);
  g_free (option);
}

static void
add (GPtrArray *options, const char *value, const char *text)
{
  EbbClinicOption *option = g_new0 (EbbClinicOption, 1);

  option->value = g_intern_string (value);
  option->text = g_strdup (text);
  g_ptr_array_add (options, option);
}

GPtrArray *
ebb_clinic_options (EbbClinicField field, const EbbClinicValue *now)
{
  GPtrArray *options = g_ptr_array_new_with_free_func (option_free);
  gboolean known = now->value == NULL;

  for (guint i = 0; i < OPTIONS_MAX && rows[field].options[i].value != NULL; i++) {
    add (options, rows[field].options[i].value, _ (rows[field].options[i].text));
    known = known || g_str_equal (rows[field].options[i].value, now->value);
  }
  if (!known)
    add (options, now->value, now->value);
  return options;
}

guint
ebb_clinic_option_find (const GPtrArray *options, const char *value)
{
  for (guint i = 0; i < options->len; i++) {
    const EbbClinicOption *option = g_ptr_array_index (options, i);

    if (g_strcmp0 (option->value, value) == 0)
      return i;
  }
  return 0;
}

static char *
day_of (gint64 unix_us)
{
  g_autofree char *day = ebb_date_of_moment (unix_us);

  return ebb_format_date_short (day);
}

char *
ebb_clinic_preconditioning_text (const EbbClinicValue *value)
{
  gboolean on = g_strcmp0 (value->value, "on") == 0;
  g_autofree char *day = NULL, *when = NULL;

  if (value->written_unix_us == EBB_TIME_UNSET)
    return g_strdup (_ ("Off. It closes the artery on purpose and is no usual training."));
  day = day_of (value->written_unix_us);
  when = on ? g_strdup_printf (_ ("On since %s"), day) : g_strdup_printf (_ ("Off since %s"), day);
  return ebb_join_facts (when, value->operator_name != NULL ? value->operator_name : "",
                         value->reason != NULL ? value->reason : "", NULL);
}

char *
ebb_clinic_list_text (const EbbListInForce *in_force)
{
  guint version = in_force->list->version, n = in_force->list->items->len;
  gboolean chosen = in_force->written_unix_us != EBB_TIME_UNSET;
  g_autofree char *which = in_force->own
                               ? g_strdup_printf (_ ("The clinic's list, version %u"), version)
                               : g_strdup_printf (_ ("Ebb's own list, version %u"), version);
  g_autofree char *asked = g_strdup_printf (ngettext ("%u condition", "%u conditions", n), n);
  g_autofree char *day = chosen ? day_of (in_force->written_unix_us) : NULL;
  g_autofree char *when = chosen ? g_strdup_printf (_ ("since %s"), day) : g_strdup ("");

  return ebb_join_facts (which, asked, when,
                         in_force->operator_name != NULL ? in_force->operator_name : "", NULL);
}

char *
ebb_clinic_list_changes (const GPtrArray *changes)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < changes->len; i++) {
    const EbbListChange *change = g_ptr_array_index (changes, i);

    g_string_append_printf (lines, "%s%s: %s", i > 0 ? "\n" : "",
                            ebb_list_change_to_text (change->kind), ebb_defined (change->name));
  }
  return g_string_free (g_steal_pointer (&lines), FALSE);
}
