/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-patient-list.h"

#include "ebb-calls-button.h"
#include "ebb-patient-item.h"
#include "ebb-patient-nobody.h"
#include "ebb-patient-row.h"
#include "ebb-together.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

/* More than any screen shows; the next are asked for when the end of the list comes near. */
#define ROWS_AT_ONCE 24

struct _EbbPatientList {
  GtkBox parent_instance;
  EbbDesk *desk; /* borrowed */
  GtkWidget *search, *stack, *scroller, *view, *create, *create_button;
  GtkWidget *nobody; /* made when the list is empty first */
  GListStore *items;
  GtkSingleSelection *selection;
  GCancellable *asking; /* the newest question, NULL = answered */
  char *open_id;
  guint limit, n_rows;
  gboolean first;     /* the question is for the beginnings of words: the rest follows */
  gboolean open_best; /* Enter was pressed before the answer came */
  gboolean moved;     /* arrow keys have marked a row since the text changed */
  gboolean to_top;    /* the answer to another text begins at its top */
  gboolean narrow, marking;
  guint together_id; /* see ebb-together.h */
};

enum { OPENED, NEW_PATIENT, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EbbPatientList, ebb_patient_list, GTK_TYPE_BOX)

static const char *
search_text (EbbPatientList *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->search));
}

static void
mark_open (EbbPatientList *self)
{
  guint at = self->open_id != NULL
                 ? ebb_patient_items_find (G_LIST_MODEL (self->items), self->open_id)
                 : GTK_INVALID_LIST_POSITION;

  self->marking = TRUE;
  gtk_single_selection_set_selected (self->selection, at);
  self->marking = FALSE;
}

static void
scroll_to (EbbPatientList *self, guint at)
{
  gtk_widget_activate_action (self->view, "list.scroll-to-item", "u", at);
}

static void
open_item (EbbPatientList *self, EbbPatientItem *item)
{
  if (item == NULL)
    return;
  g_free (self->open_id);
  self->open_id = g_strdup (ebb_patient_item_get_id (item));
  mark_open (self);
  g_signal_emit (self, signals[OPENED], 0, self->open_id);
}

static void
need_nobody (EbbPatientList *self, gboolean searching)
{
  if (self->nobody == NULL) {
    self->nobody = ebb_patient_nobody_new ();
    gtk_stack_add_child (GTK_STACK (self->stack), self->nobody);
  }
  ebb_patient_nobody_show (self->nobody, searching);
}

static void
show_state (EbbPatientList *self)
{
  gboolean searching = *search_text (self) != '\0';
  g_autofree char *create = NULL;

  if (self->n_rows == 0)
    need_nobody (self, searching);
  gtk_stack_set_visible_child (GTK_STACK (self->stack),
                               self->n_rows > 0 ? self->scroller : self->nobody);
  /* Translators: a button, with what was searched for. */
  create = searching && self->n_rows == 0
               ? g_strdup_printf (_ ("New patient “%s”"), search_text (self))
               : g_strdup (_ ("New patient"));
  ebb_label_update (self->create, create);
}

static void on_found (GObject *source, GAsyncResult *result, gpointer user);

/* First the beginnings of words, which come at once; then all. */
static void
ask_store (EbbPatientList *self, gboolean first)
{
  void (*find) (EbbStore *, const char *, guint, gint64, GCancellable *, GAsyncReadyCallback,
                gpointer) = first ? ebb_store_find_first_async : ebb_store_find_async;

  self->first = first;
  self->asking = g_cancellable_new ();
  find (ebb_desk_get_store (self->desk), search_text (self), self->limit, ebb_clock_wall_unix_us (),
        self->asking, on_found, g_object_ref (self));
}

static void
show_found (EbbPatientList *self, GPtrArray *rows)
{
  self->n_rows = rows->len;
  self->marking = TRUE;
  ebb_patient_items_update (self->items, rows, *search_text (self) == '\0',
                            ebb_clock_wall_unix_us ());
  self->marking = FALSE;
  mark_open (self);
  show_state (self);
  if (self->to_top && self->n_rows > 0)
    scroll_to (self, 0);
  self->to_top = FALSE;
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (EbbPatientList) self = user;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = ebb_store_ask_finish (result, &error);

  /* A newer question is on its way, or the list is gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->asking == NULL)
    return;
  g_clear_object (&self->asking);
  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return; /* the window has gone, and perhaps the store */
  if (rows == NULL) {
    g_warning ("The patients could not be read: %s", error->message);
    return;
  }
  if (self->first && rows->len < self->limit && *search_text (self) != '\0')
    ask_store (self, FALSE);
  if (self->asking == NULL || rows->len > 0)
    show_found (self, rows);
  if (self->asking != NULL)
    return;
  if (self->open_best)
    open_item (self, ebb_patient_items_best (G_LIST_MODEL (self->items), search_text (self)));
  self->open_best = FALSE;
}

static void
ask (EbbPatientList *self)
{
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  ask_store (self, TRUE);
}

void
ebb_patient_list_reload (EbbPatientList *self)
{
  g_return_if_fail (EBB_IS_PATIENT_LIST (self));

  ask (self);
}

