/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-desk.h"

#include "ebb-store-ask-protocols.h"

#include <glib/gi18n-lib.h>

struct _EbbDesk {
  GObject parent_instance;

  /* borrowed */
  EbbClock *clock;
  EbbStore *store;
  EbbCuff *cuff;

  /* owned */
  char *operator_name;
  EbbClinic *clinic;       /* NULL until it was loaded */
  GPtrArray *protocols;    /* the same */
  guint reading_protocols; /* idle source */
  EbbSession *session;
  EbbLopRun *lop_run; /* NULL = none */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (EbbDesk, ebb_desk, G_TYPE_OBJECT)

static gboolean
read_protocols (gpointer user)
{
  EbbDesk *self = user;
  self->reading_protocols = 0;
  ebb_desk_reload_protocols (self);
  return G_SOURCE_REMOVE;
}

EbbDesk *
ebb_desk_new (EbbClock *clock, EbbStore *store, EbbCuff *cuff)
{
  EbbDesk *self = g_object_new (EBB_TYPE_DESK, NULL);
  self->clock = clock;
  self->store = store;
  self->cuff = cuff;
  ebb_desk_reload_clinic (self);
  /* The first page comes first. */
  self->reading_protocols = g_idle_add_full (G_PRIORITY_LOW, read_protocols, self, NULL);
  return self;
}

EbbClock *
ebb_desk_get_clock (EbbDesk *desk)
{
  return desk->clock;
}

EbbStore *
ebb_desk_get_store (EbbDesk *desk)
{
  return desk->store;
}

EbbCuff *
ebb_desk_get_cuff (EbbDesk *desk)
{
  return desk->cuff;
}

const char *
ebb_desk_get_operator (EbbDesk *desk)
{
  return desk->operator_name;
}

void
ebb_desk_set_operator (EbbDesk *desk, const char *name)
{
  if (name == NULL || *name == '\0' || g_strcmp0 (name, desk->operator_name) == 0)
    return;
  g_free (desk->operator_name);
  desk->operator_name = g_strdup (name);
  g_signal_emit_by_name (desk, "clinic-changed");
}

/* --- The clinic -------------------------------------------------------------------------- */

static EbbClinic *
copy_clinic (const EbbClinic *clinic)
{
  EbbClinic *copy = g_new (EbbClinic, 1);
  *copy = *clinic;
  char **texts[] = { &copy->name,        &copy->address,          &copy->phone,
                     &copy->hours,       &copy->emergency_number, &copy->statement_by,
                     &copy->statement_on };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    *texts[i] = g_strdup (*texts[i]);
  return copy;
}

const EbbClinic *
ebb_desk_get_clinic (EbbDesk *desk)
{
  return desk->clinic;
}

static void
take_clinic (EbbDesk *self, EbbClinic *clinic)
{
  g_clear_pointer (&self->clinic, ebb_clinic_free);
  self->clinic = clinic;
  g_signal_emit_by_name (self, "clinic-changed");
}

static void
on_clinic_loaded_cb (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GError) error = NULL;
  EbbClinic *clinic = ebb_store_ask_finish (result, &error);
  if (clinic != NULL)
    take_clinic (user, clinic);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_message ("%s", error->message); /* pages say that they have none */
}

void
ebb_desk_reload_clinic (EbbDesk *desk)
{
  ebb_store_load_clinic_async (desk->store, desk->cancellable, on_clinic_loaded_cb, desk);
}

static void
on_clinic_stored_cb (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (EbbDesk) self = user;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = ebb_store_put_finish (result, &error);
  if (error == NULL)
    return;
  g_message ("%s", error->message);
  if (!g_cancellable_is_cancelled (self->cancellable))
    ebb_desk_reload_clinic (self); /* what is shown is what is stored */
}

void
ebb_desk_set_clinic (EbbDesk *desk, const EbbClinic *clinic)
{
  EbbClinic *copy = copy_clinic (clinic);
  ebb_store_put_clinic_async (desk->store, copy, on_clinic_stored_cb, g_object_ref (desk));
  take_clinic (desk, copy);
}

/* --- The measurement --------------------------------------------------------------------- */

EbbLopRun *
ebb_desk_get_lop_run (EbbDesk *desk)
{
  return desk->lop_run;
}

gboolean
ebb_desk_is_searching (EbbDesk *desk)
{
  EbbLopRunView view;

  if (desk->lop_run == NULL)
    return FALSE;
  ebb_lop_run_get_view (desk->lop_run, &view);
  return view.state != EBB_LOP_RUN_READY && view.state != EBB_LOP_RUN_OVER;
}

static void
drop_lop_run (EbbDesk *self)
{
  EbbLopRun *run = g_steal_pointer (&self->lop_run);

  if (run == NULL)
    return;
  g_object_run_dispose (G_OBJECT (run)); /* a page may still hold it */
  g_object_unref (run);
}

gboolean
ebb_desk_end_lop_run (EbbDesk *desk)
{
  if (ebb_desk_is_searching (desk))
    return FALSE;
  drop_lop_run (desk);
  return TRUE;
}

/* One that has begun is finished or left by whoever leads it, also between its runs. */
static gboolean
make_way (EbbDesk *self, GError **error)
{
  EbbLopRunView view = { 0 };

  if (self->lop_run != NULL)
    ebb_lop_run_get_view (self->lop_run, &view);
  if (self->lop_run == NULL || view.state == EBB_LOP_RUN_OVER
      || (view.state == EBB_LOP_RUN_READY && view.run == 0)) {
    drop_lop_run (self);
    return TRUE;
  }
  g_set_error (error, EBB_SESSION_ERROR, EBB_SESSION_ERROR_BUSY,
               _ ("An occlusion pressure is being measured. Finish it first."));
  return FALSE;
}

