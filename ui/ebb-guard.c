/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-guard.h"

#include "ebb-dialogs.h"
#include "ebb-settings.h"

static gboolean
is_under_way (EbbSession *session)
{
  if (session == NULL || ebb_session_is_closed (session))
    return FALSE;
  EbbSessionView view;
  ebb_session_get_view (session, &view);
  return view.puff == EBB_PUFF_RUNNING
         || (view.phase != EBB_PHASE_SELF_CHECK && view.phase != EBB_PHASE_REMOVE_CUFF
             && view.phase != EBB_PHASE_CLOSED);
}

gboolean
ebb_guard_is_armed (EbbDesk *desk)
{
  EbbCuffView view;
  ebb_cuff_get_view (ebb_desk_get_cuff (desk), &view);
  return view.at_risk || ebb_desk_is_searching (desk) || is_under_way (ebb_desk_get_session (desk));
}

static gboolean
is_pedal (guint keyval)
{
  g_autoptr (GVariant) keys = ebb_settings_get (ebb_settings_get_default (), EBB_SETTING_STOP_KEYS);
  g_autofree const char **names = g_variant_get_strv (keys, NULL);
  for (gsize i = 0; names[i] != NULL; i++)
    if (gdk_keyval_to_lower (gdk_keyval_from_name (names[i])) == gdk_keyval_to_lower (keyval))
      return TRUE;
  return FALSE;
}

gboolean
ebb_guard_means_stop (EbbDesk *desk, guint keyval)
{
  if (keyval == GDK_KEY_F12)
    return TRUE;
  return (keyval == GDK_KEY_Escape || is_pedal (keyval)) && ebb_guard_is_armed (desk);
}

static gboolean
on_key_pressed_cb (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state,
                   EbbDesk *desk)
{
  if (!ebb_guard_means_stop (desk, keyval))
    return GDK_EVENT_PROPAGATE;
  ebb_desk_stop (desk);
  return GDK_EVENT_STOP;
}

void
ebb_toplevel_guard (GtkWindow *toplevel, EbbDesk *desk)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_data (keys, "key-pressed", G_CALLBACK (on_key_pressed_cb), g_object_ref (desk),
                         (GClosureNotify) (GCallback) g_object_unref, 0);
  gtk_widget_add_controller (GTK_WIDGET (toplevel), keys);
}

static void
on_cuff_changed_cb (EbbCuff *cuff, GtkPopover *popover)
{
  EbbCuffView view;
  ebb_cuff_get_view (cuff, &view);
  if (gtk_popover_get_autohide (popover) == !view.at_risk)
    return;
  gtk_popover_popdown (popover); /* the toolkit changes it only while nothing is shown */
  gtk_popover_set_autohide (popover, !view.at_risk);
}

void
ebb_popover_guard (GtkPopover *popover, EbbDesk *desk)
{
  EbbCuff *cuff = ebb_desk_get_cuff (desk);
  g_signal_connect_object (cuff, "changed", G_CALLBACK (on_cuff_changed_cb), popover, 0);
  on_cuff_changed_cb (cuff, popover);
}
