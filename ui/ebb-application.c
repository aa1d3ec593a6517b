/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-application.h"

#include "ebb-open-page.h"
#include "ebb-safe-page.h"
#include "ebb-settings.h"
#include "ebb-statement.h"
#include "ebb-window-private.h"

#include <glib/gi18n-lib.h>

#define RESOURCES "/io/github/ebbclinic/Ebb/"

/* Opening takes a few milliseconds; a window that says so comes only when it does not. */
#define PATIENCE_MS 600
/* The records are checked when the first lists have long been painted, and before anybody can have
 * armed a cuff. */
#define CHECK_MS    1500

struct _EbbApplication {
  AdwApplication parent_instance;
  void (*starting) (gpointer user);
  void (*session_began) (EbbSession *session, gpointer user);
  gpointer user;
  EbbDesk *desk;        /* owned; NULL until open() */
  EbbWindow *window;    /* borrowed: the application's own */
  GtkWindow *waiting;   /* borrowed: says that the records are being opened, or why not */
  EbbSession *told;     /* borrowed, weak: the last one that began */
  GPtrArray *left_open; /* owned */
  char *backup_problem; /* owned or NULL, until it is said */
  GPtrArray *left_runs; /* owned */
  guint patience_id, check_id;
  gboolean activated, holding;
};

G_DEFINE_FINAL_TYPE (EbbApplication, ebb_application, ADW_TYPE_APPLICATION)

void
ebb_ui_init (void)
{
  static gboolean done;
  static const char *const sheets[] = { "style.css",           "patients/patients.css",
                                        "session/session.css", "chart/chart.css",
                                        "limbs/limbs.css",     "visit/visit.css" };
  if (done)
    return;
  done = TRUE;
  adw_init ();
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                    RESOURCES "icons");
  for (gsize i = 0; i < G_N_ELEMENTS (sheets); i++) {
    g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();
    g_autofree char *path = g_strconcat (RESOURCES, sheets[i], NULL);
    gtk_css_provider_load_from_resource (provider, path);
    gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                                GTK_STYLE_PROVIDER (provider),
                                                GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  }
}

/* Settings that the whole program follows ---------------------------------------------------- */

static void
follow_appearance (void)
{
  g_autofree char *appearance = ebb_settings_get_text (EBB_SETTING_APPEARANCE);
  AdwColorScheme scheme = g_str_equal (appearance, "light")  ? ADW_COLOR_SCHEME_FORCE_LIGHT
                          : g_str_equal (appearance, "dark") ? ADW_COLOR_SCHEME_FORCE_DARK
                                                             : ADW_COLOR_SCHEME_DEFAULT;
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), scheme);
}

static void
on_setting_changed_cb (EbbSettings *settings, const char *key, EbbApplication *self)
{
  if (g_str_equal (key, EBB_SETTING_APPEARANCE))
    follow_appearance ();
}

static char *
choose_operator (const char *given)
{
  if (given != NULL && *given != '\0')
    return g_strdup (given);
  g_autofree char *stored = ebb_settings_get_text (EBB_SETTING_OPERATOR);
  if (*stored != '\0')
    return g_steal_pointer (&stored);
  const char *real = g_get_real_name ();
  return g_strdup (real && !g_str_equal (real, "Unknown") ? real : g_get_user_name ());
}

/* The window --------------------------------------------------------------------------------- */

/* Once, and never above the safe page: that comes before anything else. */
static void
consider_statement (EbbApplication *self)
{
  if (self->window == NULL || !ebb_statement_is_due (self->desk))
    return;
  EbbPage *top = ebb_window_get_top_page (self->window);
  if (top == NULL)
    ebb_window_open_page (self->window, ebb_statement_new (self->desk));
}

static void
on_clinic_changed_cb (EbbDesk *desk, EbbApplication *self)
{
  consider_statement (self);
}

static void
on_top_changed_cb (EbbWindow *window, EbbApplication *self)
{
  consider_statement (self);
}

static void
on_session_changed_cb (EbbDesk *desk, EbbApplication *self)
{
  EbbSession *session = ebb_desk_get_session (desk);
  if (session != NULL && session != self->told && self->session_began != NULL)
    self->session_began (session, self->user);
  g_set_weak_pointer (&self->told, session);
}

static void
close_waiting (EbbApplication *self)
{
  g_clear_handle_id (&self->patience_id, g_source_remove);
  if (self->waiting != NULL)
    gtk_window_destroy (self->waiting);
  self->waiting = NULL;
}

