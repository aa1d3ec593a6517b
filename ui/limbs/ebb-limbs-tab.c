/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-limbs-tab.h"

#include "ebb-cuffs-page.h"
#include "ebb-field.h"
#include "ebb-flow.h"
#include "ebb-format.h"
#include "ebb-girth-page.h"
#include "ebb-limb-text.h"
#include "ebb-lop-setup.h"
#include "ebb-progress-card.h"
#include "ebb-widgets.h"
#include "ebb-window.h"

#include <glib/gi18n-lib.h>

#define CARD_MIN_PX       340
#define CARD_SPACING_PX   14
#define BUTTON_MIN_PX     150
/* Fewer say nothing about a course. */
#define COURSE_VALUES_MIN 2

struct _EbbLimbsTab {
  GtkBox parent_instance;
  EbbDesk *desk; /* borrowed */
  char *patient_id;
  GCancellable *loading; /* owned; NULL = nothing is asked */
};

G_DEFINE_FINAL_TYPE (EbbLimbsTab, ebb_limbs_tab, GTK_TYPE_BOX)

/* --- Acts -------------------------------------------------------------------------------- */

static void
open_page (EbbLimbsTab *self, EbbPage *page)
{
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));

  if (window != NULL) {
    ebb_window_open_page (window, page);
    return;
  }
  g_object_ref_sink (page);
  g_object_unref (page);
}

static int
limb_of (GtkWidget *button, const char *what)
{
  return GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), what));
}

static void
on_measure (GtkWidget *button, EbbLimbsTab *self)
{
  open_page (self,
             ebb_lop_setup_page_new (self->desk, self->patient_id, limb_of (button, "segment"),
                                     (EbbSide) limb_of (button, "side")));
}

static void
on_girth (GtkWidget *button, EbbLimbsTab *self)
{
  open_page (self, ebb_girth_page_new (self->desk, self->patient_id,
                                       (EbbSegment) limb_of (button, "segment")));
}

static void
on_cuffs (GtkWidget *button, EbbLimbsTab *self)
{
  open_page (self, ebb_cuffs_page_new (self->desk));
}

static GtkWidget *
make_button (EbbLimbsTab *self, const char *text, GCallback clicked, int segment, EbbSide side)
{
  GtkWidget *button = ebb_button_new (text, "touch", NULL);

  g_object_set_data (G_OBJECT (button), "segment", GINT_TO_POINTER (segment));
  g_object_set_data (G_OBJECT (button), "side", GINT_TO_POINTER ((int) side));
  g_signal_connect (button, "clicked", clicked, self);
  return button;
}

/* --- A limb ------------------------------------------------------------------------------ */

static const char *
state_class (EbbLimbState state)
{
  switch (state) {
  case EBB_LIMB_HOLDS:
    return "holds";
  case EBB_LIMB_DOUBTFUL:
  case EBB_LIMB_NOT_MEASURED:
    return "doubtful";
  case EBB_LIMB_CHANGED:
  case EBB_LIMB_VOID:
  default:
    return "void";
  }
}

/* No state by colour alone. */
static const char *
state_sign (EbbLimbState state)
{
  switch (state) {
  case EBB_LIMB_HOLDS:
    return "✓";
  case EBB_LIMB_DOUBTFUL:
  case EBB_LIMB_NOT_MEASURED:
    return "!";
  case EBB_LIMB_CHANGED:
  case EBB_LIMB_VOID:
  default:
    return "✕";
  }
}

static void
add_text (GtkWidget *box, const char *text, const char *css_class)
{
  if (text != NULL && *text != '\0')
    gtk_box_append (GTK_BOX (box), ebb_label_new (text, css_class, NULL));
}

static void
add_state (GtkWidget *card, const EbbLimbSummary *summary)
{
  g_autofree char *text =
      g_strdup_printf ("%s  %s", state_sign (summary->state), summary->state_text);

  gtk_box_append (GTK_BOX (card),
                  ebb_label_new (text, "limb-state", state_class (summary->state), NULL));
}

static void
add_course (GtkWidget *card, const EbbLimbSummary *summary)
{
  g_autofree char *name = g_strdup_printf (_ ("%s: occlusion pressures"), summary->title);

  if (summary->course->len >= COURSE_VALUES_MIN)
    ebb_progress_card_append (card, ebb_progress_series_of (name, _ ("mmHg"), 0, summary->course));
}

static void
add_history (GtkWidget *card, const EbbLimbSummary *summary)
{
  if (summary->history->len > 0)
    add_text (card, _ ("Before"), "patient-dim");
  for (guint i = 0; i < summary->history->len; i++)
    add_text (card, g_ptr_array_index (summary->history, i), "limb-history");
}

