/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-sound-group.h"

#include "ebb-settings.h"
#include "ebb-sound.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

#define SCALE_PX 220
#define STEP     5

struct _EbbSoundGroup {
  AdwPreferencesGroup parent_instance;
  GtkWidget *volume, *alarms; /* borrowed: in the tree */
};

G_DEFINE_FINAL_TYPE (EbbSoundGroup, ebb_sound_group, ADW_TYPE_PREFERENCES_GROUP)

static const char *
device_text (EbbPlayerState state)
{
  switch (state) {
  case EBB_PLAYER_NO_DEVICE:
    return _ ("No sound device: alarms are seen, and heard from the controller.");
  case EBB_PLAYER_OPENING:
    return _ ("Looking for a sound device …");
  case EBB_PLAYER_CLOSED:
  case EBB_PLAYER_OPEN:
  default:
    return _ ("Always on, at their own volume. The controller's buzzer sounds first.");
  }
}

static void
show_device (EbbSoundGroup *self)
{
  EbbSound *sound = ebb_sound_get_default ();
  EbbPlayerState state =
      sound ? ebb_player_get_state (ebb_sound_get_player (sound)) : EBB_PLAYER_CLOSED;
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->alarms), device_text (state));
}

static void
on_sound_changed_cb (EbbSound *sound, EbbSoundGroup *self)
{
  show_device (self);
}

static void
on_try_cb (GtkButton *button, EbbSoundGroup *self)
{
  EbbSound *sound = ebb_sound_get_default ();
  if (sound != NULL)
    ebb_player_try (ebb_sound_get_player (sound));
}

static void
on_switched_cb (GtkSwitch *toggle, GParamSpec *pspec, EbbSoundGroup *self)
{
  gboolean on = gtk_switch_get_active (toggle);
  ebb_settings_set (ebb_settings_get_default (), EBB_SETTING_CUES, g_variant_new_boolean (on));
  gtk_widget_set_sensitive (self->volume, on);
}

static void
on_volume_cb (GtkRange *range, EbbSoundGroup *self)
{
  ebb_settings_set (ebb_settings_get_default (), EBB_SETTING_CUE_VOLUME,
                    g_variant_new_int32 ((gint32) gtk_range_get_value (range)));
}

/* Make --------------------------------------------------------------------------------------- */

static GtkWidget *
make_row (const char *title, GtkWidget *control)
{
  GtkWidget *row = adw_action_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  ebb_widget_set_accessible (control, title, NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), control);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), control);
  return row;
}

static GtkWidget *
make_switch (EbbSoundGroup *self)
{
  GtkWidget *toggle = gtk_switch_new ();
  g_autoptr (GVariant) on = ebb_settings_get (ebb_settings_get_default (), EBB_SETTING_CUES);
  gtk_switch_set_active (GTK_SWITCH (toggle), g_variant_get_boolean (on));
  gtk_widget_set_sensitive (self->volume, g_variant_get_boolean (on));
  g_signal_connect (toggle, "notify::active", G_CALLBACK (on_switched_cb), self);
  return make_row (_ ("Exercise cues"), toggle);
}

static GtkWidget *
make_volume (EbbSoundGroup *self)
{
  GtkWidget *scale = gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, 0, 100, STEP);
  g_autoptr (GVariant) volume =
      ebb_settings_get (ebb_settings_get_default (), EBB_SETTING_CUE_VOLUME);
  gtk_range_set_value (GTK_RANGE (scale), g_variant_get_int32 (volume));
  gtk_widget_set_size_request (scale, SCALE_PX, -1);
  g_signal_connect (scale, "value-changed", G_CALLBACK (on_volume_cb), self);
  return make_row (_ ("Volume of the cues"), scale);
}

static GtkWidget *
make_alarms (EbbSoundGroup *self)
{
  GtkWidget *try_out = gtk_button_new_with_label (_ ("Try"));
  GtkWidget *row = make_row (_ ("Alarms"), try_out);
  ebb_widget_set_accessible (try_out, _ ("Try how an alarm sounds"), NULL);
  g_signal_connect (try_out, "clicked", G_CALLBACK (on_try_cb), self);
  return row;
}

static void
ebb_sound_group_class_init (EbbSoundGroupClass *class)
{
}

static void
ebb_sound_group_init (EbbSoundGroup *self)
{
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("Sound"));
  self->volume = make_volume (self);
  self->alarms = make_alarms (self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), make_switch (self));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), self->volume);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), self->alarms);
}

GtkWidget *
ebb_sound_group_new (void)
{
  EbbSoundGroup *self = g_object_new (EBB_TYPE_SOUND_GROUP, NULL);
  EbbSound *sound = ebb_sound_get_default ();
  if (sound != NULL)
    g_signal_connect_object (sound, "changed", G_CALLBACK (on_sound_changed_cb), self, 0);
  show_device (self);
  return GTK_WIDGET (self);
}
