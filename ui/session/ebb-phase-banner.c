/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-phase-banner.h"

#include "ebb-phase-sign.h"
#include "ebb-widgets.h"

#include <math.h>

struct _EbbPhaseBanner {
  GtkWidget parent_instance;

  GtkWidget *sign, *word, *progress, *detail, *next, *next_after; /* borrowed */
  EbbLiveLook look;
};

G_DEFINE_FINAL_TYPE (EbbPhaseBanner, ebb_phase_banner, GTK_TYPE_WIDGET)

static void
ebb_phase_banner_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (ebb_phase_banner_parent_class)->dispose (object);
}

static void
ebb_phase_banner_class_init (EbbPhaseBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ebb_phase_banner_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "phasebanner");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_STATUS);
}

static GtkWidget *
make_next (EbbPhaseBanner *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->next = ebb_label_new ("", "phase-next", NULL);
  self->next_after = ebb_label_new ("", "phase-next", NULL);
  gtk_label_set_xalign (GTK_LABEL (self->next), 1);
  gtk_label_set_xalign (GTK_LABEL (self->next_after), 1);
  gtk_label_set_justify (GTK_LABEL (self->next_after), GTK_JUSTIFY_RIGHT);
  gtk_box_append (GTK_BOX (box), self->next);
  gtk_box_append (GTK_BOX (box), self->next_after);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (box, TRUE);
  return box;
}

static void
ebb_phase_banner_init (EbbPhaseBanner *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkWidget *next = make_next (self);

  self->look = G_MAXINT;
  self->sign = ebb_phase_sign_new ();
  self->word = ebb_label_new ("", "phase-word", NULL);
  self->progress = gtk_progress_bar_new ();
  self->detail = ebb_label_new ("", "phase-detail", NULL);
  gtk_label_set_wrap (GTK_LABEL (self->word), FALSE);
  gtk_label_set_wrap (GTK_LABEL (self->detail), FALSE);
  gtk_label_set_ellipsize (GTK_LABEL (self->detail), PANGO_ELLIPSIZE_END);
  gtk_widget_set_valign (self->sign, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->progress, GTK_ALIGN_CENTER);
  ebb_widget_set_accessible (self->progress, "", NULL);
  gtk_widget_set_parent (self->sign, widget);
  gtk_widget_set_parent (self->word, widget);
  gtk_widget_set_parent (self->progress, widget);
  gtk_widget_set_parent (self->detail, widget);
  gtk_widget_set_parent (next, widget);
}

GtkWidget *
ebb_phase_banner_new (void)
{
  return g_object_new (EBB_TYPE_PHASE_BANNER, NULL);
}

void
ebb_phase_banner_show (EbbPhaseBanner *banner, const EbbLiveBanner *state)
{
  if (banner->look != state->look) {
    if (banner->look != G_MAXINT)
      gtk_widget_remove_css_class (GTK_WIDGET (banner), ebb_live_look_to_class (banner->look));
    gtk_widget_add_css_class (GTK_WIDGET (banner), ebb_live_look_to_class (state->look));
    ebb_phase_sign_set_look (EBB_PHASE_SIGN (banner->sign), state->look);
    banner->look = state->look;
  }
  ebb_label_update (banner->word, state->word);
  ebb_label_update (banner->detail, state->detail);
  ebb_label_update (banner->next, state->next);
  ebb_label_update (banner->next_after, state->next_after);
  gtk_widget_set_visible (banner->detail, *state->detail != '\0');
  gtk_widget_set_visible (banner->next_after, *state->next_after != '\0');
  gtk_widget_set_visible (banner->progress, state->progress >= 0);
  /* A hundredth is less than a pixel of the bar. */
  if (state->progress >= 0
      && fabs (gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (banner->progress))
               - state->progress)
             >= 0.005)
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (banner->progress), state->progress);
}