static GtkWidget *
make_limb (EbbLimbsTab *self, const EbbLimbSummary *summary)
{
  GtkWidget *card = ebb_card_new (summary->title);
  GtkWidget *buttons = ebb_columns_new (2, BUTTON_MIN_PX, 8);
  g_autofree char *girth =
      *summary->girth_facts != '\0'
          ? g_strdup_printf (_ ("Girth %s · %s"), summary->girth, summary->girth_facts)
          : g_strdup (summary->girth);

  add_text (card, summary->lop, "card-value");
  add_text (card, summary->lop_facts, "patient-dim");
  add_state (card, summary);
  add_text (card, girth, NULL);
  add_course (card, summary);
  add_history (card, summary);
  ebb_columns_append (EBB_COLUMNS (buttons),
                      make_button (self, _ ("Measure occlusion pressure"), G_CALLBACK (on_measure),
                                   (int) summary->segment, summary->side));
  ebb_columns_append (EBB_COLUMNS (buttons),
                      make_button (self, _ ("Enter girth"), G_CALLBACK (on_girth),
                                   (int) summary->segment, summary->side));
  gtk_widget_set_margin_top (buttons, 8);
  gtk_box_append (GTK_BOX (card), buttons);
  return card;
}

static GtkWidget *
make_foot (EbbLimbsTab *self)
{
  GtkWidget *buttons = ebb_columns_new (2, 220, 8);

  ebb_columns_append (
      EBB_COLUMNS (buttons),
      make_button (self, _ ("Measure another limb"), G_CALLBACK (on_measure), -1, EBB_SIDE_UNSET));
  ebb_columns_append (
      EBB_COLUMNS (buttons),
      make_button (self, _ ("Cuffs of the clinic"), G_CALLBACK (on_cuffs), -1, EBB_SIDE_UNSET));
  return buttons;
}

/* --- Loading ----------------------------------------------------------------------------- */

static void
clear (EbbLimbsTab *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_box_remove (GTK_BOX (self), child);
}

static void
show (EbbLimbsTab *self, const EbbLimbsFile *limbs)
{
  GtkWidget *columns = ebb_columns_new (2, CARD_MIN_PX, CARD_SPACING_PX);
  g_autoptr (GPtrArray) summaries = NULL;
  EbbCuffView cuff;

  ebb_cuff_get_view (ebb_desk_get_cuff (self->desk), &cuff);
  summaries = ebb_limb_summaries (limbs, cuff.simulated, ebb_clock_wall_unix_us ());
  for (guint i = 0; i < summaries->len; i++)
    ebb_columns_append (EBB_COLUMNS (columns), make_limb (self, g_ptr_array_index (summaries, i)));
  clear (self);
  gtk_box_append (GTK_BOX (self), columns);
  gtk_box_append (GTK_BOX (self), make_foot (self));
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EbbLimbsFile) limbs = ebb_store_ask_finish (result, &error);
  EbbLimbsTab *self = user;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->loading);
  if (limbs != NULL) {
    show (self, limbs);
    gtk_widget_activate_action (GTK_WIDGET (self), "patient.take-up", NULL);
    return;
  }
  clear (self);
  gtk_box_append (GTK_BOX (self), ebb_label_new (error->message, "form-error", NULL));
}

static void
ebb_limbs_tab_map (GtkWidget *widget)
{
  EbbLimbsTab *self = EBB_LIMBS_TAB (widget);

  GTK_WIDGET_CLASS (ebb_limbs_tab_parent_class)->map (widget);
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();
  ebb_store_load_limbs_async (ebb_desk_get_store (self->desk), self->patient_id,
                              ebb_clock_wall_unix_us (), self->loading, on_loaded, self);
}

static void
ebb_limbs_tab_dispose (GObject *object)
{
  EbbLimbsTab *self = EBB_LIMBS_TAB (object);

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_pointer (&self->patient_id, g_free);
  G_OBJECT_CLASS (ebb_limbs_tab_parent_class)->dispose (object);
}

static void
ebb_limbs_tab_class_init (EbbLimbsTabClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ebb_limbs_tab_dispose;
  GTK_WIDGET_CLASS (klass)->map = ebb_limbs_tab_map;
}

static void
ebb_limbs_tab_init (EbbLimbsTab *self)
{
}

GtkWidget *
ebb_limbs_tab_new (const EbbPatientScene *scene)
{
  EbbLimbsTab *self = g_object_new (EBB_TYPE_LIMBS_TAB, "orientation", GTK_ORIENTATION_VERTICAL,
                                    "spacing", CARD_SPACING_PX, NULL);

  self->desk = scene->desk;
  self->patient_id = g_strdup (scene->file->patient->id);
  return GTK_WIDGET (self);
}
