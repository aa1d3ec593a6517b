/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Answers and facts of a screening as JSON, and whether they can be true.
 */
#include "ebb-json-read.h"
#include "ebb-protocol.h"
#include "ebb-screening-record.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define ANSWERS_MAX 100

/* What a person can be; outside it a number was mistyped. */
#define SYSTOLIC_MIN  50
#define SYSTOLIC_MAX  300
#define DIASTOLIC_MIN 20
#define DIASTOLIC_MAX 200
#define NOTE_MAX      300

/* Writing --------------------------------------------------------------------------------------*/

static void
write_text (JsonBuilder *builder, const char *field, const char *text)
{
  if (text == NULL)
    return;
  json_builder_set_member_name (builder, field);
  json_builder_add_string_value (builder, text);
}

static void
write_int (JsonBuilder *builder, const char *field, gint64 number)
{
  if (number < 0)
    return;
  json_builder_set_member_name (builder, field);
  json_builder_add_int_value (builder, number);
}

static void
write_double (JsonBuilder *builder, const char *field, double number)
{
  if (number < 0)
    return;
  json_builder_set_member_name (builder, field);
  json_builder_add_double_value (builder, number);
}

static void
write_boolean (JsonBuilder *builder, const char *field, gboolean value)
{
  json_builder_set_member_name (builder, field);
  json_builder_add_boolean_value (builder, value != FALSE);
}

static void
write_facts (JsonBuilder *builder, const EbbScreening *screening)
{
  write_int (builder, "age_years", screening->age_years);
  write_text (builder, "sex", screening->sex);
  write_double (builder, "height_cm", screening->height_cm);
  write_double (builder, "weight_kg", screening->weight_kg);
  write_text (builder, "surgery_on", screening->surgery_on);
  write_int (builder, "systolic", screening->first.systolic_mmhg);
  write_int (builder, "diastolic", screening->first.diastolic_mmhg);
  write_int (builder, "systolic_second", screening->second.systolic_mmhg);
  write_int (builder, "diastolic_second", screening->second.diastolic_mmhg);
  write_boolean (builder, "acknowledged", screening->acknowledged);
}