gboolean
ebb_patient_list_is_settled (EbbPatientList *self)
{
  g_return_val_if_fail (EBB_IS_PATIENT_LIST (self), FALSE);

  return self->asking == NULL;
}

/* Near the end of the list: more of them. */
static void
on_scrolled (EbbPatientList *self, GtkAdjustment *at)
{
  double page = gtk_adjustment_get_page_size (at);
  double left = gtk_adjustment_get_upper (at) - gtk_adjustment_get_value (at) - page;

  if (left > page || self->asking != NULL || self->n_rows < self->limit)
    return;
  self->limit += ROWS_AT_ONCE;
  ask (self);
}

/* Rows that do not fill the list cannot be scrolled. */
static void
on_sized (EbbPatientList *self, GtkAdjustment *at)
{
  if (gtk_adjustment_get_upper (at) <= gtk_adjustment_get_page_size (at))
    on_scrolled (self, at);
}

static gboolean
waits_for_first (gpointer user)
{
  EbbPatientList *self = user;

  return self->asking != NULL && self->first;
}

/* --- Search ------------------------------------------------------------------------------ */

static void
on_search (EbbPatientList *self)
{
  self->limit = ROWS_AT_ONCE;
  self->open_best = self->moved = FALSE;
  self->to_top = TRUE;
  ask (self);
  ebb_together_begin (&self->together_id, waits_for_first, self);
}

/* What the arrow keys went to, else what fits best; a scanner types a record number and Enter. */
static void
on_enter (EbbPatientList *self)
{
  EbbPatientItem *item =
      self->moved ? gtk_single_selection_get_selected_item (self->selection)
                  : ebb_patient_items_best (G_LIST_MODEL (self->items), search_text (self));

  if (self->asking != NULL && !self->moved)
    self->open_best = TRUE;
  else if (item != NULL)
    open_item (self, item);
  else if (*search_text (self) != '\0')
    g_signal_emit (self, signals[NEW_PATIENT], 0, search_text (self));
}

static void
move_mark (EbbPatientList *self, int by)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  guint at = gtk_single_selection_get_selected (self->selection);

  if (n == 0)
    return;
  if (at == GTK_INVALID_LIST_POSITION)
    at = by > 0 ? 0 : n - 1;
  else
    at = (guint) CLAMP ((gint64) at + by, 0, (gint64) n - 1);
  self->moved = TRUE;
  gtk_single_selection_set_selected (self->selection, at);
  scroll_to (self, at);
}

static gboolean
on_search_key (EbbPatientList *self, guint key)
{
  switch (key) {
  case GDK_KEY_Down:
  case GDK_KEY_KP_Down:
    move_mark (self, 1);
    return TRUE;
  case GDK_KEY_Up:
  case GDK_KEY_KP_Up:
    move_mark (self, -1);
    return TRUE;
  default:
    return FALSE;
  }
}

/* Tab leaves the list at once: its rows are gone through with the arrow keys. */
static gboolean
on_view_key (EbbPatientList *self, guint key, guint code, GdkModifierType modifiers)
{
  if (key == GDK_KEY_Tab && (modifiers & GDK_CONTROL_MASK) == 0)
    return gtk_widget_grab_focus (self->create_button);
  return key == GDK_KEY_ISO_Left_Tab && gtk_widget_grab_focus (self->search);
}

static void
on_stop_search (EbbPatientList *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
}

void
ebb_patient_list_focus_search (EbbPatientList *self)
{
  g_return_if_fail (EBB_IS_PATIENT_LIST (self));

  gtk_widget_grab_focus (self->search);
}

/* Arrow keys show the patient beside the list at once, where there is room for both. */
static void
on_selected (EbbPatientList *self)
{
  EbbPatientItem *item = gtk_single_selection_get_selected_item (self->selection);

  if (self->marking || self->narrow || item == NULL
      || g_strcmp0 (ebb_patient_item_get_id (item), self->open_id) == 0)
    return;
  open_item (self, item);
}

static void
on_activate (EbbPatientList *self, guint position)
{
  g_autoptr (EbbPatientItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), position);

  open_item (self, item);
}

static void
on_row_opened (EbbPatientList *self, EbbPatientRowBox *row)
{
  open_item (self, ebb_patient_row_get_item (row));
}

static void
on_setup (EbbPatientList *self, GtkListItem *cell)
{
  GtkWidget *row = ebb_patient_row_new ();

  g_signal_connect_object (row, "opened", G_CALLBACK (on_row_opened), self, G_CONNECT_SWAPPED);
  gtk_list_item_set_child (cell, row);
}

static void
on_bind (EbbPatientList *self, GtkListItem *cell)
{
  ebb_patient_row_set_item (EBB_PATIENT_ROW (gtk_list_item_get_child (cell)),
                            gtk_list_item_get_item (cell));
}

static void
on_unbind (EbbPatientList *self, GtkListItem *cell)
{
  ebb_patient_row_set_item (EBB_PATIENT_ROW (gtk_list_item_get_child (cell)), NULL);
}

static void
on_create (EbbPatientList *self)
{
  g_signal_emit (self, signals[NEW_PATIENT], 0, search_text (self));
}

