/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-patient-alerts.h"

#include "ebb-date-text.h"
#include "ebb-door.h"
#include "ebb-format.h"
#include "ebb-lop-validity.h"
#include "ebb-patient-text.h"
#include "ebb-screening-text.h"

#include <glib/gi18n-lib.h>

/* From here on the offer to stop was made (clinic decision 3.13). */
#define PAIN_HIGH 7.0

static void
alert_free (EbbPatientAlert *alert)
{
  g_free (alert->text);
  g_free (alert->detail);
  g_free (alert->about);
  g_free (alert);
}

static void
add (GPtrArray *alerts, EbbAlertKind kind, char *text, const char *detail)
{
  static const struct {
    gboolean locks;
    EbbAlertAct act;
    const char *verb;
  } rows[] = {
    [EBB_ALERT_UNWELL] = { TRUE, EBB_ALERT_ACT_NONE, NULL },
    [EBB_ALERT_DOOR] = { TRUE, EBB_ALERT_ACT_LIFT, N_ ("Cleared or corrected") },
    [EBB_ALERT_NO_ORDER] = { TRUE, EBB_ALERT_ACT_ORDER, N_ ("Record order") },
    [EBB_ALERT_SCREENING] = { TRUE, EBB_ALERT_ACT_SCREEN, N_ ("Screen now") },
    [EBB_ALERT_PHYSICIAN] = { TRUE, EBB_ALERT_ACT_CLEARANCE, N_ ("Record clearance") },
    [EBB_ALERT_REFUSED] = { TRUE, EBB_ALERT_ACT_SCREEN, N_ ("Screen again") },
    [EBB_ALERT_LAST_ENDED] = { FALSE, EBB_ALERT_ACT_SESSION, N_ ("Open session") },
    [EBB_ALERT_PAIN] = { FALSE, EBB_ALERT_ACT_SESSION, N_ ("Open session") },
    [EBB_ALERT_LOP_OLD] = { FALSE, EBB_ALERT_ACT_LOP, N_ ("Measure LOP") },
    [EBB_ALERT_NO_PRESCRIPTION] = { TRUE, EBB_ALERT_ACT_PRESCRIPTION, N_ ("Write prescription") },
  };
  EbbPatientAlert *alert = g_new0 (EbbPatientAlert, 1);

  alert->kind = kind;
  alert->text = text;
  alert->detail = g_strdup (detail);
  alert->locks = rows[kind].locks;
  alert->act = rows[kind].act;
  alert->verb = rows[kind].verb != NULL ? _ (rows[kind].verb) : NULL;
  g_ptr_array_add (alerts, alert);
}

/* One answer at a time: the next one stands when it is dealt with. */
static void
add_door (GPtrArray *alerts, const EbbPatientFile *file)
{
  const GPtrArray *refusals = file->screening != NULL ? file->screening->refusals : NULL;
  const EbbDoorRefusal *refusal =
      refusals != NULL && refusals->len > 0 ? g_ptr_array_index (refusals, 0) : NULL;
  g_autofree char *said = NULL, *when = NULL, *detail = NULL;

  if (refusal == NULL)
    return;
  said = ebb_door_refusal_to_text (refusal);
  when = ebb_format_day_time (refusal->refused_unix_us);
  /* Translators: an answer at the door, who asked, when. */
  detail = g_strdup_printf (_ ("%s Asked by %s, %s. Only a physician's clearance or a correction "
                               "lifts it."),
                            said, refusal->operator_name, when);
  add (alerts, EBB_ALERT_DOOR,
       g_strdup (refusal->physician ? _ ("No cuff before a physician has looked.")
                                    : _ ("No cuff today.")),
       detail);
}

static void
add_order (GPtrArray *alerts, const EbbPatientFile *file)
{
  g_autofree char *day = NULL;
  g_autofree char *detail = NULL;

  if (file->order_valid || (file->screening != NULL && !file->screening->settings.order_required))
    return;
  if (file->order == NULL) {
    add (alerts, EBB_ALERT_NO_ORDER, g_strdup (_ ("No physician's order on file.")),
         _ ("Sessions stay locked until one is recorded."));
    return;
  }
  if (file->order->valid_until == NULL) {
    add (alerts, EBB_ALERT_NO_ORDER, g_strdup (_ ("The physician's order is not valid today.")),
         _ ("Sessions stay locked until a valid one is recorded."));
    return;
  }
  day = ebb_format_date (file->order->valid_until);
  detail = g_strdup_printf (_ ("It was valid until %s. Sessions stay locked until a new one is "
                               "recorded."),
                            day);
  add (alerts, EBB_ALERT_NO_ORDER, g_strdup (_ ("The physician's order has run out.")), detail);
}

