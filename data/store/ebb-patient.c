/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-patient.h"

#include "ebb-store.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define BIRTH_DATE_MIN "1900-01-01"

#define NAME_LENGTH_MAX 200
#define TEXT_LENGTH_MAX 2000

#define SHOWN_LENGTH_MAX 60

/* Whole letters, and not more than a message bears. */
static glong
shown_length (const char *text)
{
  return MIN (g_utf8_strlen (text, -1), SHOWN_LENGTH_MAX);
}

gboolean
ebb_refuse (GError **error, const char *field, const char *value, const char *allowed)
{
  g_autofree char *valid = value != NULL ? g_utf8_make_valid (value, -1) : NULL;
  g_autofree char *shown = valid != NULL ? g_utf8_substring (valid, 0, shown_length (valid)) : NULL;

  if (shown == NULL)
    g_set_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_INVALID, _ ("%s is missing; allowed: %s"),
                 field, allowed);
  else
    g_set_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_INVALID, _ ("%s is “%s”; allowed: %s"),
                 field, shown, allowed);
  return FALSE;
}

static gboolean
has_date_shape (const char *text)
{
  if (strlen (text) != 10)
    return FALSE;

  for (guint i = 0; i < 10; i++) {
    gboolean dash = i == 4 || i == 7;

    if (dash ? text[i] != '-' : !g_ascii_isdigit (text[i]))
      return FALSE;
  }

  return TRUE;
}

gboolean
ebb_date_is_valid (const char *text)
{
  guint year, month, day;

  if (text == NULL || !has_date_shape (text))
    return FALSE;

  year = (guint) g_ascii_strtoull (text, NULL, 10);
  month = (guint) g_ascii_strtoull (text + 5, NULL, 10);
  day = (guint) g_ascii_strtoull (text + 8, NULL, 10);
  return g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year);
}

static gboolean
is_plain_text (const char *text, glong length_max, gboolean lines)
{
  gboolean blank = TRUE;

  if (!g_utf8_validate (text, -1, NULL) || g_utf8_strlen (text, -1) > length_max)
    return FALSE;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar letter = g_utf8_get_char (at);

    if (g_unichar_iscntrl (letter) && !(lines && letter == '\n'))
      return FALSE;
    blank = blank && g_unichar_isspace (letter);
  }

  return !blank;
}

gboolean
ebb_check_line (const char *field, const char *text, gboolean needed, GError **error)
{
  if (text == NULL && !needed)
    return TRUE;
  if (text != NULL && is_plain_text (text, NAME_LENGTH_MAX, FALSE))
    return TRUE;

  return ebb_refuse (error, field, text, _ ("1 to 200 characters in one line"));
}

gboolean
ebb_check_free_text (const char *field, const char *text, GError **error)
{
  if (text == NULL || is_plain_text (text, TEXT_LENGTH_MAX, TRUE))
    return TRUE;

  return ebb_refuse (error, field, text, _ ("1 to 2000 characters"));
}

gboolean
ebb_check_date (const char *field, const char *text, GError **error)
{
  return ebb_date_is_valid (text)
         || ebb_refuse (error, field, text, _ ("a day of the calendar, written YYYY-MM-DD"));
}

/* Dates of this shape sort as text. */
static gboolean
check_birth_date (const char *text, const char *today, GError **error)
{
  g_autofree char *allowed =
      g_strdup_printf (_ ("a day of the calendar from %s to today, %s"), BIRTH_DATE_MIN, today);

  return (ebb_date_is_valid (text) && strcmp (text, BIRTH_DATE_MIN) >= 0
          && strcmp (text, today) <= 0)
         || ebb_refuse (error, _ ("birth date"), text, allowed);
}

static gboolean
check_sex (const char *text, GError **error)
{
  static const char *const words[] = { "female", "male", "other", NULL };

  return text == NULL || g_strv_contains (words, text)
         || ebb_refuse (error, _ ("sex"), text, _ ("female, male, other, or nothing"));
}

gboolean
ebb_patient_validate (const EbbPatient *patient, const char *today, GError **error)
{
  return ebb_check_line (_ ("name"), patient->name, TRUE, error)
         && check_birth_date (patient->birth_date, today, error)
         && ebb_check_line (_ ("record number"), patient->record_number, FALSE, error)
         && check_sex (patient->sex, error);
}

gboolean
ebb_order_validate (const EbbOrder *order, GError **error)
{
  if (!ebb_check_line (_ ("physician"), order->physician, TRUE, error)
      || !ebb_check_date (_ ("date of the order"), order->ordered_on, error)
      || !ebb_check_free_text (_ ("restrictions"), order->restrictions, error)
      || !ebb_check_free_text (_ ("diagnosis"), order->diagnosis, error))
    return FALSE;

  if (order->valid_until == NULL)
    return TRUE;
  if (!ebb_check_date (_ ("valid until"), order->valid_until, error))
    return FALSE;

  return strcmp (order->valid_until, order->ordered_on) >= 0
         || ebb_refuse (error, _ ("valid until"), order->valid_until,
                        _ ("a day not before the date of the order"));
}
