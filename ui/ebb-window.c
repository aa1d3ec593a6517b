/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-window-private.h"

#include "ebb-alarm-banner.h"
#include "ebb-dialogs.h"
#include "ebb-leaving.h"
#include "ebb-live-page.h"
#include "ebb-protocols-page.h"
#include "ebb-safe-page.h"
#include "ebb-session-tab.h"
#include "ebb-settings.h"
#include "ebb-stop-bar.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

/* Below this the pages and the stop bar give way (design: 1024 x 600). */
#define SHORT_PX  700
#define NARROW_PX 1200

G_DEFINE_FINAL_TYPE (EbbWindow, ebb_window, ADW_TYPE_APPLICATION_WINDOW)

/* The lists ---------------------------------------------------------------------------------- */

static void
add_list (EbbWindow *window, GtkWidget *list, const char *name, const char *title, const char *icon)
{
  AdwViewStackPage *page =
      adw_view_stack_add_titled (ADW_VIEW_STACK (window->lists), list, name, title);
  adw_view_stack_page_set_icon_name (page, icon);
}

/* Made when they are looked at: the first screen does not wait for them. */
static void
on_protocols_map_cb (GtkWidget *holder, EbbWindow *window)
{
  if (adw_bin_get_child (ADW_BIN (holder)) == NULL)
    adw_bin_set_child (ADW_BIN (holder), ebb_protocols_page_new (window->desk));
}

static void
on_session_map_cb (GtkWidget *holder, EbbWindow *window)
{
  if (adw_bin_get_child (ADW_BIN (holder)) == NULL)
    adw_bin_set_child (ADW_BIN (holder), ebb_session_tab_new (window->desk));
}

static GtkWidget *
make_lists (EbbWindow *window)
{
  window->lists = adw_view_stack_new ();
  gtk_widget_set_vexpand (window->lists, TRUE);
  window->patients = ebb_patients_page_new (window->desk);
  GtkWidget *protocols = adw_bin_new ();
  GtkWidget *session = adw_bin_new ();
  g_signal_connect (protocols, "map", G_CALLBACK (on_protocols_map_cb), window);
  g_signal_connect (session, "map", G_CALLBACK (on_session_map_cb), window);
  add_list (window, window->patients, "patients", _ ("Patients"), "system-users-symbolic");
  add_list (window, protocols, "protocols", _ ("Protocols"), "view-list-bullet-symbolic");
  add_list (window, session, "session", _ ("Session"), "media-playback-start-symbolic");
  return window->lists;
}

void
ebb_window_show_list (EbbWindow *window, const char *name)
{
  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (window->lists), name);
}

/* What comes by itself ----------------------------------------------------------------------- */

/* A lost link is said on the page of the session; anywhere else on a page of its own. */
static void
on_cuff_changed_cb (EbbCuff *cuff, EbbWindow *window)
{
  EbbCuffView view;
  ebb_cuff_get_view (cuff, &view);
  EbbPage *top = ebb_window_get_top_page (window);
  gboolean told = window->shown != NULL
                  && (EBB_IS_LIVE_PAGE (top) || EBB_IS_SAFE_PAGE (top) || EBB_IS_LEAVING (top));
  if (view.state == EBB_CUFF_UNKNOWN && !told)
    ebb_window_open_page (window, ebb_safe_page_new (window->desk, NULL, NULL));
}

static void
on_cuff_message_cb (EbbCuff *cuff, const char *text, EbbWindow *window)
{
  EbbCuffView view;
  ebb_cuff_get_view (cuff, &view);
  /* Stop bar, banner and page say all that an unknown cuff asks for; this would lie over them. */
  if (view.state != EBB_CUFF_UNKNOWN && view.alarms == 0)
    ebb_window_toast (window, text);
}

/* Space -------------------------------------------------------------------------------------- */

static void
set_size_classes (EbbWindow *window, int width_px, int height_px)
{
  ebb_widget_set_class (GTK_WIDGET (window), "short", height_px < SHORT_PX);
  ebb_widget_set_class (GTK_WIDGET (window), "narrow", width_px < NARROW_PX);
}

