/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-protocols-page.h"

#include "ebb-field.h"
#include "ebb-flow.h"
#include "ebb-patient-text.h"
#include "ebb-plan.h"
#include "ebb-prescription-form-state.h"
#include "ebb-protocol-line.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

#define PAGE_WIDTH_PX 1100

struct _EbbProtocolsPage {
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (EbbProtocolsPage, ebb_protocols_page, ADW_TYPE_BIN)

static void
ebb_protocols_page_class_init (EbbProtocolsPageClass *klass)
{
}

static void
ebb_protocols_page_init (EbbProtocolsPage *self)
{
}

/* The words of the read-back need a plan; the pressure in it does not show. */
static char *
plan_text (const EbbOffer *offer)
{
  EbbPlan plan = { .n_sets = offer->protocol->n_sets,
                   .rest_s = offer->protocol->rest_s,
                   .tempo = offer->protocol->tempo,
                   .pattern = offer->protocol->pattern,
                   .target = EBB_TARGET_MIN,
                   .load_kg = -1 };

  for (guint i = 0; i < plan.n_sets; i++)
    plan.sets[i] = offer->protocol->sets[i];
  return ebb_plan_to_text (&plan);
}

static char *
limbs_text (const EbbExercise *exercise)
{
  static const char *const names[] = { N_ ("arm"), N_ ("thigh"), N_ ("calf") };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if ((exercise->segments & (1u << i)) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", _ (names[i]));
  return g_strdup (text->str);
}

static char *
facts_text (const EbbOffer *offer)
{
  const EbbExercise *exercise = offer->exercise;
  g_autofree char *limbs = limbs_text (exercise);
  g_autofree char *cuff_on = g_strdup_printf (_ ("cuff on: %s"), limbs);
  g_autofree char *share = NULL;
  g_autofree char *load =
      exercise->load_step_kg > 0
          ? g_strdup_printf (_ ("weight in steps of %g\u00a0kg"), exercise->load_step_kg)
          : g_strdup (_ ("without weight"));

  if (offer->protocol->percent_lop_default > 0)
    share =
        g_strdup_printf (_ ("proposes %g\u00a0%% of LOP"), offer->protocol->percent_lop_default);
  return ebb_join_facts (cuff_on, ebb_posture_to_text (exercise->posture), load,
                         share != NULL ? share : "", NULL);
}

static GtkWidget *
make_protocol (const EbbOffer *offer)
{
  g_autofree char *version =
      g_strdup_printf (_ ("%s · version %u"), offer->exercise->name, offer->protocol->version);
  g_autofree char *plan = plan_text (offer);
  g_autofree char *facts = facts_text (offer);
  g_autofree char *source = g_strdup_printf (_ ("Source: %s"), offer->protocol->source);
  g_autofree char *status = g_strdup_printf (_ ("How sure: %s"), offer->protocol->status);
  GtkWidget *card = ebb_card_new (version);
  GtkWidget *line = ebb_protocol_line_new (offer->protocol);

  gtk_box_set_spacing (GTK_BOX (card), 8);
  gtk_box_append (GTK_BOX (card), ebb_label_new (offer->protocol->name, "card-value", NULL));
  gtk_box_append (GTK_BOX (card), ebb_label_new (plan, "form-plan", NULL));
  ebb_widget_set_accessible (line, plan, NULL);
  gtk_box_append (GTK_BOX (card), line);
  gtk_box_append (GTK_BOX (card), ebb_label_new (facts, NULL, NULL));
  gtk_box_append (GTK_BOX (card), ebb_label_new (offer->exercise->set_up, NULL, NULL));
  gtk_box_append (GTK_BOX (card), ebb_label_new (source, "patient-dim", "form-note", NULL));
  gtk_box_append (GTK_BOX (card), ebb_label_new (status, "patient-dim", "form-note", NULL));
  return card;
}

GtkWidget *
ebb_protocols_page_new (EbbDesk *desk)
{
  EbbProtocolsPage *self = g_object_new (EBB_TYPE_PROTOCOLS_PAGE, NULL);
  g_autoptr (GPtrArray) offers = ebb_offer_list ();
  GtkWidget *column;

  adw_bin_set_child (ADW_BIN (self), ebb_form_new (PAGE_WIDTH_PX, &column));
  for (guint i = 0; i < offers->len; i++)
    gtk_box_append (GTK_BOX (column), make_protocol (g_ptr_array_index (offers, i)));
  return GTK_WIDGET (self);
}