/* No session begins on damaged records: the store refuses its row.  This says so beforehand. */
static void
on_checked_cb (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (EbbApplication) self = user;
  g_autoptr (GError) error = NULL;
  if (!ebb_store_check_finish (result, &error) && self->window != NULL
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    ebb_application_fail (self, error);
}

static gboolean
on_check_cb (gpointer user)
{
  EbbApplication *self = user;
  self->check_id = 0;
  if (self->window == NULL)
    return G_SOURCE_REMOVE; /* on the way out: the store may be closed */
  ebb_store_check_async (ebb_desk_get_store (self->desk), on_checked_cb, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

/* To load and scale the icon takes longer than to make the window. */
static void
on_first_picture_cb (GdkFrameClock *frames, gpointer user)
{
  g_signal_handlers_disconnect_by_func (frames, on_first_picture_cb, user);
  gtk_window_set_default_icon_name (EBB_ICON_NAME);
}

/* Nothing is open yet: why not, or NULL for "it takes a while". */
static void
show_waiting (EbbApplication *self, const GError *error)
{
  gtk_window_set_default_icon_name (EBB_ICON_NAME);
  self->waiting = ebb_open_window_new (GTK_APPLICATION (self), error);
  gtk_window_present (self->waiting);
}

static gboolean
was_left_open (EbbApplication *self)
{
  return (self->left_open != NULL && self->left_open->len > 0)
         || (self->left_runs != NULL && self->left_runs->len > 0);
}

/* Stays until somebody has read it: a clinic that believes in backups it does not have is worse off
 * than one without. */
static void
say_backup_problem (EbbApplication *self)
{
  if (self->backup_problem == NULL)
    return;
  g_autofree char *text =
      g_strdup_printf (_ ("The last backup was not made. %s"), self->backup_problem);
  ebb_window_toast_stay (self->window, text);
  g_clear_pointer (&self->backup_problem, g_free);
}

static void
show_window (EbbApplication *self)
{
  if (self->window != NULL) {
    gtk_window_present (GTK_WINDOW (self->window));
    return;
  }
  self->window = EBB_WINDOW (ebb_window_new (GTK_APPLICATION (self), self->desk));
  g_object_add_weak_pointer (G_OBJECT (self->window), (gpointer *) &self->window);
  if (was_left_open (self))
    ebb_window_open_page (self->window,
                          ebb_safe_page_new (self->desk, self->left_open, self->left_runs));
  g_clear_pointer (&self->left_open, g_ptr_array_unref);
  g_clear_pointer (&self->left_runs, g_ptr_array_unref);
  consider_statement (self);
  say_backup_problem (self);
  g_signal_connect_object (self->window, "top-changed", G_CALLBACK (on_top_changed_cb), self, 0);
  gtk_window_present (GTK_WINDOW (self->window));
  g_signal_connect_object (gtk_widget_get_frame_clock (GTK_WIDGET (self->window)), "after-paint",
                           G_CALLBACK (on_first_picture_cb), self, 0);
  close_waiting (self);
  self->check_id = g_timeout_add (CHECK_MS, on_check_cb, self);
}

static gboolean
on_patience_cb (gpointer user)
{
  EbbApplication *self = user;
  self->patience_id = 0;
  show_waiting (self, NULL);
  return G_SOURCE_REMOVE;
}

static void
ebb_application_activate (GApplication *application)
{
  EbbApplication *self = EBB_APPLICATION (application);
  self->activated = TRUE;
  if (self->desk != NULL)
    show_window (self);
  else if (self->waiting != NULL)
    gtk_window_present (self->waiting);
  else if (self->patience_id == 0)
    self->patience_id = g_timeout_add (PATIENCE_MS, on_patience_cb, self);
}

static void
release (EbbApplication *self)
{
  if (self->holding)
    g_application_release (G_APPLICATION (self));
  self->holding = FALSE;
}

static GPtrArray *
copy_left_open (const GPtrArray *left_open)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_session_record_free);
  for (guint i = 0; left_open != NULL && i < left_open->len; i++) {
    const EbbSessionRecord *record = g_ptr_array_index (left_open, i);
    EbbSessionRecord *own = g_memdup2 (record, sizeof *record);
    own->id = g_strdup (record->id);
    own->patient_id = g_strdup (record->patient_id);
    own->episode_id = g_strdup (record->episode_id);
    own->operator_name = g_strdup (record->operator_name);
    own->device = g_strdup (record->device);
    g_ptr_array_add (copy, own);
  }
  return copy;
}

static GPtrArray *
copy_left_runs (const GPtrArray *left_runs)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_lop_run_record_free);

  for (guint i = 0; left_runs != NULL && i < left_runs->len; i++)
    g_ptr_array_add (copy, ebb_lop_run_record_copy (g_ptr_array_index (left_runs, i)));
  return copy;
}