static EbbAlertKind
screening_kind (const EbbScreeningStatus *status)
{
  if (status->lock == EBB_LOCK_REFUSED)
    return EBB_ALERT_REFUSED;
  return status->lock == EBB_LOCK_PHYSICIAN ? EBB_ALERT_PHYSICIAN : EBB_ALERT_SCREENING;
}

/* What concerns one limb only does not lock the others: the session itself asks for its limb. */
static void
add_screening (GPtrArray *alerts, const EbbPatientFile *file, gint64 now_unix_us)
{
  g_autofree char *today = ebb_date_of_moment (now_unix_us);
  g_auto (EbbScreeningStatus) status = { 0 };
  g_autofree char *text = NULL;
  EbbPatientAlert *alert;

  ebb_screening_status (file->screening, file->patient->id, today, &status);
  if (status.lock == EBB_LOCK_OPEN)
    return;
  /* Translators: what the screening says, as a sentence: "Screening: Physician needed." */
  text = g_strdup_printf (_ ("Screening: %s."), status.value);
  add (alerts, screening_kind (&status), g_steal_pointer (&text), status.detail);
  alert = g_ptr_array_index (alerts, alerts->len - 1);
  alert->locks = status.locks_all;
}

static void
add_last_session (GPtrArray *alerts, const EbbPatientFile *file)
{
  const EbbSessionSummary *last;
  g_autofree char *why = NULL;

  if (file->sessions == NULL || file->sessions->len == 0)
    return;
  last = g_ptr_array_index (file->sessions, 0);
  why = ebb_session_state_text (last);
  if (last->n_adverse > 0)
    add (alerts, EBB_ALERT_LAST_ENDED,
         g_strdup (_ ("An adverse event was recorded in the last session.")),
         _ ("Ask about it before the cuff goes on."));
  else if (last->session->state == EBB_STATE_STOPPED_BY_SAFETY
           || last->session->state == EBB_STATE_INTERRUPTED)
    add (alerts, EBB_ALERT_LAST_ENDED, g_strdup (_ ("The last session did not end as planned.")),
         why);
  /* Unknown pain is NAN and never above anything. */
  if (last->pain > PAIN_HIGH)
    add (alerts, EBB_ALERT_PAIN, g_strdup_printf (_ ("Pain %.3g in the last session."), last->pain),
         _ ("Ask about it before the cuff goes on."));
}

static void
add_lop (GPtrArray *alerts, const EbbPatientFile *file, gint64 now_unix_us)
{
  for (guint i = 0; i < file->prescriptions->len; i++) {
    const EbbPrescriptionRecord *record = g_ptr_array_index (file->prescriptions, i);
    const EbbLopRecord *lop = ebb_patient_find_lop (file, record->segment, record->side);
    g_autofree char *limb = NULL;
    EbbPatientAlert *alert;
    int days;

    if (lop == NULL || record->method == EBB_METHOD_PERCENT_ESTIMATE)
      continue;
    days = ebb_lop_age_days (lop, now_unix_us);
    if (days <= EBB_LOP_AGE_DAYS)
      continue;
    limb = ebb_format_limb (record->segment, record->side);
    add (alerts, EBB_ALERT_LOP_OLD,
         g_strdup_printf (_ ("LOP of the %s is %d days old."), limb, days),
         _ ("Measure it again before the cuff goes on."));
    alert = g_ptr_array_index (alerts, alerts->len - 1);
    alert->about = g_strdup (record->id);
    return;
  }
}

GPtrArray *
ebb_patient_alerts (const EbbPatientFile *file, gint64 now_unix_us)
{
  GPtrArray *alerts = g_ptr_array_new_with_free_func ((GDestroyNotify) alert_free);

  if (file->unwell_today)
    add (alerts, EBB_ALERT_UNWELL, g_strdup (_ ("Was unwell today.")),
         _ ("No more training today."));
  add_door (alerts, file);
  add_order (alerts, file);
  add_screening (alerts, file, now_unix_us);
  add_last_session (alerts, file);
  if (file->prescriptions->len == 0)
    add (alerts, EBB_ALERT_NO_PRESCRIPTION, g_strdup (_ ("No prescription yet.")),
         _ ("A session needs one."));
  add_lop (alerts, file, now_unix_us);
  return alerts;
}

char *
ebb_patient_why_locked (const EbbPatientFile *file, gint64 now_unix_us)
{
  g_autoptr (GPtrArray) alerts = ebb_patient_alerts (file, now_unix_us);

  for (guint i = 0; i < alerts->len; i++) {
    const EbbPatientAlert *alert = g_ptr_array_index (alerts, i);

    if (alert->locks)
      return g_strdup_printf ("%s %s", alert->text, alert->detail);
  }
  return NULL;
}