EbbLopRun *
ebb_desk_begin_lop_run (EbbDesk *desk, EbbLopRunOptions *options, GError **error)
{
  if (desk->session != NULL && !ebb_session_is_closed (desk->session)) {
    g_set_error (error, EBB_SESSION_ERROR, EBB_SESSION_ERROR_BUSY,
                 _ ("A session is open. Finish it, or leave its page, first."));
    return NULL;
  }
  if (!make_way (desk, error))
    return NULL;
  options->clock = desk->clock;
  options->store = desk->store;
  options->cuff = desk->cuff;
  options->operator_name = desk->operator_name;
  desk->lop_run = ebb_lop_run_new (options, error);
  return desk->lop_run;
}

/* --- Protocols --------------------------------------------------------------------------- */

const GPtrArray *
ebb_desk_get_protocols (EbbDesk *desk)
{
  return desk->protocols;
}

static void
on_protocols_loaded_cb (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *protocols = ebb_store_ask_finish (result, &error);
  EbbDesk *self = user; /* not there any more when it was cancelled */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (protocols == NULL) {
    g_message ("%s", error->message);
    return;
  }
  g_clear_pointer (&self->protocols, g_ptr_array_unref);
  self->protocols = protocols;
  ebb_protocol_shelf_set (protocols);
  g_signal_emit_by_name (self, "protocols-changed");
}

void
ebb_desk_reload_protocols (EbbDesk *desk)
{
  g_clear_handle_id (&desk->reading_protocols, g_source_remove);
  ebb_store_list_protocols_async (desk->store, desk->cancellable, on_protocols_loaded_cb, desk);
}

/* --- The session ------------------------------------------------------------------------- */

EbbSession *
ebb_desk_get_session (EbbDesk *desk)
{
  return desk->session;
}

static void
on_closed_cb (EbbSession *session, EbbDesk *desk)
{
  ebb_desk_tell_records (desk, ebb_session_get_patient_id (session));
}

EbbSession *
ebb_desk_begin_session (EbbDesk *desk, EbbSessionOptions *options, GError **error)
{
  if (desk->session != NULL && !ebb_session_is_closed (desk->session)) {
    g_set_error (error, EBB_SESSION_ERROR, EBB_SESSION_ERROR_BUSY,
                 _ ("Another session is under way. Finish it first."));
    return NULL;
  }
  if (!make_way (desk, error))
    return NULL;
  options->clock = desk->clock;
  options->store = desk->store;
  options->cuff = desk->cuff;
  options->operator_name = desk->operator_name;
  options->checks_needed = TRUE;
  EbbSession *session = ebb_session_new (options, error);
  if (session == NULL)
    return NULL;
  ebb_desk_end_session (desk);
  desk->session = session;
  g_signal_connect (session, "closed", G_CALLBACK (on_closed_cb), desk);
  ebb_session_connect (session);
  g_signal_emit_by_name (desk, "session-changed");
  return session;
}

static void
drop_session (EbbDesk *self)
{
  EbbSession *session = g_steal_pointer (&self->session);
  if (session == NULL)
    return;
  g_object_run_dispose (G_OBJECT (session)); /* pages may still hold it */
  g_signal_handlers_disconnect_by_data (session, self);
  g_object_unref (session);
}

gboolean
ebb_desk_end_session (EbbDesk *desk)
{
  EbbSession *session = desk->session;
  if (session == NULL)
    return TRUE;
  if (!ebb_session_is_closed (session) && !ebb_session_is_stored (session))
    ebb_session_leave (session);
  if (!ebb_session_is_closed (session))
    return FALSE;
  drop_session (desk);
  g_signal_emit_by_name (desk, "session-changed");
  return TRUE;
}

void
ebb_desk_stop (EbbDesk *desk)
{
  if (desk->session != NULL && !ebb_session_is_closed (desk->session))
    ebb_session_stop (desk->session);
  else if (desk->lop_run != NULL && !ebb_lop_run_is_over (desk->lop_run))
    ebb_lop_run_stop (desk->lop_run);
  else
    ebb_cuff_stop (desk->cuff, CUFF_REASON_USER_STOP);
}

void
ebb_desk_tell_records (EbbDesk *desk, const char *patient_id)
{
  g_signal_emit_by_name (desk, "records-changed", patient_id);
}

static void
ebb_desk_dispose (GObject *object)
{
  EbbDesk *self = EBB_DESK (object);
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->reading_protocols, g_source_remove);
  drop_session (self);
  drop_lop_run (self);
  G_OBJECT_CLASS (ebb_desk_parent_class)->dispose (object);
}

static void
ebb_desk_finalize (GObject *object)
{
  EbbDesk *self = EBB_DESK (object);
  g_free (self->operator_name);
  g_clear_pointer (&self->clinic, ebb_clinic_free);
  g_clear_pointer (&self->protocols, g_ptr_array_unref);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (ebb_desk_parent_class)->finalize (object);
}

static void
ebb_desk_class_init (EbbDeskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  object_class->dispose = ebb_desk_dispose;
  object_class->finalize = ebb_desk_finalize;

  GType type = G_TYPE_FROM_CLASS (klass);
  g_signal_new ("session-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_signal_new ("clinic-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_signal_new ("protocols-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_signal_new ("records-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                G_TYPE_STRING);
}

/* The name of the account, as long as nobody said another. */
static void
ebb_desk_init (EbbDesk *self)
{
  const char *name = g_get_real_name ();
  self->cancellable = g_cancellable_new ();
  if (name == NULL || *name == '\0' || g_strcmp0 (name, "Unknown") == 0)
    name = g_get_user_name ();
  self->operator_name = g_utf8_make_valid (name, -1);
}