void
ebb_application_open (EbbApplication *self, const EbbApplicationOptions *options)
{
  g_return_if_fail (EBB_IS_APPLICATION (self));
  g_return_if_fail (self->desk == NULL);
  self->session_began = options->session_began;
  self->user = options->user;
  self->desk = ebb_desk_new (options->clock, options->store, options->cuff);
  g_autofree char *operator_name = choose_operator (options->operator_name);
  ebb_desk_set_operator (self->desk, operator_name);
  g_signal_connect_object (self->desk, "clinic-changed", G_CALLBACK (on_clinic_changed_cb), self,
                           0);
  g_signal_connect_object (self->desk, "session-changed", G_CALLBACK (on_session_changed_cb), self,
                           0);
  self->left_open = copy_left_open (options->left_open);
  self->left_runs = copy_left_runs (options->left_runs);
  self->backup_problem = g_strdup (options->backup_problem);
  if (was_left_open (self))
    ebb_cuff_assume_inflated (options->cuff);
  EbbCuffView view;
  ebb_cuff_get_view (options->cuff, &view);
  g_autofree char *port = g_strdup (view.port);
  if (port != NULL)
    ebb_cuff_connect (options->cuff, port);
  if (self->activated)
    show_window (self);
  release (self);
}

void
ebb_application_fail (EbbApplication *self, const GError *error)
{
  close_waiting (self);
  show_waiting (self, error);
  release (self);
}

void
ebb_application_leave (EbbApplication *self)
{
  if (self->window != NULL)
    gtk_window_close (GTK_WINDOW (self->window));
  else
    g_application_quit (G_APPLICATION (self));
}

/* The application ---------------------------------------------------------------------------- */

static void
on_quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  ebb_application_leave (user);
}

static void
ebb_application_startup (GApplication *application)
{
  EbbApplication *self = EBB_APPLICATION (application);
  const GActionEntry actions[] = { { .name = "quit", .activate = on_quit_cb } };
  if (self->starting != NULL) {
    self->starting (self->user);
    g_application_hold (application);
    self->holding = TRUE;
  }
  G_APPLICATION_CLASS (ebb_application_parent_class)->startup (application);
  ebb_ui_init ();
  follow_appearance ();
  g_signal_connect_object (ebb_settings_get_default (), "changed",
                           G_CALLBACK (on_setting_changed_cb), self, 0);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  ebb_window_set_accels (GTK_APPLICATION (self));
}

static void
ebb_application_dispose (GObject *object)
{
  EbbApplication *self = EBB_APPLICATION (object);
  g_clear_handle_id (&self->patience_id, g_source_remove);
  g_clear_handle_id (&self->check_id, g_source_remove);
  if (self->window != NULL) {
    EbbWindow *window = self->window;
    g_clear_weak_pointer (&self->window);
    gtk_window_destroy (GTK_WINDOW (window));
  }
  g_clear_weak_pointer (&self->told);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->backup_problem, g_free);
  g_clear_pointer (&self->left_open, g_ptr_array_unref);
  g_clear_pointer (&self->left_runs, g_ptr_array_unref);
  G_OBJECT_CLASS (ebb_application_parent_class)->dispose (object);
}

static void
ebb_application_class_init (EbbApplicationClass *class)
{
  G_OBJECT_CLASS (class)->dispose = ebb_application_dispose;
  G_APPLICATION_CLASS (class)->startup = ebb_application_startup;
  G_APPLICATION_CLASS (class)->activate = ebb_application_activate;
}

static void
ebb_application_init (EbbApplication *self)
{
}

EbbApplication *
ebb_application_new (const EbbApplicationOptions *options)
{
  EbbApplication *self =
      g_object_new (EBB_TYPE_APPLICATION, "application-id", EBB_APPLICATION_ID, "flags",
                    options->own_data ? G_APPLICATION_NON_UNIQUE : G_APPLICATION_DEFAULT_FLAGS,
                    /* Nowhere: ebb_ui_init() has loaded the style sheets already. */
                    "resource-base-path", RESOURCES "none", NULL);
  self->starting = options->starting;
  self->user = options->user;
  if (options->store != NULL)
    ebb_application_open (self, options);
  return self;
}

EbbDesk *
ebb_application_get_desk (EbbApplication *application)
{
  return application->desk;
}

EbbWindow *
ebb_application_get_window (EbbApplication *application)
{
  return application->window;
}