static gboolean
fit_again (gpointer user)
{
  EbbWindow *window = user;
  window->fit_id = 0;
  set_size_classes (window, window->width_px, window->height_px);
  ebb_window_fit_header (window, window->width_px);
  return G_SOURCE_REMOVE;
}

/* Classes must not change while sizes are handed out. */
static void
ebb_window_size_allocate (GtkWidget *widget, int width_px, int height_px, int baseline)
{
  EbbWindow *self = EBB_WINDOW (widget);
  GTK_WIDGET_CLASS (ebb_window_parent_class)->size_allocate (widget, width_px, height_px, baseline);
  if (self->width_px == width_px && self->height_px == height_px)
    return;
  self->width_px = width_px;
  self->height_px = height_px;
  if (self->fit_id == 0)
    self->fit_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, fit_again, self, NULL);
}

static void
on_text_size_cb (GtkSettings *settings, GParamSpec *pspec, EbbWindow *window)
{
  ebb_window_fit_header (window, window->width_px);
}

static void
restore_size (EbbWindow *window)
{
  EbbSettings *settings = ebb_settings_get_default ();
  g_autoptr (GVariant) width = ebb_settings_get (settings, EBB_SETTING_WIDTH);
  g_autoptr (GVariant) height = ebb_settings_get (settings, EBB_SETTING_HEIGHT);
  g_autoptr (GVariant) maximized = ebb_settings_get (settings, EBB_SETTING_MAXIMIZED);
  int width_px = CLAMP (g_variant_get_int32 (width), 640, 8192);
  int height_px = CLAMP (g_variant_get_int32 (height), 480, 8192);
  gtk_window_set_default_size (GTK_WINDOW (window), width_px, height_px);
  if (g_variant_get_boolean (maximized))
    gtk_window_maximize (GTK_WINDOW (window));
  set_size_classes (window, width_px, height_px);
}

static void
save_size (EbbWindow *window)
{
  EbbSettings *settings = ebb_settings_get_default ();
  gboolean maximized = gtk_window_is_maximized (GTK_WINDOW (window));
  int width_px, height_px;
  gtk_window_get_default_size (GTK_WINDOW (window), &width_px, &height_px);
  ebb_settings_set (settings, EBB_SETTING_MAXIMIZED, g_variant_new_boolean (maximized));
  if (maximized || width_px <= 0 || height_px <= 0)
    return;
  ebb_settings_set (settings, EBB_SETTING_WIDTH, g_variant_new_int32 (width_px));
  ebb_settings_set (settings, EBB_SETTING_HEIGHT, g_variant_new_int32 (height_px));
}

/* Leaving ------------------------------------------------------------------------------------ */