static char *
limbs_to_text (guint limbs)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint bit = 1; bit <= EBB_LIMB_RIGHT_LEG; bit <<= 1)
    if ((limbs & bit) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", ebb_limb_to_string (bit));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
write_answer (JsonBuilder *builder, const EbbScreeningAnswer *answer)
{
  g_autofree char *limbs = limbs_to_text (answer->limbs);

  json_builder_begin_object (builder);
  write_text (builder, "id", answer->id);
  write_boolean (builder, "yes", answer->yes);
  write_text (builder, "limbs", limbs[0] != '\0' ? limbs : NULL);
  write_text (builder, "note", answer->note);
  json_builder_end_object (builder);
}

static void
write_rows (JsonBuilder *builder, const EbbScreening *screening)
{
  if (screening->answers->len > 0) {
    json_builder_set_member_name (builder, "answers");
    json_builder_begin_array (builder);
    for (guint i = 0; i < screening->answers->len; i++)
      write_answer (builder, g_ptr_array_index (screening->answers, i));
    json_builder_end_array (builder);
  }
  if (screening->wells->len == 0)
    return;
  json_builder_set_member_name (builder, "wells");
  json_builder_begin_array (builder);
  for (guint i = 0; i < screening->wells->len; i++) {
    json_builder_begin_object (builder);
    write_text (builder, "id", g_ptr_array_index (screening->wells, i));
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

char *
ebb_screening_to_json (const EbbScreening *screening)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  write_text (builder, "format", "ebb-screening-answers");
  write_int (builder, "format_version", 1);
  write_text (builder, "list", screening->list_id);
  write_int (builder, "list_version", screening->list_version);
  write_facts (builder, screening);
  write_rows (builder, screening);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

/* Reading --------------------------------------------------------------------------------------*/

static int
answers_format (const char *text)
{
  return g_str_equal (text, "ebb-screening-answers") ? 0 : -1;
}

static int
read_optional_int (EbbJsonObject *object, const char *field, int min, int max)
{
  return ebb_json_has (object, field) ? (int) ebb_json_read_int (object, field, min, max) : -1;
}

static double
read_optional_double (EbbJsonObject *object, const char *field, double min, double max)
{
  return ebb_json_has (object, field) ? ebb_json_read_double (object, field, min, max) : -1;
}

/* One half of a blood pressure is none. */
static void
read_pressure (EbbJsonObject *object, const char *systolic, const char *diastolic,
               EbbBloodPressure *pressure)
{
  if (!ebb_json_has (object, systolic) && !ebb_json_has (object, diastolic))
    return;
  pressure->systolic_mmhg = (int) ebb_json_read_int (object, systolic, SYSTOLIC_MIN, SYSTOLIC_MAX);
  pressure->diastolic_mmhg =
      (int) ebb_json_read_int (object, diastolic, DIASTOLIC_MIN, DIASTOLIC_MAX);
}

static void
read_facts (EbbJsonObject *root, EbbScreening *screening)
{
  screening->age_years = read_optional_int (root, "age_years", 0, EBB_SCREENING_AGE_MAX);
  if (ebb_json_has (root, "sex"))
    screening->sex = ebb_json_read_id (root, "sex");
  screening->height_cm = read_optional_double (root, "height_cm", EBB_SCREENING_HEIGHT_MIN_CM,
                                               EBB_SCREENING_HEIGHT_MAX_CM);
  screening->weight_kg = read_optional_double (root, "weight_kg", EBB_SCREENING_WEIGHT_MIN_KG,
                                               EBB_SCREENING_WEIGHT_MAX_KG);
  if (ebb_json_has (root, "surgery_on"))
    screening->surgery_on = ebb_json_read_text (root, "surgery_on", 10);
  read_pressure (root, "systolic", "diastolic", &screening->first);
  read_pressure (root, "systolic_second", "diastolic_second", &screening->second);
  if (ebb_json_has (root, "acknowledged"))
    screening->acknowledged = ebb_json_read_boolean (root, "acknowledged");
}

static guint
read_limbs (EbbJsonObject *inner)
{
  g_autofree char *text = ebb_json_read_text (inner, "limbs", 60);
  g_auto (GStrv) words = text != NULL ? g_strsplit (text, " ", -1) : NULL;
  guint limbs = 0;

  for (guint i = 0; words != NULL && words[i] != NULL; i++) {
    guint limb = ebb_limb_from_string (words[i]);

    if (limb == 0)
      ebb_json_fail (inner, "limbs", words[i],
                     "\"left-arm\", \"right-arm\", \"left-leg\", \"right-leg\"");
    limbs |= limb;
  }
  return limbs;
}

static void
read_answer (EbbJsonObject *root, guint index, EbbScreening *screening)
{
  g_autofree char *id = NULL, *note = NULL;
  EbbJsonObject inner;
  gboolean yes;
  guint limbs = 0;

  if (!ebb_json_read_array_object (root, "answers", index, &inner))
    return;
  id = ebb_json_read_id (&inner, "id");
  yes = ebb_json_read_boolean (&inner, "yes");
  if (ebb_json_has (&inner, "limbs"))
    limbs = read_limbs (&inner);
  if (ebb_json_has (&inner, "note"))
    note = ebb_json_read_text (&inner, "note", NOTE_MAX);
  ebb_json_end (&inner);
  if (id != NULL && ebb_screening_find_answer (screening, id) != NULL)
    ebb_json_fail (&inner, "id", id, _ ("an id that no other row has"));
  else if (id != NULL)
    ebb_screening_answer (screening, id, yes, limbs, note);
}

static void
read_sign (EbbJsonObject *root, guint index, EbbScreening *screening)
{
  EbbJsonObject inner;
  char *id;

  if (!ebb_json_read_array_object (root, "wells", index, &inner))
    return;
  id = ebb_json_read_id (&inner, "id");
  ebb_json_end (&inner);
  if (id != NULL)
    g_ptr_array_add (screening->wells, id);
}

static void
read_fields (EbbJsonObject *root, EbbScreening *screening)
{
  guint n_rows;

  ebb_json_read_word (root, "format", answers_format, "\"ebb-screening-answers\"");
  ebb_json_read_int (root, "format_version", 1, 1);
  screening->list_id = ebb_json_read_id (root, "list");
  screening->list_version = (guint) ebb_json_read_int (root, "list_version", 1, 9999);
  read_facts (root, screening);
  n_rows = ebb_json_has (root, "answers") ? ebb_json_read_array (root, "answers", ANSWERS_MAX) : 0;
  for (guint i = 0; i < n_rows && root->file->error == NULL; i++)
    read_answer (root, i, screening);
  n_rows = ebb_json_has (root, "wells") ? ebb_json_read_array (root, "wells", ANSWERS_MAX) : 0;
  for (guint i = 0; i < n_rows && root->file->error == NULL; i++)
    read_sign (root, i, screening);
  ebb_json_end (root);
}

EbbScreening *
ebb_screening_parse (const char *name, const char *text, gssize length, GError **error)
{
  g_autoptr (EbbScreening) screening = ebb_screening_new ();
  EbbJsonFile file;
  EbbJsonObject root;

  if (ebb_json_file_open (&file, name, text, length < 0 ? strlen (text) : (gsize) length, &root))
    read_fields (&root, screening);

  if (file.error != NULL) {
    g_propagate_error (error, g_steal_pointer (&file.error));
    g_clear_pointer (&screening, ebb_screening_free);
  }
  ebb_json_file_clear (&file);
  return g_steal_pointer (&screening);
}

/* Checking -------------------------------------------------------------------------------------*/

static gboolean
fail (GError **error, const char *field, const char *value, const char *allowed)
{
  g_set_error (error, EBB_PROTOCOL_ERROR, EBB_PROTOCOL_ERROR_FIELD, _ ("%s is “%s”; allowed: %s"),
               field, value, allowed);
  return FALSE;
}

static gboolean
check_number (const char *field, double value, double min, double max, GError **error)
{
  g_autofree char *shown = NULL, *allowed = NULL;

  if (value < 0 || (value >= min && value <= max)) /* negative: not known */
    return TRUE;
  shown = g_strdup_printf ("%g", value);
  allowed = g_strdup_printf (_ ("a number from %g to %g"), min, max);
  return fail (error, field, shown, allowed);
}

static gboolean
check_pressure (const EbbBloodPressure *pressure, GError **error)
{
  g_autofree char *shown =
      g_strdup_printf ("%d/%d", pressure->systolic_mmhg, pressure->diastolic_mmhg);

  if (pressure->systolic_mmhg < 0 && pressure->diastolic_mmhg < 0)
    return TRUE;
  if (pressure->systolic_mmhg >= SYSTOLIC_MIN && pressure->systolic_mmhg <= SYSTOLIC_MAX
      && pressure->diastolic_mmhg >= DIASTOLIC_MIN && pressure->diastolic_mmhg <= DIASTOLIC_MAX
      && pressure->diastolic_mmhg < pressure->systolic_mmhg)
    return TRUE;
  return fail (error, _ ("blood pressure"), shown,
               _ ("systolic 50 to 300 over a smaller diastolic of 20 to 200 mmHg"));
}

static gboolean
check_sex (const char *sex, GError **error)
{
  static const char *const sexes[] = { "female", "male", "other", NULL };

  return sex == NULL || g_strv_contains (sexes, sex)
         || fail (error, _ ("sex"), sex, "female, male, other");
}

static gboolean
check_surgery (const EbbScreening *screening, GError **error)
{
  int days;

  if (screening->surgery_on == NULL)
    return TRUE;
  if (!ebb_screening_days_between (screening->surgery_on, screening->surgery_on, &days))
    return fail (error, _ ("date of the surgery"), screening->surgery_on, "YYYY-MM-DD");
  if (screening->screened_on != NULL
      && ebb_screening_days_between (screening->surgery_on, screening->screened_on, &days)
      && days < 0)
    return fail (error, _ ("date of the surgery"), screening->surgery_on,
                 _ ("a day that is not still to come"));
  return TRUE;
}

static gboolean
check_ids (const EbbScreening *screening, const EbbScreeningList *list, GError **error)
{
  for (guint i = 0; i < screening->answers->len; i++) {
    const EbbScreeningAnswer *answer = g_ptr_array_index (screening->answers, i);
    const EbbScreeningItem *item = ebb_screening_list_find (list, answer->id);

    if (item == NULL || item->measure != EBB_SCREEN_ASKED)
      return fail (error, _ ("answer"), answer->id, _ ("a question of the screening list"));
  }
  for (guint i = 0; i < screening->wells->len; i++)
    if (ebb_screening_list_find_sign (list, g_ptr_array_index (screening->wells, i)) == NULL)
      return fail (error, _ ("sign"), g_ptr_array_index (screening->wells, i),
                   _ ("a sign of the Wells score"));
  return TRUE;
}

gboolean
ebb_screening_check (const EbbScreening *screening, const EbbScreeningList *list, GError **error)
{
  return check_number (_ ("age"), screening->age_years, 0, EBB_SCREENING_AGE_MAX, error)
         && check_number (_ ("height in cm"), screening->height_cm, EBB_SCREENING_HEIGHT_MIN_CM,
                          EBB_SCREENING_HEIGHT_MAX_CM, error)
         && check_number (_ ("weight in kg"), screening->weight_kg, EBB_SCREENING_WEIGHT_MIN_KG,
                          EBB_SCREENING_WEIGHT_MAX_KG, error)
         && check_pressure (&screening->first, error) && check_pressure (&screening->second, error)
         && check_sex (screening->sex, error) && check_surgery (screening, error)
         && check_ids (screening, list, error);
}
