/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-patient-page.h"

#include "ebb-lop-setup.h"
#include "ebb-order-form.h"
#include "ebb-patient-alerts.h"
#include "ebb-patient-tabs.h"
#include "ebb-place.h"
#include "ebb-prescription-page.h"
#include "ebb-record-page.h"
#include "ebb-screening-clearance.h"
#include "ebb-screening-form.h"
#include "ebb-screening-override.h"
#include "ebb-start-page.h"
#include "ebb-visit-pages.h"
#include "ebb-widgets.h"
#include "ebb-window.h"

#include <glib/gi18n-lib.h>

struct _EbbPatientPage {
  AdwBin parent_instance;
  EbbDesk *desk; /* borrowed */
  char *patient_id, *shown_id;
  char *tab;
  EbbPatientFile *file;
  GCancellable *loading;
  GtkWidget *stack, *nobody;
  GtkWidget *trouble, *scroller, *body, *tabs, *back; /* NULL until there is something to show */
  EbbPlace *place;                                    /* owned; of the scroller */
  gboolean can_go_back;
};

enum { BACK, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EbbPatientPage, ebb_patient_page, ADW_TYPE_BIN)

/* --- Actions ----------------------------------------------------------------------------- */

static void
open_page (EbbPatientPage *self, EbbPage *page)
{
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));

  if (window != NULL)
    ebb_window_open_page (window, page);
  else
    g_object_unref (g_object_ref_sink (page));
}

static const EbbPrescriptionRecord *
find_prescription (EbbPatientPage *self, const char *id)
{
  for (guint i = 0; i < self->file->prescriptions->len; i++) {
    const EbbPrescriptionRecord *record = g_ptr_array_index (self->file->prescriptions, i);

    if (g_strcmp0 (record->id, id) == 0)
      return record;
  }
  return NULL;
}

static void
start (GtkWidget *widget, const char *action, GVariant *target)
{
  EbbPatientPage *self = EBB_PATIENT_PAGE (widget);
  const char *id = g_variant_get_string (target, NULL);

  open_page (self, ebb_start_page_new (self->desk, self->shown_id, *id != '\0' ? id : NULL));
}

static void
record_order (GtkWidget *widget, const char *action, GVariant *target)
{
  EbbPatientPage *self = EBB_PATIENT_PAGE (widget);

  open_page (self, ebb_order_form_new (self->desk, self->file));
}

static void
screen (GtkWidget *widget, const char *action, GVariant *target)
{
  EbbPatientPage *self = EBB_PATIENT_PAGE (widget);

  open_page (self, ebb_screening_form_new (self->desk, self->file));
}

static void
record_clearance (GtkWidget *widget, const char *action, GVariant *target)
{
  EbbPatientPage *self = EBB_PATIENT_PAGE (widget);

  open_page (self, ebb_screening_clearance_new (self->desk, self->file));
}

static void
lift_refusal (GtkWidget *widget, const char *action, GVariant *target)
{
  EbbPatientPage *self = EBB_PATIENT_PAGE (widget);
  const GPtrArray *refusals =
      self->file->screening != NULL ? self->file->screening->refusals : NULL;

  if (refusals != NULL && refusals->len > 0)
    open_page (
        self, ebb_lift_page_new (self->desk, self->file->patient, g_ptr_array_index (refusals, 0)));
}

static void
train_unscreened (GtkWidget *widget, const char *action, GVariant *target)
{
  EbbPatientPage *self = EBB_PATIENT_PAGE (widget);

  open_page (self, ebb_screening_override_page_new (self->desk, self->file));
}

static void
prescribe (GtkWidget *widget, const char *action, GVariant *target)
{
  EbbPatientPage *self = EBB_PATIENT_PAGE (widget);

  open_page (self, ebb_prescription_page_new (
                       self->desk, self->shown_id,
                       find_prescription (self, g_variant_get_string (target, NULL))));
}

static void
measure_lop (GtkWidget *widget, const char *action, GVariant *target)
{
  EbbPatientPage *self = EBB_PATIENT_PAGE (widget);
  const EbbPrescriptionRecord *of = find_prescription (self, g_variant_get_string (target, NULL));

  open_page (self, ebb_lop_setup_page_new (self->desk, self->shown_id,
                                           of != NULL ? (int) of->segment : -1,
                                           of != NULL ? of->side : EBB_SIDE_UNSET));
}

static void
open_session (GtkWidget *widget, const char *action, GVariant *target)
{
  EbbPatientPage *self = EBB_PATIENT_PAGE (widget);

  open_page (self, ebb_record_page_new (self->desk, g_variant_get_string (target, NULL)));
}

