/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-cuff-form-state.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef struct {
  EbbCuffField field;
  const char *name;
  double min, max;
} Range;

/* A search accepts widths from 3 to 30 cm, a girth from 10 to 120 cm. */
static const Range width_range = { EBB_CUFF_FIELD_WIDTH, N_ ("Width of the bladder"), 3, 30 };
static const Range length_range = { EBB_CUFF_FIELD_LENGTH, N_ ("Length"), 10, 200 };
static const Range min_range = { EBB_CUFF_FIELD_GIRTH_MIN, N_ ("Girth from"), 10, 120 };
static const Range max_range = { EBB_CUFF_FIELD_GIRTH_MAX, N_ ("Girth to"), 10, 120 };

/* As in records; 0 = not known. */
static const char *const bladders[] = { NULL, "single", "several" };
static const char *const contours[] = { NULL, "straight", "curved" };

static int
index_of (const char *const *words, guint n, const char *word)
{
  for (guint i = 1; i < n; i++)
    if (g_strcmp0 (words[i], word) == 0)
      return (int) i;
  return 0;
}

static double
known (double cm)
{
  return cm > 0 ? cm : NAN;
}

EbbCuffForm *
ebb_cuff_form_new (const EbbCuffRecord *from)
{
  EbbCuffForm *form = g_new0 (EbbCuffForm, 1);

  form->segment = -1;
  form->width_cm = form->length_cm = form->girth_min_cm = form->girth_max_cm = NAN;
  if (from == NULL)
    return form;
  form->id = g_strdup (from->id);
  form->asset = g_strdup (from->asset);
  form->name = g_strdup (g_strcmp0 (from->name, from->asset) != 0 ? from->name : NULL);
  form->site = g_strdup (from->site);
  form->material = g_strdup (from->material);
  form->segment = (int) from->segment;
  form->kind = from->kind;
  form->bladder = (EbbBladder) index_of (bladders, G_N_ELEMENTS (bladders), from->bladder);
  form->contour = (EbbContour) index_of (contours, G_N_ELEMENTS (contours), from->contour);
  form->latex = from->latex;
  form->width_cm = known (from->width_cm);
  form->length_cm = known (from->length_cm);
  form->girth_min_cm = known (from->girth_min_cm);
  form->girth_max_cm = known (from->girth_max_cm);
  form->retired = from->retired;
  return form;
}

EbbCuffForm *
ebb_cuff_form_copy (const EbbCuffForm *form)
{
  EbbCuffForm *copy = g_memdup2 (form, sizeof *form);

  copy->id = g_strdup (form->id);
  copy->asset = g_strdup (form->asset);
  copy->name = g_strdup (form->name);
  copy->site = g_strdup (form->site);
  copy->material = g_strdup (form->material);
  return copy;
}

void
ebb_cuff_form_free (EbbCuffForm *form)
{
  if (form == NULL)
    return;
  g_free (form->id);
  g_free (form->asset);
  g_free (form->name);
  g_free (form->site);
  g_free (form->material);
  g_free (form);
}

void
ebb_cuff_form_state_clear (EbbCuffFormState *state)
{
  for (guint i = 0; i < EBB_CUFF_N_FIELDS; i++)
    g_free (state->error[i]);
  g_clear_pointer (&state->record, ebb_cuff_record_free);
  *state = (EbbCuffFormState){ 0 };
}

static void
refuse (EbbCuffFormState *state, EbbCuffField field, gboolean missing, char *text)
{
  if (state->error[field] != NULL) {
    g_free (text);
    return;
  }
  state->error[field] = text;
  state->missing[field] = missing;
}

static void
check_range (EbbCuffFormState *state, const Range *range, double value, gboolean needed)
{
  if (isnan (value) && needed)
    refuse (state, range->field, TRUE,
            g_strdup_printf (_ ("%s: missing; give %g to %g cm"), _ (range->name), range->min,
                             range->max));
  else if (value < range->min || value > range->max)
    refuse (state, range->field, FALSE,
            g_strdup_printf (_ ("%s: %g cm is outside %g to %g cm"), _ (range->name), value,
                             range->min, range->max));
}

/* One end alone says nothing, and the smaller one comes first. */
static void
check_girths (EbbCuffFormState *state, const EbbCuffForm *form)
{
  check_range (state, &min_range, form->girth_min_cm, !isnan (form->girth_max_cm));
  check_range (state, &max_range, form->girth_max_cm, !isnan (form->girth_min_cm));
  if (form->girth_min_cm > form->girth_max_cm)
    refuse (state, EBB_CUFF_FIELD_GIRTH_MAX, FALSE,
            g_strdup_printf (_ ("Girth to: %g cm is smaller than from, %g cm"), form->girth_max_cm,
                             form->girth_min_cm));
}

static void
check_asset (EbbCuffFormState *state, const EbbCuffForm *form, const GPtrArray *cuffs)
{
  if (form->asset == NULL)
    refuse (state, EBB_CUFF_FIELD_ASSET, TRUE,
            g_strdup (_ ("Asset number: missing; write what stands on the cuff")));
  for (guint i = 0; cuffs != NULL && i < cuffs->len; i++) {
    const EbbCuffRecord *other = g_ptr_array_index (cuffs, i);

    if (form->asset != NULL && g_strcmp0 (other->asset, form->asset) == 0
        && g_strcmp0 (other->id, form->id) != 0)
      refuse (state, EBB_CUFF_FIELD_ASSET, FALSE,
              g_strdup_printf (_ ("Asset number: another cuff is called %s already"), form->asset));
  }
}

static double
or_unknown (double cm)
{
  return isnan (cm) ? -1 : cm;
}

static EbbCuffRecord *
make_record (const EbbCuffForm *form)
{
  EbbCuffRecord *record = g_new0 (EbbCuffRecord, 1);

  record->id = g_strdup (form->id);
  record->asset = g_strdup (form->asset);
  record->name = g_strdup (form->name != NULL ? form->name : form->asset);
  record->site = g_strdup (form->site);
  record->material = g_strdup (form->material);
  record->kind = form->kind;
  record->segment = (EbbSegment) MAX (form->segment, 0);
  record->width_cm = or_unknown (form->width_cm);
  record->length_cm = or_unknown (form->length_cm);
  record->girth_min_cm = or_unknown (form->girth_min_cm);
  record->girth_max_cm = or_unknown (form->girth_max_cm);
  record->bladder = g_strdup (bladders[form->bladder]);
  record->contour = g_strdup (contours[form->contour]);
  record->latex = form->latex;
  record->retired = form->retired;
  return record;
}

void
ebb_cuff_form_judge (const EbbCuffForm *form, const GPtrArray *cuffs, EbbCuffFormState *state)
{
  *state = (EbbCuffFormState){ 0 };
  check_asset (state, form, cuffs);
  if (form->segment < 0)
    refuse (state, EBB_CUFF_FIELD_SEGMENT, TRUE,
            g_strdup (_ ("Limb: missing; choose arm, thigh or calf")));
  check_range (state, &width_range, form->width_cm, TRUE);
  check_range (state, &length_range, form->length_cm, FALSE);
  check_girths (state, form);
  state->can_save = TRUE;
  for (guint i = 0; i < EBB_CUFF_N_FIELDS; i++)
    state->can_save = state->can_save && state->error[i] == NULL;
  state->record = make_record (form);
}
