/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-start-page.h"

#include "ebb-body-figure.h"
#include "ebb-checks-card.h"
#include "ebb-cuff-card.h"
#include "ebb-format.h"
#include "ebb-hold-button.h"
#include "ebb-lop-card.h"
#include "ebb-page-frame.h"
#include "ebb-parts.h"
#include "ebb-refusal-card.h"
#include "ebb-session-flow.h"
#include "ebb-start-page-private.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

/* --- What it looks like ------------------------------------------------------------------ */

static GtkWidget *
make_what (EbbStartPage *self)
{
  GtkWidget *card = ebb_panel_new (NULL);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 16);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *number = ebb_big_number_new (&self->target, NULL, _ ("mmHg"));
  GtkWidget *labels[START_N_LABELS];
  static const char *const classes[START_N_LABELS] = {
    [START_LIMB] = "start-limb",         [START_SHARE] = "start-line",
    [START_CLAMPS] = "start-clamps",     [START_CUFF] = "start-line",
    [START_EXERCISE] = "start-exercise", [START_SET_UP] = "small-line",
    [START_PLAN] = "start-line",         [START_END] = "start-line",
    [START_LIMITS] = "small-line",       [START_PRECAUTIONS] = "start-clamps",
  };

  self->figure = ebb_body_figure_new ();
  for (guint i = 0; i < START_N_LABELS; i++)
    self->labels[i] = labels[i] = ebb_label_new ("", classes[i], NULL);
  gtk_box_append (GTK_BOX (words), labels[START_LIMB]);
  gtk_box_append (GTK_BOX (words), number);
  for (guint i = START_SHARE; i < START_N_LABELS; i++)
    gtk_box_append (GTK_BOX (words), labels[i]);
  gtk_widget_set_vexpand (number, FALSE);
  gtk_widget_set_margin_top (labels[START_EXERCISE], 10);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (self->figure, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (row), self->figure);
  gtk_box_append (GTK_BOX (row), words);
  gtk_box_append (GTK_BOX (card), row);
  gtk_widget_add_css_class (card, "start-what");
  return card;
}

static GtkWidget *
make_checks (EbbStartPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);

  self->checks_card = ebb_checks_card_new (&self->checks);
  self->cuff_card = ebb_cuff_card_new ();
  gtk_box_append (GTK_BOX (box), self->checks_card);
  gtk_box_append (GTK_BOX (box), self->cuff_card);
  return box;
}

static GtkWidget *
make_foot (EbbStartPage *self)
{
  GtkWidget *foot = ebb_page_foot_new ();
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *change = ebb_button_new (_ ("Change…"), "session", NULL);

  self->why = ebb_label_new ("", "start-why", NULL);
  self->missing = ebb_label_new ("", "small-line", NULL);
  self->hold = ebb_hold_button_new (_ ("Start"));
  gtk_box_append (GTK_BOX (words), self->why);
  gtk_box_append (GTK_BOX (words), self->missing);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (change, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (foot), words);
  gtk_box_append (GTK_BOX (foot), change);
  gtk_box_append (GTK_BOX (foot), self->hold);
  g_signal_connect_swapped (change, "clicked", G_CALLBACK (ebb_start_page_change), self);
  return foot;
}

void
ebb_start_page_build (EbbStartPage *self)
{
  self->refusal = ebb_refusal_card_new ();
  self->lop_card = ebb_lop_card_new ();
  adw_bin_set_child (ADW_BIN (self),
                     ebb_page_frame_new (self->refusal, self->lop_card, make_what (self),
                                         make_checks (self), make_foot (self)));
}

/* --- What it shows ----------------------------------------------------------------------- */

static void
show_label (EbbStartPage *self, guint which, const char *text)
{
  ebb_label_update (self->labels[which], text);
  gtk_widget_set_visible (self->labels[which], text != NULL && *text != '\0');
}

void
ebb_start_page_show_what (EbbStartPage *self)
{
  const EbbPrescription *prescription = &self->bout.prescription;
  const char *precautions = self->start->file->precautions;
  g_autofree char *warned = precautions != NULL && *precautions != '\0'
                                ? g_strdup_printf (_ ("Precautions: %s"), precautions)
                                : NULL;

  ebb_body_figure_set (EBB_BODY_FIGURE (self->figure), prescription->segment, prescription->side);
  ebb_label_update (self->target, *self->text.target != '\0' ? self->text.target : "–");
  show_label (self, START_LIMB, self->text.limb);
  show_label (self, START_SHARE, self->text.share);
  show_label (self, START_CLAMPS, self->text.clamps);
  show_label (self, START_CUFF, self->text.cuff);
  show_label (self, START_EXERCISE, self->text.exercise);
  show_label (self, START_SET_UP, self->text.set_up);
  show_label (self, START_PLAN, self->text.plan);
  show_label (self, START_END, self->text.end);
  show_label (self, START_LIMITS, self->text.limits);
  show_label (self, START_PRECAUTIONS, warned);
}

static void
show_foot (EbbStartPage *self, const EbbSessionView *view)
{
  const char *why = ebb_start_why_not (view, &self->checks);
  g_autofree char *missing = ebb_checks_missing (&self->checks);

  if (view == NULL)
    why = self->refused != NULL ? _ ("It cannot start as it stands.") : _ ("Loading…");
  ebb_label_update (self->why, why != NULL ? why : _ ("Ready to start"));
  ebb_widget_set_class (self->why, "ready", why == NULL);
  ebb_label_update (self->missing, missing != NULL ? missing : "");
  gtk_widget_set_visible (self->missing, missing != NULL && view != NULL);
  gtk_widget_set_sensitive (self->hold, why == NULL);
}

void
ebb_start_page_refresh (EbbStartPage *self)
{
  EbbSessionView view;
  EbbCuffView cuff;
  gint64 left_us = -1;
  const char *limb = self->text.limb != NULL ? self->text.limb : "";

  if (self->gone)
    return;
  if (self->session != NULL)
    ebb_session_get_view (self->session, &view);
  ebb_cuff_get_view (ebb_desk_get_cuff (self->desk), &cuff);
  if (self->refused_rest)
    left_us = MAX (ebb_start_page_rest_left_us (self), 0);
  ebb_refusal_card_show (
      EBB_REFUSAL_CARD (self->refusal), self->refused_lop ? NULL : self->refused, left_us,
      self->start != NULL && self->start->history.last_end != EBB_STATE_STOPPED_BY_SAFETY);
  ebb_refusal_card_set_screening (EBB_REFUSAL_CARD (self->refusal), self->refused_screening);
  ebb_cuff_card_show (EBB_CUFF_CARD (self->cuff_card), &cuff, self->session != NULL ? &view : NULL,
                      limb, self->session != NULL ? ebb_session_get_problem (self->session) : NULL);
  show_foot (self, self->session != NULL ? &view : NULL);
}