static void
take_up (GtkWidget *widget, const char *action, GVariant *target)
{
  EbbPatientPage *self = EBB_PATIENT_PAGE (widget);

  if (self->place != NULL)
    ebb_place_take_up (self->place);
}

static void
go_back (GtkWidget *widget, const char *action, GVariant *target)
{
  g_signal_emit (widget, signals[BACK], 0);
}

/* --- The pages of the stack, made when they are shown first ------------------------------ */

static GtkWidget *
make_scroller (EbbPatientPage *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 14);
  self->back = ebb_button_new (_ ("All patients"), "touch", NULL);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->back), "patient.back");
  gtk_widget_set_halign (self->back, GTK_ALIGN_START);
  gtk_widget_set_visible (self->back, self->can_go_back);
  gtk_box_append (GTK_BOX (column), self->back);
  gtk_box_append (GTK_BOX (column), self->body);
  gtk_widget_add_css_class (column, "patient-column");
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 1400);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), 1400);
  adw_clamp_set_child (ADW_CLAMP (clamp), column);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  return scroller;
}

static void
need_scroller (EbbPatientPage *self)
{
  if (self->scroller != NULL)
    return;
  self->scroller = make_scroller (self);
  gtk_stack_add_child (GTK_STACK (self->stack), self->scroller);
  self->place = ebb_place_new (self->scroller);
}

static void
show_trouble (EbbPatientPage *self, const GError *error)
{
  g_autofree char *escaped = g_markup_escape_text (error->message, -1); /* it reads markup */

  if (self->trouble == NULL) {
    self->trouble =
        ebb_nothing_new ("dialog-warning-symbolic", _ ("The records could not be read"), NULL);
    gtk_stack_add_child (GTK_STACK (self->stack), self->trouble);
  }
  adw_status_page_set_description (ADW_STATUS_PAGE (self->trouble), escaped);
  gtk_stack_set_visible_child (GTK_STACK (self->stack), self->trouble);
}

/* --- The file on the screen -------------------------------------------------------------- */

/* The bar of the tabs stays where it is, or comes to the top. */
static void
on_turned (EbbPatientTabs *tabs, const char *from, const char *to, EbbPatientPage *self)
{
  double x, y = 0;

  if (!gtk_widget_translate_coordinates (self->tabs, gtk_widget_get_parent (self->body), 0, 0, &x,
                                         &y))
    y = 0;
  ebb_place_turn (self->place, from, to, y);
}

/* GTK 4.8 never lets go of a widget that was removed with the focus in it. */
static void
give_up_focus (EbbPatientPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && gtk_widget_is_ancestor (focus, self->body))
    gtk_root_set_focus (root, NULL);
}

static void
clear_body (EbbPatientPage *self)
{
  GtkWidget *child;

  give_up_focus (self);

  if (self->tabs != NULL) {
    g_free (self->tab);
    self->tab = g_strdup (ebb_patient_tabs_get_open (EBB_PATIENT_TABS (self->tabs)));
  }
  self->tabs = NULL;
  while ((child = gtk_widget_get_first_child (self->body)) != NULL)
    gtk_box_remove (GTK_BOX (self->body), child);
}

static void
show_file (EbbPatientPage *self)
{
  EbbPatientScene scene = { .file = self->file,
                            .now_unix_us = ebb_clock_wall_unix_us (),
                            .desk = self->desk };
  g_autofree char *locked = ebb_patient_why_locked (self->file, scene.now_unix_us);
  gboolean same = g_strcmp0 (self->shown_id, self->file->patient->id) == 0;

  g_free (self->shown_id);
  self->shown_id = g_strdup (self->file->patient->id);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "patient.start", locked == NULL);
  gtk_box_append (GTK_BOX (self->body), ebb_patient_header_new (&scene));
  gtk_box_append (GTK_BOX (self->body), ebb_patient_alerts_new (&scene));
  self->tabs = ebb_patient_tabs_new (&scene, self->tab);
  g_signal_connect (self->tabs, "turned", G_CALLBACK (on_turned), self);
  gtk_box_append (GTK_BOX (self->body), self->tabs);
  gtk_stack_set_visible_child (GTK_STACK (self->stack), self->scroller);
  if (same)
    ebb_place_take_up (self->place);
  else
    ebb_place_forget (self->place);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (EbbPatientPage) self = user;
  g_autoptr (GError) error = NULL;
  g_autoptr (EbbPatientFile) file = ebb_store_ask_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->loading == NULL)
    return;
  g_clear_object (&self->loading);
  if (file == NULL) {
    show_trouble (self, error);
    return;
  }
  need_scroller (self);
  ebb_place_keep (self->place);
  clear_body (self); /* it shows the file that goes */
  ebb_patient_file_free (self->file);
  self->file = g_steal_pointer (&file);
  show_file (self);
}

