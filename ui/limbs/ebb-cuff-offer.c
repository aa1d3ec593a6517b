/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-cuff-offer.h"

#include "ebb-choice.h"
#include "ebb-cuff-fit.h"
#include "ebb-field.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

#define COLUMN_MIN_PX 230

struct _EbbCuffOffer {
  GtkBox parent_instance;
  GtkWidget *room, *choice, *fit, *lop; /* borrowed: in the tree; choice NULL = none offered */
  GPtrArray *offered;                   /* owned: EbbCuffRecord, borrowed from the limbs */
  char *key;                            /* owned: what is offered now */
};

G_DEFINE_FINAL_TYPE (EbbCuffOffer, ebb_cuff_offer, GTK_TYPE_BOX)

static guint chosen_signal;

static void
on_changed (EbbChoice *choice, EbbCuffOffer *self)
{
  int at = ebb_choice_get (choice);

  if (at >= 0 && at < (int) self->offered->len)
    g_signal_emit (self, chosen_signal, 0, g_ptr_array_index (self->offered, at));
}

static GPtrArray *
fitting (const EbbCuffWish *wish)
{
  EbbFitNeed need = { .segment = wish->segment,
                      .girth_cm =
                          ebb_lop_lock_girth (wish->limbs->girths, wish->segment, wish->side),
                      .latex = !wish->limbs->latex_known     ? EBB_ALLERGY_UNKNOWN
                               : wish->limbs->latex_allergic ? EBB_ALLERGY_YES
                                                             : EBB_ALLERGY_NO,
                      .manual = TRUE };

  return ebb_cuffs_for (wish->limbs->cuffs, &need);
}

static char *
key_of (const GPtrArray *choices)
{
  GString *key = g_string_new ("/");

  for (guint i = 0; i < choices->len; i++) {
    const EbbCuffChoice *choice = g_ptr_array_index (choices, i);
    g_string_append_printf (key, "%s:%d/", choice->cuff->id, choice->fit);
  }
  return g_string_free (key, FALSE);
}

/* A choice cannot be emptied: it is made anew when something else fits. */
static void
offer (EbbCuffOffer *self, const GPtrArray *choices)
{
  GtkWidget *old = gtk_widget_get_first_child (self->room);

  if (old != NULL)
    gtk_box_remove (GTK_BOX (self->room), old);
  self->choice = NULL;
  g_ptr_array_set_size (self->offered, 0);
  if (choices->len == 0)
    return;
  self->choice = ebb_choice_new (_ ("Cuffs of the clinic"), 3, COLUMN_MIN_PX);
  for (guint i = 0; i < choices->len; i++) {
    const EbbCuffChoice *choice = g_ptr_array_index (choices, i);
    g_autofree char *title = ebb_cuff_title (choice->cuff);

    g_ptr_array_add (self->offered, (gpointer) choice->cuff);
    ebb_choice_add (EBB_CHOICE (self->choice), (int) i, title, ebb_fit_to_text (choice->fit));
  }
  g_signal_connect (self->choice, "changed", G_CALLBACK (on_changed), self);
  gtk_box_append (GTK_BOX (self->room), ebb_field_new (_ ("Cuffs of the clinic"), self->choice));
}

static void
mark_chosen (EbbCuffOffer *self, const EbbCuffWish *wish)
{
  int at = -1;

  for (guint i = 0; i < self->offered->len; i++) {
    const EbbCuffRecord *cuff = g_ptr_array_index (self->offered, i);

    if (g_strcmp0 (cuff->name, wish->cuff_name) == 0)
      at = (int) i;
  }
  if (self->choice != NULL)
    ebb_choice_set (EBB_CHOICE (self->choice), at);
}

static void
show_text (GtkWidget *label, const char *text)
{
  ebb_label_update (label, text);
  gtk_widget_set_visible (label, *text != '\0');
}

void
ebb_cuff_offer_show (EbbCuffOffer *self, const EbbCuffWish *wish)
{
  g_autoptr (GPtrArray) choices = fitting (wish);
  g_autofree char *key = key_of (choices);
  g_autofree char *fit = ebb_cuff_offer_fit_text (wish);
  g_autofree char *lop = ebb_cuff_offer_lop_text (wish);

  if (g_strcmp0 (key, self->key) != 0) {
    offer (self, choices);
    g_free (self->key);
    self->key = g_steal_pointer (&key);
  }
  mark_chosen (self, wish);
  show_text (self->fit, fit);
  show_text (self->lop, lop);
}

static void
ebb_cuff_offer_finalize (GObject *object)
{
  EbbCuffOffer *self = EBB_CUFF_OFFER (object);

  g_ptr_array_unref (self->offered);
  g_free (self->key);
  G_OBJECT_CLASS (ebb_cuff_offer_parent_class)->finalize (object);
}

static void
ebb_cuff_offer_class_init (EbbCuffOfferClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ebb_cuff_offer_finalize;
  chosen_signal = g_signal_new ("chosen", EBB_TYPE_CUFF_OFFER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
ebb_cuff_offer_init (EbbCuffOffer *self)
{
  self->offered = g_ptr_array_new ();
  self->room = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->fit = ebb_label_new ("", "form-note", NULL);
  self->lop = ebb_label_new ("", "form-error", NULL);
  gtk_box_append (GTK_BOX (self), self->room);
  gtk_box_append (GTK_BOX (self), self->fit);
  gtk_box_append (GTK_BOX (self), self->lop);
}

GtkWidget *
ebb_cuff_offer_new (void)
{
  return g_object_new (EBB_TYPE_CUFF_OFFER, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 8,
                       NULL);
}
