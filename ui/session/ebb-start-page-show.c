/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-start-page.h"

#include "ebb-body-figure.h"
#include "ebb-checks-card.h"
#include "ebb-consent.h"
#include "ebb-cuff-card.h"
#include "ebb-format.h"
#include "ebb-lop-card.h"
#include "ebb-page-frame.h"
#include "ebb-parts.h"
#include "ebb-refusal-card.h"
#include "ebb-session-flow.h"
#include "ebb-start-foot.h"
#include "ebb-start-page-private.h"
#include "ebb-today-card.h"
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
    [START_LIMB] = "start-limb",          [START_SHARE] = "start-line",
    [START_CLAMPS] = "start-clamps",      [START_CUFF] = "start-line",
    [START_EXERCISE] = "start-exercise",  [START_SET_UP] = "small-line",
    [START_PLAN] = "start-line",          [START_LIMITS] = "small-line",
    [START_PRECAUTIONS] = "start-clamps", [START_CONSENT] = "start-clamps",
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

/* What is done today on the left, what is asked on the right; nothing of the left is pressed on the
 * way to a start. */
static GtkWidget *
make_left (EbbStartPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);

  self->today_card = ebb_today_card_new ();
  self->cuff_card = ebb_cuff_card_new ();
  ebb_cuff_card_leave_to_foot (EBB_CUFF_CARD (self->cuff_card));
  gtk_box_append (GTK_BOX (box), make_what (self));
  gtk_box_append (GTK_BOX (box), self->today_card);
  gtk_box_append (GTK_BOX (box), self->cuff_card);
  return box;
}

void
ebb_start_page_build (EbbStartPage *self)
{
  self->refusal = ebb_refusal_card_new ();
  self->lop_card = ebb_lop_card_new ();
  self->checks_card = ebb_checks_card_new (&self->checks);
  self->foot = ebb_start_foot_new (TRUE);
  gtk_widget_set_valign (self->checks_card, GTK_ALIGN_START);
  adw_bin_set_child (ADW_BIN (self),
                     ebb_page_frame_new (self->refusal, self->lop_card, make_left (self),
                                         self->checks_card, self->foot));
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
  show_label (self, START_LIMITS, self->text.limits);
  show_label (self, START_PRECAUTIONS, warned);
  show_label (
      self, START_CONSENT,
      ebb_consent_missing_text (&self->start->file->screening->settings, self->start->consents));
}

static void
show_foot (EbbStartPage *self, const EbbSessionView *view, const EbbCuffView *cuff)
{
  const char *why = ebb_start_why_not (view, &self->checks);
  g_autofree char *missing = ebb_checks_missing (&self->checks);
  EbbStartFootState state = {
    .step = ebb_start_step_of (view, cuff, ebb_checks_why_not (&self->checks)),
    .limb = self->text.limb != NULL ? self->text.limb : "",
    .by_hand = view != NULL && view->by_hand,
    .missing = view != NULL ? missing : NULL,
    .may_puff = ebb_start_may_puff (view),
  };

  if (view == NULL)
    why = self->refused != NULL ? _ ("Cannot start yet: the reason stands above.") : _ ("Loading…");
  state.why = why;
  state.may_hold = why == NULL || state.step == EBB_START_SIDE_HOLD;
  ebb_start_foot_show (EBB_START_FOOT (self->foot), &state);
}

/* What today's answers say against the LOP on file; a reason or a new one passes it. */
static void
show_doubt (EbbStartPage *self, const EbbSessionView *view)
{
  g_autoptr (GError) doubt =
      view->lop_doubt != NULL
          ? g_error_new_literal (EBB_SESSION_ERROR, EBB_SESSION_ERROR_LOP_REASON, view->lop_doubt)
          : NULL;

  ebb_lop_card_show (EBB_LOP_CARD (self->lop_card), doubt);
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
  if (self->session != NULL)
    show_doubt (self, &view);
  ebb_cuff_get_view (ebb_desk_get_cuff (self->desk), &cuff);
  if (self->refused_rest)
    left_us = MAX (ebb_start_page_rest_left_us (self), 0);
  ebb_refusal_card_show (
      EBB_REFUSAL_CARD (self->refusal), self->refused_lop ? NULL : self->refused, left_us,
      self->start != NULL && self->start->history.last_end != EBB_STATE_STOPPED_BY_SAFETY);
  ebb_refusal_card_set_screening (EBB_REFUSAL_CARD (self->refusal), self->refused_screening);
  ebb_cuff_card_show (EBB_CUFF_CARD (self->cuff_card), &cuff, self->session != NULL ? &view : NULL,
                      limb, self->session != NULL ? ebb_session_get_problem (self->session) : NULL);
  ebb_today_card_show (EBB_TODAY_CARD (self->today_card),
                       self->start != NULL ? self->start->today : NULL,
                       ebb_start_page_wait_us (self), ebb_clock_wall_unix_us ());
  show_foot (self, self->session != NULL ? &view : NULL, &cuff);
}
