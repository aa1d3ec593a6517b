/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-cuff-offer-text.h"

#include "ebb-cuff-fit.h"

static EbbFitNeed
need_of (const EbbCuffWish *wish)
{
  const EbbLimbsFile *limbs = wish->limbs;

  return (EbbFitNeed){ .segment = wish->segment,
                       .girth_cm = ebb_lop_lock_girth (limbs->girths, wish->segment, wish->side),
                       .latex = !limbs->latex_known     ? EBB_ALLERGY_UNKNOWN
                                : limbs->latex_allergic ? EBB_ALLERGY_YES
                                                        : EBB_ALLERGY_NO,
                       .manual = wish->hand_bulb };
}

/* A prescription names its cuff by its title. */
static const EbbCuffRecord *
find_named (const EbbCuffWish *wish)
{
  for (guint i = 0; i < wish->limbs->cuffs->len; i++) {
    const EbbCuffRecord *cuff = g_ptr_array_index (wish->limbs->cuffs, i);

    if (g_strcmp0 (cuff->name, wish->cuff_name) == 0
        || g_strcmp0 (cuff->asset, wish->cuff_name) == 0)
      return cuff;
  }
  return NULL;
}

char *
ebb_cuff_offer_fit_text (const EbbCuffWish *wish)
{
  EbbFitNeed need = need_of (wish);
  EbbCuffRecord typed = { .asset = (char *) wish->cuff_name,
                          .kind =
                              wish->hand_bulb ? EBB_CUFF_KIND_BLOOD_PRESSURE : EBB_CUFF_KIND_BFR,
                          .segment = wish->segment,
                          .width_cm = wish->cuff_width_cm,
                          .length_cm = -1,
                          .girth_min_cm = -1,
                          .girth_max_cm = -1,
                          .latex = EBB_LATEX_NONE };
  const EbbCuffRecord *named = find_named (wish);
  GString *text = g_string_new (NULL);

  if (named == NULL && !(wish->cuff_width_cm > 0))
    return g_string_free (text, FALSE);
  g_autoptr (EbbCuffChoice) choice = ebb_cuff_fit (named != NULL ? named : &typed, &need);
  /* Of one that is not on record only its width can be said to be poor. */
  if (named == NULL && choice->fit != EBB_FIT_POOR && choice->fit != EBB_FIT_NEVER)
    return g_string_free (text, FALSE);
  for (guint i = 0; i < choice->reasons->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "",
                            (const char *) g_ptr_array_index (choice->reasons, i));
  return g_string_free (text, FALSE);
}

char *
ebb_cuff_offer_lop_text (const EbbCuffWish *wish)
{
  EbbLopFacts facts = { .lops = wish->limbs->file->lops,
                        .girths = wish->limbs->girths,
                        .surgery_on = wish->limbs->file->surgery_on };
  EbbLopUse use = { .segment = wish->segment,
                    .side = wish->side,
                    .posture = (EbbPosture) wish->posture,
                    .cuff_width_cm = wish->cuff_width_cm,
                    .systolic = CUFF_PRESSURE_UNSET,
                    .now_unix_us = wish->now_unix_us };
  char *text = NULL;

  if (wish->by_lop && !wish->lop_typed && wish->side != EBB_SIDE_UNSET && wish->posture >= 0
      && cuff_pressure_is_set (wish->lop))
    ebb_lop_lock_judge (&facts, &use, wish->lop, &text);
  return text != NULL ? text : g_strdup ("");
}