void
ebb_patient_list_select (EbbPatientList *self, const char *patient_id)
{
  g_return_if_fail (EBB_IS_PATIENT_LIST (self));

  g_free (self->open_id);
  self->open_id = g_strdup (patient_id);
  mark_open (self);
}

void
ebb_patient_list_set_narrow (EbbPatientList *self, gboolean narrow)
{
  g_return_if_fail (EBB_IS_PATIENT_LIST (self));

  self->narrow = narrow;
}

/* --- Life -------------------------------------------------------------------------------- */

static void
patient_list_dispose (GObject *object)
{
  EbbPatientList *self = EBB_PATIENT_LIST (object);

  g_clear_handle_id (&self->together_id, g_source_remove);
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  g_clear_object (&self->selection);
  g_clear_object (&self->items);
  G_OBJECT_CLASS (ebb_patient_list_parent_class)->dispose (object);
}

static void
patient_list_finalize (GObject *object)
{
  g_free (EBB_PATIENT_LIST (object)->open_id);
  G_OBJECT_CLASS (ebb_patient_list_parent_class)->finalize (object);
}

static void
ebb_patient_list_class_init (EbbPatientListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = patient_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = patient_list_finalize;
  signals[OPENED] = g_signal_new ("opened", EBB_TYPE_PATIENT_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[NEW_PATIENT] = g_signal_new ("new-patient", EBB_TYPE_PATIENT_LIST, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static GtkWidget *
make_search (EbbPatientList *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->search = gtk_search_entry_new ();
  g_object_set (self->search, "placeholder-text", _ ("Name, birth date or record number"), NULL);
  gtk_widget_add_css_class (self->search, "touch");
  ebb_widget_set_accessible (self->search, _ ("Search for a patient"),
                             _ ("Name, birth date or record number"));
  /* Not "search-changed": that waits for a pause in typing. */
  g_signal_connect_swapped (self->search, "changed", G_CALLBACK (on_search), self);
  g_signal_connect_swapped (self->search, "activate", G_CALLBACK (on_enter), self);
  g_signal_connect_swapped (self->search, "stop-search", G_CALLBACK (on_stop_search), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_search_key), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (self->search, keys);
  gtk_widget_add_css_class (self->search, "patient-search");
  return self->search;
}

static GtkWidget *
make_view (EbbPatientList *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  g_signal_connect_swapped (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (on_bind), self);
  g_signal_connect_swapped (factory, "unbind", G_CALLBACK (on_unbind), self);
  self->items = g_list_store_new (EBB_TYPE_PATIENT_ITEM);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->items)));
  g_object_set (self->selection, "autoselect", FALSE, "can-unselect", TRUE, NULL);
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (on_selected), self,
                           G_CONNECT_SWAPPED);
  self->view = gtk_list_view_new (g_object_ref (GTK_SELECTION_MODEL (self->selection)), factory);
  gtk_widget_add_css_class (self->view, "navigation-sidebar");
  gtk_widget_add_css_class (self->view, "patient-list");
  ebb_widget_set_accessible (self->view, _ ("Patients"), NULL);
  g_signal_connect_swapped (self->view, "activate", G_CALLBACK (on_activate), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_view_key), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (self->view, keys);
  g_object_set (scroller, "hscrollbar-policy", GTK_POLICY_NEVER, "child", self->view, NULL);
  GtkAdjustment *at = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  g_signal_connect_object (at, "value-changed", G_CALLBACK (on_scrolled), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (at, "changed", G_CALLBACK (on_sized), self, G_CONNECT_SWAPPED);
  return scroller;
}

static GtkWidget *
make_create (EbbPatientList *self)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->create = ebb_label_new (_ ("New patient"), NULL, NULL);
  gtk_label_set_wrap (GTK_LABEL (self->create), FALSE);
  gtk_label_set_ellipsize (GTK_LABEL (self->create), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("list-add-symbolic"));
  gtk_box_append (GTK_BOX (box), self->create);
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "patient-create");
  gtk_accessible_update_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  self->create, NULL, -1);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_create), self);
  self->create_button = button;
  return button;
}

static void
ebb_patient_list_init (EbbPatientList *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (GTK_WIDGET (self), "patient-sidebar");
  self->limit = ebb_patient_row_count_in_window (ROWS_AT_ONCE);
  self->stack = gtk_stack_new ();
  self->scroller = make_view (self);
  gtk_stack_add_child (GTK_STACK (self->stack), self->scroller);
  gtk_widget_set_vexpand (self->stack, TRUE);
  gtk_box_append (GTK_BOX (self), make_search (self));
  gtk_box_append (GTK_BOX (self), self->stack);
  gtk_box_append (GTK_BOX (self), make_create (self));
}

GtkWidget *
ebb_patient_list_new (EbbDesk *desk)
{
  EbbPatientList *self = g_object_new (EBB_TYPE_PATIENT_LIST, NULL);

  self->desk = desk;
  ask (self);
  gtk_box_insert_child_after (GTK_BOX (self), ebb_calls_button_new (desk), self->stack);
  return GTK_WIDGET (self);
}
