/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-prescription-save.h"

typedef struct {
  EbbStore *store; /* borrowed */
  char *patient_id;
  EbbPrescriptionRecord *record;
  EbbLopRecord *lop; /* to be stored first; NULL = none */
} Save;

static void
save_free (Save *save)
{
  g_free (save->patient_id);
  ebb_prescription_record_free (save->record);
  ebb_lop_record_free (save->lop);
  g_free (save);
}

static void
on_prescription (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GTask) task = user;
  GError *error = NULL;
  char *id = ebb_store_put_finish (result, &error);

  if (id == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, id, g_free);
}

static void
on_lop (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GTask) task = user;
  Save *save = g_task_get_task_data (task);
  GError *error = NULL;
  g_autofree char *id = ebb_store_put_finish (result, &error);

  if (id == NULL)
    g_task_return_error (task, error);
  else
    ebb_store_put_prescription_async (save->store, save->patient_id, save->record, on_prescription,
                                      g_steal_pointer (&task));
}

/* What does not belong to the chosen method is not stored with it. */
static EbbPrescriptionRecord *
make_record (const EbbPrescriptionForm *form, const EbbPrescriptionState *state,
             const char *operator_name)
{
  EbbPrescriptionRecord *record = ebb_prescription_record_copy (form->record);
  gboolean by_percent =
      record->method == EBB_METHOD_PERCENT_LOP || record->method == EBB_METHOD_PERCENT_ESTIMATE;

  g_clear_pointer (&record->id, g_free);
  g_clear_pointer (&record->operator_name, g_free);
  record->operator_name = g_strdup (operator_name);
  record->lop = state->lop;
  if (record->method == EBB_METHOD_PERCENT_ESTIMATE)
    record->lop = state->estimate.lop;
  if (state->is_preconditioning) {
    record->method = EBB_METHOD_FIXED;
    record->fixed = state->pressure;
    by_percent = FALSE;
  }
  if (!by_percent)
    record->percent_lop = 0;
  if (record->method != EBB_METHOD_FIXED)
    record->fixed = CUFF_PRESSURE_UNSET;
  if (record->method != EBB_METHOD_SYSTOLIC && !state->has_estimate)
    record->systolic = CUFF_PRESSURE_UNSET;
  if (!state->shown[EBB_FIELD_REASON])
    g_clear_pointer (&record->reason, g_free);
  record->written_unix_us = ebb_clock_wall_unix_us ();
  return record;
}

static EbbLopRecord *
make_lop (const EbbPrescriptionForm *form, const EbbPrescriptionState *state, EbbPosture posture,
          const char *patient_id, const char *operator_name)
{
  gboolean typed = cuff_pressure_is_set (form->lop_typed);
  gboolean estimated = form->record->method == EBB_METHOD_PERCENT_ESTIMATE;
  EbbLopRecord *lop;

  if (!typed && !estimated)
    return NULL;
  lop = g_new0 (EbbLopRecord, 1);
  lop->patient_id = g_strdup (patient_id);
  lop->segment = form->record->segment;
  lop->side = form->record->side;
  lop->posture = posture;
  lop->cuff_width_cm = form->record->cuff_width_cm;
  lop->girth_cm = form->girth_cm > 0 ? form->girth_cm : -1;
  lop->systolic = form->record->systolic;
  lop->way = g_strdup (typed ? "entered" : "estimate");
  lop->lop = typed ? form->lop_typed : state->estimate.lop;
  lop->measured_unix_us = ebb_clock_wall_unix_us ();
  lop->operator_name = g_strdup (operator_name);
  return lop;
}

void
ebb_prescription_save_async (EbbDesk *desk, const char *patient_id, const EbbPrescriptionForm *form,
                             const EbbPrescriptionState *state, EbbPosture posture,
                             GAsyncReadyCallback callback, gpointer user)
{
  GTask *task = g_task_new (desk, NULL, callback, user);
  Save *save = g_new0 (Save, 1);
  const char *operator_name = ebb_desk_get_operator (desk);

  save->store = ebb_desk_get_store (desk);
  save->patient_id = g_strdup (patient_id);
  save->record = make_record (form, state, operator_name);
  save->lop = make_lop (form, state, posture, patient_id, operator_name);
  g_task_set_task_data (task, save, (GDestroyNotify) save_free);
  if (save->lop != NULL)
    ebb_store_put_lop_async (save->store, save->lop, on_lop, task);
  else
    ebb_store_put_prescription_async (save->store, save->patient_id, save->record, on_prescription,
                                      task);
}

char *
ebb_prescription_save_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
