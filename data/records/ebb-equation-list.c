/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-equation-list.h"

#include "ebb-list-read.h"
#include "ebb-protocol.h"
#include "ebb-resources.h"

#include <glib/gi18n-lib.h>

#define EQUATIONS_MAX    40
#define SEGMENTS_MAX     3
#define COEFFICIENT_MAX  1000.0
#define WIDTH_MIN        2.0
#define WIDTH_MAX        30.0
/* No equation is used further than this from the width it was fitted on (estimator policy). */
#define TOLERANCE_MAX_CM 1.0

static const char *const uses[] = { "sets-pressure", "lower-bound", "plausibility" };

const char *
ebb_equation_use_to_string (EbbEquationUse use)
{
  return (guint) use < G_N_ELEMENTS (uses) ? uses[use] : NULL;
}

static int
use_from_string (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (uses); i++)
    if (g_strcmp0 (uses[i], text) == 0)
      return (int) i;
  return -1;
}

static void
equation_free (EbbEquation *equation)
{
  g_free (equation->id);
  g_free (equation->name);
  g_free (equation->site);
  g_free (equation->sample);
  g_free (equation->formula);
  g_free (equation->source);
  g_free (equation->note);
  g_free (equation);
}

void
ebb_equation_list_free (EbbEquationList *list)
{
  if (list == NULL)
    return;
  g_free (list->id);
  g_free (list->name);
  g_clear_pointer (&list->equations, g_ptr_array_unref);
  g_free (list);
}

const EbbEquation *
ebb_equation_list_find (const EbbEquationList *list, const char *id)
{
  for (guint i = 0; i < list->equations->len; i++) {
    const EbbEquation *equation = g_ptr_array_index (list->equations, i);

    if (g_strcmp0 (equation->id, id) == 0)
      return equation;
  }
  return NULL;
}

static double
read_term (EbbJsonObject *terms, const char *field)
{
  if (!ebb_json_has (terms, field))
    return 0.0;
  return ebb_json_read_double (terms, field, -COEFFICIENT_MAX, COEFFICIENT_MAX);
}

static void
read_terms (EbbJsonObject *object, EbbEquation *equation)
{
  EbbJsonObject terms;

  if (!ebb_json_read_object (object, "terms", &terms))
    return;
  equation->constant = ebb_json_read_double (&terms, "constant", -COEFFICIENT_MAX, COEFFICIENT_MAX);
  equation->per_girth_cm = read_term (&terms, "per_girth_cm");
  equation->per_systolic = read_term (&terms, "per_systolic");
  equation->per_diastolic = read_term (&terms, "per_diastolic");
  equation->per_age_year = read_term (&terms, "per_age_year");
  equation->per_sex = read_term (&terms, "per_sex");
  equation->per_pulse_x_ratio = read_term (&terms, "per_pulse_x_ratio");
  ebb_json_end (&terms);
}

static void
read_range (EbbJsonObject *object, EbbEquation *equation)
{
  guint n_segments = ebb_json_read_array (object, "segments", SEGMENTS_MAX);

  for (guint i = 0; i < n_segments; i++)
    equation->segments |=
        1u << ebb_json_read_array_word (object, "segments", i, ebb_segment_from_string,
                                        "\"arm\", \"thigh\", \"calf\"");
  if (ebb_json_has (object, "cuff_width_cm")) {
    equation->cuff_width_cm = ebb_json_read_double (object, "cuff_width_cm", WIDTH_MIN, WIDTH_MAX);
    equation->cuff_tolerance_cm =
        ebb_json_read_double (object, "cuff_tolerance_cm", 0.0, TOLERANCE_MAX_CM);
  }
  if (ebb_json_has (object, "age_max")) {
    equation->age_min = ebb_json_read_double (object, "age_min", 0.0, 120.0);
    equation->age_max = ebb_json_read_double (object, "age_max", equation->age_min, 120.0);
  }
  if (ebb_json_has (object, "standard_error_mmhg"))
    equation->standard_error = ebb_json_read_double (object, "standard_error_mmhg", 0.1, 25.0);
}

/* A file must not be able to make a guess set a pressure. */
static void
check_use (EbbJsonObject *object, const EbbEquation *equation)
{
  if (equation->use != EBB_EQUATION_SETS_PRESSURE)
    return;
  if (equation->status != EBB_EVIDENCE_READ)
    ebb_json_fail (object, "use", "\"sets-pressure\"",
                   _ ("only with status \"S\": coefficients that were read in the source"));
  if (!(equation->cuff_width_cm > 0.0) || !(equation->age_max > 0.0)
      || !(equation->standard_error > 0.0))
    ebb_json_fail (object, "use", "\"sets-pressure\"",
                   _ ("only with cuff_width_cm, age_min, age_max and standard_error_mmhg"));
}

static void
read_equation (EbbJsonObject *root, guint index, gpointer data)
{
  EbbEquationList *list = data;
  EbbEquation *equation = g_new0 (EbbEquation, 1);
  EbbJsonObject inner;

  g_ptr_array_add (list->equations, equation);
  if (!ebb_json_read_array_object (root, "equations", index, &inner))
    return;

  equation->id = ebb_json_read_text (&inner, "id", 20);
  equation->name = ebb_json_read_text (&inner, "name", 100);
  equation->use = (EbbEquationUse) ebb_json_read_word (
      &inner, "use", use_from_string, "\"sets-pressure\", \"lower-bound\", \"plausibility\"");
  equation->site = ebb_json_read_text (&inner, "site", 60);
  equation->sample = ebb_json_read_text (&inner, "sample", 200);
  equation->formula = ebb_json_read_text (&inner, "formula", 200);
  equation->source = ebb_json_read_text (&inner, "source", 300);
  equation->status = (EbbEvidence) ebb_json_read_word (&inner, "status", ebb_evidence_from_string,
                                                       EBB_EVIDENCE_ALLOWED);
  equation->note = ebb_json_read_text (&inner, "note", 300);
  read_range (&inner, equation);
  read_terms (&inner, equation);
  ebb_json_end (&inner);
  check_use (&inner, equation);
  if (equation->id != NULL && ebb_equation_list_find (list, equation->id) != equation)
    ebb_json_fail (&inner, "id", equation->id, _ ("an id that no other equation has"));
}

static int
list_format (const char *text)
{
  return g_str_equal (text, "ebb-equation-list") ? 0 : -1;
}

static void
read_fields (EbbJsonObject *root, gpointer data)
{
  EbbEquationList *list = data;

  ebb_list_read_head (root, list_format, "\"ebb-equation-list\"",
                      (EbbListHead){ &list->id, &list->name, &list->version });
  ebb_list_read_rows (root, "equations", EQUATIONS_MAX, read_equation, list);
}

EbbEquationList *
ebb_equation_list_parse (const char *name, const char *text, gssize length, GError **error)
{
  g_autoptr (EbbEquationList) list = g_new0 (EbbEquationList, 1);

  list->equations = g_ptr_array_new_with_free_func ((GDestroyNotify) equation_free);
  return ebb_list_parse (name, text, length, read_fields, list, error) ? g_steal_pointer (&list)
                                                                       : NULL;
}

EbbEquationList *
ebb_equation_list_load_builtin (GError **error)
{
  g_autoptr (GBytes) bytes =
      ebb_resource_load (EBB_RESOURCE_PREFIX "equations/standard.json", error);

  return bytes == NULL ? NULL
                       : ebb_equation_list_parse ("standard", g_bytes_get_data (bytes, NULL),
                                                  (gssize) g_bytes_get_size (bytes), error);
}
