/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-cuff-fit.h"

#include "ebb-words.h"

#include <glib/gi18n-lib.h>

/* A cuff is wider than half the limb's diameter; its ends overlap by 3 inches, at best not by
 * more than 6. */
#define HALF_DIAMETERS_PER_GIRTH (0.5 / G_PI)
#define OVERLAP_MIN_CM           7.6
#define OVERLAP_MAX_CM           15.0

static void
add (EbbCuffChoice *choice, EbbFit fit, char *reason)
{
  choice->fit = MAX (choice->fit, fit);
  g_ptr_array_add (choice->reasons, reason);
}

static void
judge_kind (EbbCuffChoice *choice, const EbbFitNeed *need)
{
  const EbbCuffRecord *cuff = choice->cuff;

  if (cuff->retired)
    add (choice, EBB_FIT_NEVER, g_strdup (_ ("This cuff is no longer in use.")));
  if (cuff->segment != need->segment)
    add (choice, EBB_FIT_NEVER,
         g_strdup_printf (_ ("This cuff is made for another limb (%s)."),
                          ebb_segment_to_text (cuff->segment)));
  if (cuff->kind == EBB_CUFF_KIND_BLOOD_PRESSURE && !need->manual)
    add (choice, EBB_FIT_NEVER,
         g_strdup (_ ("A blood-pressure cuff with a hand bulb is used without a cable only: a "
                      "controller or an automatic monitor cannot hold a set with it.")));
}

static void
judge_latex (EbbCuffChoice *choice, const EbbFitNeed *need)
{
  if (choice->cuff->latex == EBB_LATEX_NONE || need->latex == EBB_ALLERGY_NO)
    return;
  if (choice->cuff->latex == EBB_LATEX_CONTAINED && need->latex == EBB_ALLERGY_YES)
    add (choice, EBB_FIT_NEVER,
         g_strdup (_ ("This cuff contains latex, and the patient is allergic to it.")));
  else if (need->latex == EBB_ALLERGY_YES)
    add (choice, EBB_FIT_POOR,
         g_strdup (_ ("The patient is allergic to latex, and whether this cuff contains some is "
                      "not known.")));
  else if (choice->cuff->latex == EBB_LATEX_CONTAINED)
    add (choice, EBB_FIT_POOR,
         g_strdup (_ ("This cuff contains latex: ask the patient about an allergy.")));
}

static void
judge_girth (EbbCuffChoice *choice, double girth_cm)
{
  const EbbCuffRecord *cuff = choice->cuff;

  if (!(girth_cm > 0)) {
    add (choice, EBB_FIT_UNKNOWN, g_strdup (_ ("Measure the girth where the cuff will lie.")));
    return;
  }
  if (!(cuff->girth_min_cm > 0) || !(cuff->girth_max_cm > 0))
    add (choice, EBB_FIT_UNKNOWN,
         g_strdup (_ ("For which girths this cuff is made is not on record.")));
  else if (girth_cm < cuff->girth_min_cm || girth_cm > cuff->girth_max_cm)
    add (
        choice, EBB_FIT_POOR,
        g_strdup_printf (_ ("Poor fit: this cuff is made for girths from %g to %g cm, the limb has "
                            "%g cm."),
                         cuff->girth_min_cm, cuff->girth_max_cm, girth_cm));
  if (!(cuff->width_cm > girth_cm * HALF_DIAMETERS_PER_GIRTH))
    add (choice, EBB_FIT_POOR,
         g_strdup_printf (_ ("Poor fit: %g cm is narrower than half the limb's diameter (%.1f cm); "
                             "a narrow cuff needs far more pressure."),
                          cuff->width_cm, girth_cm * HALF_DIAMETERS_PER_GIRTH));
}

static void
judge_length (EbbCuffChoice *choice, double girth_cm)
{
  double overlap_cm = choice->cuff->length_cm - girth_cm;

  if (!(choice->cuff->length_cm > 0) || !(girth_cm > 0))
    return;
  if (overlap_cm < OVERLAP_MIN_CM)
    add (choice, EBB_FIT_POOR,
         g_strdup_printf (_ ("Poor fit: its ends would overlap by %.1f cm; at least %g cm are "
                             "needed."),
                          overlap_cm, OVERLAP_MIN_CM));
  else if (overlap_cm > OVERLAP_MAX_CM) /* most cuffs of this kind are long: said, not judged */
    add (choice, EBB_FIT_GOOD,
         g_strdup_printf (_ ("Its ends will overlap by %.1f cm: lay them without a wrinkle."),
                          overlap_cm));
}

/* The peroneal nerve runs around the fibular head just below the knee. */
static void
judge_site (EbbCuffChoice *choice, const EbbFitNeed *need)
{
  if (need->segment != EBB_SEGMENT_CALF)
    return;
  if (need->over_fibular_head)
    add (choice, EBB_FIT_POOR,
         g_strdup (_ ("The cuff lies over the fibular head, where a nerve can be pressed against "
                      "the bone: lay it lower.")));
  else
    g_ptr_array_add (choice->reasons,
                     g_strdup (_ ("Keep its upper edge below the fibular head: a nerve runs "
                                  "there.")));
}

EbbCuffChoice *
ebb_cuff_fit (const EbbCuffRecord *cuff, const EbbFitNeed *need)
{
  EbbCuffChoice *choice = g_new0 (EbbCuffChoice, 1);

  choice->cuff = cuff;
  choice->reasons = g_ptr_array_new_with_free_func (g_free);
  judge_kind (choice, need);
  judge_latex (choice, need);
  judge_girth (choice, need->girth_cm);
  judge_length (choice, need->girth_cm);
  judge_site (choice, need);
  return choice;
}

void
ebb_cuff_choice_free (EbbCuffChoice *choice)
{
  if (choice == NULL)
    return;
  g_ptr_array_unref (choice->reasons);
  g_free (choice);
}

/* The best first; of two that fit alike the wider one, which needs less pressure. */
static int
compare (gconstpointer a, gconstpointer b)
{
  const EbbCuffChoice *first = *(const EbbCuffChoice *const *) a;
  const EbbCuffChoice *second = *(const EbbCuffChoice *const *) b;

  if (first->fit != second->fit)
    return (int) first->fit - (int) second->fit;
  if (first->cuff->width_cm != second->cuff->width_cm)
    return first->cuff->width_cm > second->cuff->width_cm ? -1 : 1;
  return g_strcmp0 (first->cuff->asset, second->cuff->asset);
}

GPtrArray *
ebb_cuffs_for (const GPtrArray *cuffs, const EbbFitNeed *need)
{
  GPtrArray *choices = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_cuff_choice_free);

  for (guint i = 0; i < cuffs->len; i++) {
    g_autoptr (EbbCuffChoice) choice = ebb_cuff_fit (g_ptr_array_index (cuffs, i), need);

    if (choice->fit != EBB_FIT_NEVER)
      g_ptr_array_add (choices, g_steal_pointer (&choice));
  }
  g_ptr_array_sort (choices, compare);
  return choices;
}

const char *
ebb_fit_to_text (EbbFit fit)
{
  switch (fit) {
  case EBB_FIT_GOOD:
    return _ ("fits");
  case EBB_FIT_POOR:
    return _ ("fits poorly");
  case EBB_FIT_NEVER:
    return _ ("not on this limb");
  case EBB_FIT_UNKNOWN:
  default:
    return _ ("fit not known");
  }
}

const char *
ebb_fit_to_string (EbbFit fit)
{
  static const char *const words[] = { "good", "unknown", "poor", "never" };

  return (guint) fit < G_N_ELEMENTS (words) ? words[fit] : NULL;
}
