/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-patients-page.h"

#include "ebb-panes.h"
#include "ebb-patient-form.h"
#include "ebb-patient-list.h"
#include "ebb-patient-page.h"
#include "ebb-window.h"

struct _EbbPatientsPage {
  AdwBin parent_instance;
  EbbDesk *desk; /* borrowed */
  EbbPanes *panes;
  EbbPatientList *list;
  EbbPatientPage *patient;
};

G_DEFINE_FINAL_TYPE (EbbPatientsPage, ebb_patients_page, ADW_TYPE_BIN)

static void
on_opened (EbbPatientsPage *self, const char *patient_id)
{
  ebb_patient_page_set_patient (self->patient, patient_id);
  ebb_panes_show_detail (self->panes, TRUE);
}

static void
on_back (EbbPatientsPage *self)
{
  ebb_panes_show_detail (self->panes, FALSE);
  ebb_patient_list_focus_search (self->list);
}

static void
open_form (EbbPatientsPage *self, const char *text)
{
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));

  if (window != NULL)
    ebb_window_open_page (window, ebb_patient_form_new (self->desk, text));
}

static void
on_new_patient (EbbPatientsPage *self, const char *text)
{
  open_form (self, text);
}

static void
on_narrow (EbbPatientsPage *self)
{
  gboolean narrow = ebb_panes_get_narrow (self->panes);

  ebb_patient_list_set_narrow (self->list, narrow);
  ebb_patient_page_set_back (self->patient, narrow);
}

static void
on_records (EbbPatientsPage *self, const char *patient_id)
{
  ebb_patient_list_reload (self->list);
  if (g_strcmp0 (patient_id, ebb_patient_page_get_patient (self->patient)) == 0)
    ebb_patient_page_reload (self->patient);
}

static void
ebb_patients_page_class_init (EbbPatientsPageClass *klass)
{
}

static void
ebb_patients_page_init (EbbPatientsPage *self)
{
}

GtkWidget *
ebb_patients_page_new (EbbDesk *desk)
{
  EbbPatientsPage *self = g_object_new (EBB_TYPE_PATIENTS_PAGE, NULL);
  GtkWidget *list = ebb_patient_list_new (desk);
  GtkWidget *patient = ebb_patient_page_new (desk);
  GtkWidget *panes = ebb_panes_new (list, patient);

  self->desk = desk;
  self->list = EBB_PATIENT_LIST (list);
  self->patient = EBB_PATIENT_PAGE (patient);
  self->panes = EBB_PANES (panes);
  adw_bin_set_child (ADW_BIN (self), panes);
  g_signal_connect_swapped (list, "opened", G_CALLBACK (on_opened), self);
  g_signal_connect_swapped (list, "new-patient", G_CALLBACK (on_new_patient), self);
  g_signal_connect_swapped (patient, "back", G_CALLBACK (on_back), self);
  g_signal_connect_swapped (panes, "narrow-changed", G_CALLBACK (on_narrow), self);
  g_signal_connect_object (desk, "records-changed", G_CALLBACK (on_records), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

void
ebb_patients_page_select (EbbPatientsPage *self, const char *patient_id)
{
  g_return_if_fail (EBB_IS_PATIENTS_PAGE (self));

  if (patient_id == NULL)
    return;
  ebb_patient_list_select (self->list, patient_id);
  on_opened (self, patient_id);
}

void
ebb_patients_page_focus_search (EbbPatientsPage *self)
{
  g_return_if_fail (EBB_IS_PATIENTS_PAGE (self));

  on_back (self);
}

void
ebb_patients_page_new_patient (EbbPatientsPage *self)
{
  g_return_if_fail (EBB_IS_PATIENTS_PAGE (self));

  open_form (self, NULL);
}
