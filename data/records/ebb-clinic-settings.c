/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-clinic-settings.h"

#include <glib/gi18n-lib.h>

static const char *const yes_no[] = { "no", "yes", NULL };
static const char *const on_off[] = { "off", "on", NULL };
static const char *const consents[] = { "nothing", "due", "due-and-word", NULL };
static const char *const scales[] = { "cr10", "6-20", NULL };

/* Ranges: clinic 3.8 (100, or 110 after ACSM); 3.1 (at most 90 days); a year of care after an
 * operation. */
static const EbbClinicFieldKind kinds[EBB_N_CLINIC_FIELDS] = {
  [EBB_CLINIC_NAME] = { .id = "name" },
  [EBB_CLINIC_ADDRESS] = { .id = "address" },
  [EBB_CLINIC_PHONE] = { .id = "phone" },
  [EBB_CLINIC_HOURS] = { .id = "hours" },
  [EBB_CLINIC_EMERGENCY] = { .id = "emergency-number" },
  [EBB_CLINIC_ORDER_REQUIRED] = { "order-required", "flag", yes_no, 0, 1, 1 },
  [EBB_CLINIC_MISSING_CONSENT] = { "missing-consent", "flag", consents, 0, 2, 1 },
  [EBB_CLINIC_DIASTOLIC_BLOCK] = { "screening-diastolic-block", "dmmhg", NULL, 100, 110, 10 },
  [EBB_CLINIC_SCREENING_VALID] = { "screening-valid", "days", NULL, 1, 90, 1 },
  [EBB_CLINIC_POST_OPERATIVE] = { "screening-post-operative", "days", NULL, 0, 365, 1 },
  [EBB_CLINIC_RATING_SCALE] = { "rating-scale", "flag", scales, 0, 1, 1 },
  [EBB_CLINIC_PRECONDITIONING] = { "preconditioning", "flag", on_off, 0, 1, 1 },
};

const EbbClinicFieldKind *
ebb_clinic_field_kind (EbbClinicField field)
{
  return &kinds[field];
}

EbbClinicField
ebb_clinic_field_find (const char *id)
{
  guint field = 0;

  while (field < EBB_N_CLINIC_FIELDS && g_strcmp0 (kinds[field].id, id) != 0)
    field++;
  return (EbbClinicField) field;
}

char *
ebb_clinic_field_allowed (EbbClinicField field)
{
  const EbbClinicFieldKind *kind = &kinds[field];

  if (kind->unit == NULL)
    return g_strdup (_ ("one line of text"));
  if (kind->words != NULL)
    return g_strjoinv (", ", (char **) kind->words);
  return g_strdup_printf (_ ("a whole number from %d to %d"), kind->min, kind->max);
}

gboolean
ebb_clinic_field_parse (EbbClinicField field, const char *text, int *value)
{
  const EbbClinicFieldKind *kind = &kinds[field];
  guint64 number = 0;

  for (int i = 0; kind->words != NULL && text != NULL && kind->words[i] != NULL; i++)
    if (g_str_equal (kind->words[i], text)) {
      *value = i;
      return TRUE;
    }
  if (kind->words != NULL || text == NULL
      || !g_ascii_string_to_unsigned (text, 10, (guint64) kind->min, (guint64) kind->max, &number,
                                      NULL))
    return FALSE;
  *value = (int) number;
  return TRUE;
}

char *
ebb_clinic_field_write (EbbClinicField field, int value)
{
  const EbbClinicFieldKind *kind = &kinds[field];

  return kind->words != NULL ? g_strdup (kind->words[CLAMP (value, kind->min, kind->max)])
                             : g_strdup_printf ("%d", value);
}

void
ebb_clinic_settings_free (EbbClinicSettings *settings)
{
  if (settings == NULL)
    return;
  for (guint i = 0; i < EBB_N_CLINIC_FIELDS; i++) {
    g_free (settings->values[i].value);
    g_free (settings->values[i].reason);
    g_free (settings->values[i].operator_name);
  }
  g_free (settings);
}