static void
on_left_cb (EbbLeaving *leaving, EbbWindow *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A cuff that may be tight, or a session: stop, wait for the proof, then close. */
static gboolean
ebb_window_close_request (GtkWindow *gtk_window)
{
  EbbWindow *self = EBB_WINDOW (gtk_window);
  EbbPage *top = ebb_window_get_top_page (self);
  save_size (self);
  if (top != NULL && EBB_IS_LEAVING (top))
    return TRUE;
  if (!ebb_leaving_is_needed (self->desk))
    return FALSE;
  EbbPage *leaving = ebb_leaving_new (self->desk);
  g_signal_connect_object (leaving, "left", G_CALLBACK (on_left_cb), self, 0);
  ebb_window_open_page (self, leaving);
  return TRUE;
}

/* The window --------------------------------------------------------------------------------- */

static void
ebb_window_dispose (GObject *object)
{
  EbbWindow *self = EBB_WINDOW (object);
  if (self->shown != NULL)
    g_clear_signal_handler (&self->title_id, self->shown);
  self->shown = NULL;
  g_ptr_array_set_size (self->pages, 0);
  g_clear_handle_id (&self->fit_id, g_source_remove);
  g_clear_handle_id (&self->dropped_id, g_source_remove);
  g_ptr_array_set_size (self->dropped, 0);
  g_clear_weak_pointer (&self->open_window);
  g_clear_weak_pointer (&self->lists_focus);
  G_OBJECT_CLASS (ebb_window_parent_class)->dispose (object);
}

static void
ebb_window_finalize (GObject *object)
{
  EbbWindow *self = EBB_WINDOW (object);
  g_ptr_array_unref (self->pages);
  g_ptr_array_unref (self->dropped);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (ebb_window_parent_class)->finalize (object);
}

static void
ebb_window_class_init (EbbWindowClass *class)
{
  G_OBJECT_CLASS (class)->dispose = ebb_window_dispose;
  G_OBJECT_CLASS (class)->finalize = ebb_window_finalize;
  GTK_WIDGET_CLASS (class)->size_allocate = ebb_window_size_allocate;
  GTK_WINDOW_CLASS (class)->close_request = ebb_window_close_request;
  g_signal_new ("top-changed", EBB_TYPE_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                0);
  ebb_window_add_actions (class);
}

static void
ebb_window_init (EbbWindow *self)
{
  self->pages = g_ptr_array_new ();
  self->dropped = g_ptr_array_new_with_free_func (g_object_unref);
}

static void
build (EbbWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (box), ebb_window_make_header (self));
  gtk_box_append (GTK_BOX (box), ebb_alarm_banner_new (self->desk));
  self->pile = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_vexpand (self->pile, TRUE);
  gtk_box_append (GTK_BOX (self->pile), make_lists (self));
  self->toasts = adw_toast_overlay_new ();
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (self->toasts), self->pile);
  gtk_box_append (GTK_BOX (box), self->toasts);
  self->stop_bar = ebb_stop_bar_new (self->desk);
  gtk_box_append (GTK_BOX (box), self->stop_bar);
  adw_view_switcher_set_stack (ADW_VIEW_SWITCHER (self->switcher), ADW_VIEW_STACK (self->lists));
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (self), box);
}

GtkWidget *
ebb_window_new (GtkApplication *application, EbbDesk *desk)
{
  EbbWindow *self = g_object_new (EBB_TYPE_WINDOW, "application", application, NULL);
  self->desk = g_object_ref (desk);
  build (self);
  ebb_toplevel_guard (GTK_WINDOW (self), desk);
  restore_size (self);
  ebb_window_show_top (self);
  EbbCuff *cuff = ebb_desk_get_cuff (desk);
  g_signal_connect_object (cuff, "changed", G_CALLBACK (on_cuff_changed_cb), self, 0);
  g_signal_connect_object (cuff, "message", G_CALLBACK (on_cuff_message_cb), self, 0);
  g_signal_connect_object (gtk_widget_get_settings (GTK_WIDGET (self)), "notify::gtk-xft-dpi",
                           G_CALLBACK (on_text_size_cb), self, G_CONNECT_AFTER);
  return GTK_WIDGET (self);
}

EbbDesk *
ebb_window_get_desk (EbbWindow *window)
{
  return window->desk;
}

EbbWindow *
ebb_window_of (GtkWidget *widget)
{
  GtkRoot *root = widget ? gtk_widget_get_root (widget) : NULL;
  while (root != NULL && !EBB_IS_WINDOW (root))
    root = GTK_ROOT (gtk_window_get_transient_for (GTK_WINDOW (root)));
  return (EbbWindow *) root;
}

void
ebb_window_show_patient (EbbWindow *window, const char *patient_id)
{
  g_return_if_fail (EBB_IS_WINDOW (window));
  if (!ebb_window_show_lists (window))
    return;
  ebb_window_show_list (window, "patients");
  if (patient_id != NULL)
    ebb_patients_page_select (EBB_PATIENTS_PAGE (window->patients), patient_id);
}

void
ebb_window_toast (EbbWindow *window, const char *text)
{
  ebb_window_toast_undo (window, text, NULL, NULL);
}

void
ebb_window_toast_stay (EbbWindow *window, const char *text)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (markup);
  adw_toast_set_timeout (toast, 0);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (window->toasts), toast);
}

void
ebb_window_toast_undo (EbbWindow *window, const char *text, GCallback undo, gpointer user)
{
  if (window == NULL) /* the page has gone meanwhile */
    return;
  g_autofree char *markup = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (markup);
  if (undo != NULL) {
    adw_toast_set_button_label (toast, _ ("Undo"));
    g_signal_connect_swapped (toast, "button-clicked", undo, user);
  }
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (window->toasts), toast);
}