void
ebb_patient_page_reload (EbbPatientPage *self)
{
  g_return_if_fail (EBB_IS_PATIENT_PAGE (self));

  if (self->patient_id == NULL)
    return;
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();
  ebb_store_load_patient_async (ebb_desk_get_store (self->desk), self->patient_id,
                                ebb_clock_wall_unix_us (), self->loading, on_loaded,
                                g_object_ref (self));
}

void
ebb_patient_page_set_patient (EbbPatientPage *self, const char *patient_id)
{
  g_return_if_fail (EBB_IS_PATIENT_PAGE (self));

  if (patient_id != NULL && g_strcmp0 (patient_id, self->patient_id) == 0)
    return;
  g_free (self->patient_id);
  self->patient_id = g_strdup (patient_id);
  if (patient_id == NULL)
    gtk_stack_set_visible_child (GTK_STACK (self->stack), self->nobody);
  else
    ebb_patient_page_reload (self);
}

const char *
ebb_patient_page_get_patient (EbbPatientPage *self)
{
  g_return_val_if_fail (EBB_IS_PATIENT_PAGE (self), NULL);

  return self->patient_id;
}

void
ebb_patient_page_set_back (EbbPatientPage *self, gboolean back)
{
  g_return_if_fail (EBB_IS_PATIENT_PAGE (self));

  self->can_go_back = back;
  if (self->back != NULL)
    gtk_widget_set_visible (self->back, back);
}

/* --- Life -------------------------------------------------------------------------------- */

static void
patient_page_dispose (GObject *object)
{
  EbbPatientPage *self = EBB_PATIENT_PAGE (object);

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_pointer (&self->place, ebb_place_free);
  G_OBJECT_CLASS (ebb_patient_page_parent_class)->dispose (object);
}

static void
patient_page_finalize (GObject *object)
{
  EbbPatientPage *self = EBB_PATIENT_PAGE (object);

  g_free (self->patient_id);
  g_free (self->shown_id);
  g_free (self->tab);
  ebb_patient_file_free (self->file);
  G_OBJECT_CLASS (ebb_patient_page_parent_class)->finalize (object);
}

static void
ebb_patient_page_class_init (EbbPatientPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = patient_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = patient_page_finalize;
  gtk_widget_class_install_action (widget_class, "patient.start", "s", start);
  gtk_widget_class_install_action (widget_class, "patient.record-order", NULL, record_order);
  gtk_widget_class_install_action (widget_class, "patient.screen", NULL, screen);
  gtk_widget_class_install_action (widget_class, "patient.record-clearance", NULL,
                                   record_clearance);
  gtk_widget_class_install_action (widget_class, "patient.lift-refusal", NULL, lift_refusal);
  gtk_widget_class_install_action (widget_class, "patient.train-unscreened", NULL,
                                   train_unscreened);
  gtk_widget_class_install_action (widget_class, "patient.prescribe", "s", prescribe);
  gtk_widget_class_install_action (widget_class, "patient.measure-lop", "s", measure_lop);
  gtk_widget_class_install_action (widget_class, "patient.open-session", "s", open_session);
  gtk_widget_class_install_action (widget_class, "patient.back", NULL, go_back);
  gtk_widget_class_install_action (widget_class, "patient.take-up", NULL, take_up);
  signals[BACK] = g_signal_new ("back", EBB_TYPE_PATIENT_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

static void
ebb_patient_page_init (EbbPatientPage *self)
{
  self->stack = gtk_stack_new ();
  self->nobody = ebb_nothing_new ("avatar-default-symbolic", _ ("No patient open"),
                                  _ ("Choose one from the list, or type a name, a birth date or a "
                                     "record number."));
  gtk_stack_add_child (GTK_STACK (self->stack), self->nobody);
  adw_bin_set_child (ADW_BIN (self), self->stack);
}

GtkWidget *
ebb_patient_page_new (EbbDesk *desk)
{
  EbbPatientPage *self = g_object_new (EBB_TYPE_PATIENT_PAGE, NULL);

  self->desk = desk;
  return GTK_WIDGET (self);
}
