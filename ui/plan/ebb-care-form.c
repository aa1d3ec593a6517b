/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-care-form.h"

#include "ebb-date-text.h"
#include "ebb-format.h"
#include "ebb-number-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

void
ebb_care_judged_clear (EbbCareJudged *judged)
{
  for (guint i = 0; i < EBB_CARE_FIELDS_MAX; i++) {
    g_clear_pointer (&judged->error[i], g_free);
    g_clear_pointer (&judged->note[i], g_free);
  }
  g_clear_pointer (&judged->said, g_free);
  if (judged->record != NULL)
    judged->free_record (judged->record);
  judged->record = NULL;
}

gboolean
ebb_care_judged_is_fine (const EbbCareJudged *judged)
{
  for (guint i = 0; i < EBB_CARE_FIELDS_MAX; i++)
    if (judged->error[i] != NULL)
      return FALSE;
  return TRUE;
}

static void
take_error (EbbCareJudged *judged, guint field, char *error)
{
  g_free (judged->error[field]);
  judged->error[field] = error;
}

void
ebb_care_need (const EbbCareForm *form, guint field, const char *text, EbbCareJudged *judged)
{
  if (text == NULL)
    take_error (judged, field, g_strdup_printf (_ ("%s: missing"), _ (form->fields[field].title)));
}

char *
ebb_care_read_date (const EbbCareForm *form, guint field, const EbbCareAsk *ask, const char *text,
                    gboolean needed, EbbCareJudged *judged)
{
  const char *title = _ (form->fields[field].title);
  g_autofree char *iso = ebb_date_from_text (text, ask->month_first);

  if (text == NULL && needed)
    take_error (judged, field,
                g_strdup_printf (_ ("%s: missing; write it like 2 Jun 2026"), title));
  else if (text != NULL && iso == NULL)
    take_error (judged, field,
                g_strdup_printf (_ ("%s: “%s” is no date; write it like 2 Jun 2026"), title, text));
  if (iso == NULL)
    return NULL;
  g_free (judged->note[field]);
  judged->note[field] = ebb_format_date (iso);
  return g_steal_pointer (&iso);
}

double
ebb_care_read_number (const EbbCareForm *form, guint field, const char *text, double min,
                      double max, const char *unit, EbbCareJudged *judged)
{
  double number = ebb_number_from_text (text);

  if (text == NULL || (number >= min && number <= max))
    return number;
  /* Translators: "Weight: “900” is not 0.5 to 500 kg". */
  take_error (judged, field,
              g_strdup_printf (_ ("%s: “%s” is not %g to %g %s"), _ (form->fields[field].title),
                               text, min, max, unit));
  return NAN;
}

guint
ebb_care_read_count (const EbbCareForm *form, guint field, const char *text, guint min, guint max,
                     EbbCareJudged *judged)
{
  double number = ebb_number_from_text (text);

  if (text == NULL)
    return 0;
  if (number >= min && number <= max && number == floor (number))
    return (guint) number;
  /* Translators: "Visits per week: “30” is no whole number from 1 to 14". */
  take_error (judged, field,
              g_strdup_printf (_ ("%s: “%s” is no whole number from %u to %u"),
                               _ (form->fields[field].title), text, min, max));
  return 0;
}

static void
option_free (gpointer data)
{
  EbbOption *option = data;

  g_free (option->word);
  g_free (option->title);
  g_free (option->detail);
  g_free (option);
}

GPtrArray *
ebb_options_new (void)
{
  return g_ptr_array_new_with_free_func (option_free);
}

void
ebb_option_add (GPtrArray *options, const char *word, const char *title, const char *detail)
{
  EbbOption *option = g_new0 (EbbOption, 1);

  option->word = g_strdup (word);
  option->title = g_strdup (title);
  option->detail = g_strdup (detail);
  g_ptr_array_add (options, option);
}
