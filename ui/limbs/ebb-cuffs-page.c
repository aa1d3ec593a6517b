/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-cuffs-page.h"

#include "ebb-cuff-page.h"
#include "ebb-field.h"
#include "ebb-flow.h"
#include "ebb-format.h"
#include "ebb-limb-text.h"
#include "ebb-patient-text.h"
#include "ebb-widgets.h"
#include "ebb-window.h"
#include "ebb-words.h"

#include <glib/gi18n-lib.h>

#define PAGE_WIDTH_PX 900
#define TEXT_MIN_PX   320

struct _EbbCuffsPage {
  EbbPage parent_instance;
  EbbDesk *desk;         /* borrowed */
  GCancellable *loading; /* owned; NULL = nothing is asked */
  GPtrArray *cuffs;      /* owned: EbbCuffRecord; NULL until they have been read */
  GtkWidget *list, *count;
};

G_DEFINE_FINAL_TYPE (EbbCuffsPage, ebb_cuffs_page, EBB_TYPE_PAGE)

static void
open_cuff (EbbCuffsPage *self, const EbbCuffRecord *cuff)
{
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));

  if (window != NULL && self->cuffs != NULL)
    ebb_window_open_page (window, ebb_cuff_page_new (self->desk, cuff, self->cuffs));
}

static void
on_change (GtkButton *button, EbbCuffsPage *self)
{
  const char *id = g_object_get_data (G_OBJECT (button), "cuff-id");

  open_cuff (self, ebb_cuff_find (self->cuffs, id));
}

static void
on_new (EbbCuffsPage *self)
{
  open_cuff (self, NULL);
}

static char *
girths_text (const EbbCuffRecord *cuff)
{
  if (!(cuff->girth_min_cm > 0))
    return g_strdup (_ ("girths not on record"));
  return g_strdup_printf (_ ("for girths from %g to %g cm"), cuff->girth_min_cm,
                          cuff->girth_max_cm);
}

static char *
facts_text (const EbbCuffRecord *cuff)
{
  g_autofree char *girths = girths_text (cuff);
  const char *latex = cuff->latex == EBB_LATEX_CONTAINED ? _ ("contains latex")
                      : cuff->latex == EBB_LATEX_NONE    ? _ ("without latex")
                                                         : _ ("latex not known");

  return ebb_join_facts (ebb_segment_to_text (cuff->segment),
                         cuff->kind == EBB_CUFF_KIND_BLOOD_PRESSURE ? _ ("with hand bulb") : "",
                         girths, latex, cuff->site != NULL ? cuff->site : "",
                         cuff->retired ? _ ("out of use") : "", NULL);
}

static GtkWidget *
make_row (EbbCuffsPage *self, const EbbCuffRecord *cuff)
{
  GtkWidget *card = ebb_card_new (NULL);
  GtkWidget *text = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *change = ebb_button_new (_ ("Change"), "touch", NULL);
  g_autofree char *title = ebb_cuff_title (cuff);
  g_autofree char *facts = facts_text (cuff);
  g_autofree char *name = g_strdup_printf (_ ("Change %s"), cuff->asset);

  gtk_box_append (GTK_BOX (text), ebb_label_new (title, "card-value", NULL));
  gtk_box_append (GTK_BOX (text), ebb_label_new (facts, "patient-dim", NULL));
  ebb_widget_set_accessible (change, name, NULL);
  g_object_set_data_full (G_OBJECT (change), "cuff-id", g_strdup (cuff->id), g_free);
  g_signal_connect (change, "clicked", G_CALLBACK (on_change), self);
  gtk_widget_set_valign (change, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (card), ebb_beside_new (text, change, TEXT_MIN_PX, 12));
  return card;
}

/* "4 in use, 1 out of use"; the list has them in this order. */
static char *
count_text (const GPtrArray *cuffs)
{
  guint n_out = 0;

  for (guint i = 0; i < cuffs->len; i++)
    n_out += ((const EbbCuffRecord *) g_ptr_array_index (cuffs, i))->retired ? 1 : 0;
  if (cuffs->len == 0)
    return g_strdup ("");
  if (n_out == 0)
    return g_strdup_printf (_ ("%u in use"), cuffs->len);
  return g_strdup_printf (_ ("%u in use, %u out of use"), cuffs->len - n_out, n_out);
}

static void
show (EbbCuffsPage *self)
{
  g_autofree char *count = count_text (self->cuffs);
  GtkWidget *child;

  ebb_label_update (self->count, count);
  while ((child = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_box_remove (GTK_BOX (self->list), child);
  for (guint i = 0; i < self->cuffs->len; i++)
    gtk_box_append (GTK_BOX (self->list), make_row (self, g_ptr_array_index (self->cuffs, i)));
  if (self->cuffs->len == 0)
    gtk_box_append (GTK_BOX (self->list),
                    ebb_nothing_new ("list-add-symbolic", _ ("No cuff on record yet"),
                                     _ ("Ebb offers those that fit a limb, and warns of a poor "
                                        "fit.")));
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *cuffs = ebb_store_ask_finish (result, &error);
  EbbCuffsPage *self = user;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->loading);
  if (cuffs == NULL) {
    gtk_box_append (GTK_BOX (self->list), ebb_label_new (error->message, "form-error", NULL));
    return;
  }
  g_clear_pointer (&self->cuffs, g_ptr_array_unref);
  self->cuffs = cuffs;
  show (self);
}

/* Each time it comes on top: a cuff may have been changed. */
static void
ebb_cuffs_page_map (GtkWidget *widget)
{
  EbbCuffsPage *self = EBB_CUFFS_PAGE (widget);

  GTK_WIDGET_CLASS (ebb_cuffs_page_parent_class)->map (widget);
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();
  ebb_store_load_cuffs_async (ebb_desk_get_store (self->desk), self->loading, on_loaded, self);
}

static void
ebb_cuffs_page_dispose (GObject *object)
{
  EbbCuffsPage *self = EBB_CUFFS_PAGE (object);

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_pointer (&self->cuffs, g_ptr_array_unref);
  G_OBJECT_CLASS (ebb_cuffs_page_parent_class)->dispose (object);
}

static void
ebb_cuffs_page_class_init (EbbCuffsPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ebb_cuffs_page_dispose;
  GTK_WIDGET_CLASS (klass)->map = ebb_cuffs_page_map;
}

static void
ebb_cuffs_page_init (EbbCuffsPage *self)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *add = ebb_button_new (_ ("New cuff"), "suggested-action", NULL);
  GtkWidget *column;

  gtk_box_append (GTK_BOX (page), ebb_form_new (PAGE_WIDTH_PX, &column));
  self->list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 14);
  gtk_box_append (GTK_BOX (column), self->list);
  self->count = ebb_label_new ("", "patient-dim", NULL);
  g_signal_connect_swapped (add, "clicked", G_CALLBACK (on_new), self);
  gtk_box_append (GTK_BOX (page), ebb_form_foot_new (PAGE_WIDTH_PX, self->count, add));
  adw_bin_set_child (ADW_BIN (self), page);
}

EbbPage *
ebb_cuffs_page_new (EbbDesk *desk)
{
  EbbCuffsPage *self = g_object_new (EBB_TYPE_CUFFS_PAGE, NULL);

  self->desk = desk;
  ebb_page_set_title (EBB_PAGE (self), _ ("Cuffs of the clinic"), NULL);
  return EBB_PAGE (self);
}
